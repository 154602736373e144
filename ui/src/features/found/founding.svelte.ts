// A contest that is not there yet: its form, what is wrong with it, and the folder it becomes.
import { ask, commands, type ContestForm, type CreatedView, type FormBase, type FormCheck, type Refusal, refusal } from "../../lib/ask";
import { lookUp, t } from "../../lib/i18n.svelte";
import { type Part, partOf } from "./parts";

export class Founding {
  form = $state() as ContestForm;
  /** What the parser said last. */
  check = $state.raw<FormCheck | null>(null);
  part = $state<Part>("basics");
  /** Which theme, criterion, round and award is being edited. */
  at = $state({ themes: 0, criteria: 0, rounds: 0, awards: 0 });
  creating = $state(false);
  created = $state.raw<CreatedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);
  readonly previous: string | null;
  #asked = 0;

  constructor(base: FormBase) {
    this.form = base.form;
    this.previous = base.previous;
  }

  /** Asks the parser about the form as it is now; of several questions the answer to the last one counts. */
  async look(): Promise<void> {
    const form = $state.snapshot(this.form) as ContestForm;
    const asked = ++this.#asked;
    try {
      const check = await ask(commands.checkContestForm(form));
      if (asked === this.#asked) this.check = check;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  /** What is wrong with a field, in words; `null` when nothing is, or something else is. */
  wrong(field: string): string | null {
    const { check } = this;
    if (!check?.failure || check.field !== field) return null;
    return lookUp(`form.wrong.${check.failure.code}`, check.failure.facts as Record<string, string>) ?? check.failure.code;
  }

  get said(): string | null {
    return this.check?.field == null ? null : this.wrong(this.check.field);
  }

  /** Turns to the part with the field that is wrong. */
  goToWrong(): void {
    const { part, place } = partOf(this.check?.field ?? "");
    this.part = part;
    if (part !== "basics" && part !== "limits" && place !== null) this.at[part] = place;
  }

  /** Asks for a place and makes the contest there. */
  async create(): Promise<void> {
    if (this.creating) return;
    this.trouble = null;
    try {
      const folder = await ask(commands.chooseArchivePlace(t("dialog.newContest"), this.form.id));
      if (folder === null) return;
      this.creating = true;
      this.created = await ask(commands.createContest($state.snapshot(this.form) as ContestForm, folder));
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.creating = false;
    }
  }
}
