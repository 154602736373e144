// One open contest: what the shell last said about it, the page in view, and the bundles coming in.
import { ask, commands, type MergeProgress, mergeBundles, type OrganizerDesk, type Refusal, refusal } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import type { Draft } from "./letters";
import { keys } from "./keys.svelte";
import { type Target, whole } from "./places";

export class Contest {
  desk = $state.raw<OrganizerDesk>() as OrganizerDesk;
  /** The page in view and what it is narrowed to. */
  at = $state.raw<Target>(whole("home"));
  /** How many files are being verified. */
  merging = $state(0);
  merged = $state.raw<MergeProgress | null>(null);
  stopping = $state(false);
  /** A letter that is being drafted. */
  letter = $state.raw<Draft | null>(null);
  /** The judge whose line is open on the page of packs. */
  judge = $state<string | null>(null);
  /** The judge between whose bundles a person decides. */
  confirming = $state.raw<{ judge: string; round: string | null } | null>(null);
  /** Whether the list of judges is open. */
  listing = $state(false);
  trouble = $state.raw<Refusal | null>(null);
  /** The round that was chosen; `null` for the one people are at. */
  #round: string | null = null;

  constructor(desk: OrganizerDesk) {
    this.desk = desk;
  }

  go(target: Target): void {
    this.trouble = null;
    this.at = target;
  }

  /** Reads the counts anew, after something was changed. */
  async refresh(): Promise<void> {
    this.desk = await ask(commands.organizerDesk(this.#round));
  }

  /** Turns every page to a round; until then they show the one people are at. */
  async turnTo(round: string): Promise<void> {
    this.trouble = null;
    try {
      const desk = await ask(commands.organizerDesk(round));
      this.#round = round;
      this.desk = desk;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  async choose(): Promise<void> {
    this.trouble = null;
    try {
      await this.merge(await ask(commands.chooseBundles(t("dialog.bundles"))));
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  /** Takes files in; they are shown on the page of packs, wherever they were dropped. */
  async merge(paths: string[]): Promise<void> {
    if (paths.length === 0) return;
    if (this.at.page !== "packs") this.go(whole("packs"));
    this.merging += paths.length;
    this.trouble = null;
    try {
      await keys.needed(() => mergeBundles(paths, (progress) => (this.merged = progress)));
      await this.refresh();
    } catch (thrown) {
      this.trouble = refusal(thrown);
      await this.refresh().catch(() => undefined);
    } finally {
      this.merging -= paths.length;
      this.merged = null;
      this.stopping = false;
    }
  }

  stopMerging(): void {
    if (this.merging === 0) return;
    this.stopping = true;
    ask(commands.stopWork()).catch(() => undefined);
  }

  /** Does something to the contest and counts anew; says whether it was done. */
  async change(act: () => Promise<unknown>): Promise<boolean> {
    this.trouble = null;
    try {
      await act();
      await this.refresh();
      return true;
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return false;
    }
  }
}
