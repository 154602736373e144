// The results of one round as the shell last told them, and what is open beside them.
import { ask, commands, type AwardView, type Refusal, refusal, type Resolution, type ResultsView } from "../../lib/ask";
import { awardsHeld } from "./awards-held";

/** What stands beside the ranking. */
export type Panel =
  | { is: "overview" }
  | { is: "entry"; number: string }
  | { is: "award"; id: string }
  | { is: "judges" }
  | { is: "whatIf" }
  | { is: "next" }
  | { is: "decisions" };

export class Results {
  view = $state.raw<ResultsView | null>(null);
  panel = $state.raw<Panel>({ is: "overview" });
  /** The decision that is being looked at. */
  deciding = $state.raw<Resolution | null>(null);
  reading = $state(false);
  trouble = $state.raw<Refusal | null>(null);

  /** The entries that have an award or are tied for one, by number. */
  readonly held = $derived(awardsHeld(this.view?.awards ?? []));

  /** Reads a round anew; `null` is the one people are at. */
  async read(round: string | null): Promise<void> {
    this.reading = true;
    this.trouble = null;
    try {
      this.view = await ask(commands.resultsPage(round));
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.reading = false;
    }
  }

  award(id: string | null): AwardView | undefined {
    return this.view?.awards.find((award) => award.id === id);
  }

  roundName(id: string | null): string {
    return this.view?.rounds.find((round) => round.id === id)?.name ?? id ?? "";
  }

  judgeName(id: string | null): string {
    return this.view?.judges.find((judge) => judge.id === id)?.name ?? id ?? "";
  }
}
