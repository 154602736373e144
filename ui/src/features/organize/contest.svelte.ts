// One open contest: what the shell last said about it, the page in view, and the bundles coming in.
import { ask, commands, type OrganizerDesk, type Refusal, refusal } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import { keys } from "./keys.svelte";
import { type Target, whole } from "./places";

export class Contest {
  desk = $state.raw<OrganizerDesk>() as OrganizerDesk;
  /** The page in view and what it is narrowed to. */
  at = $state.raw<Target>(whole("home"));
  /** How many files are being verified. */
  merging = $state(0);
  trouble = $state.raw<Refusal | null>(null);

  constructor(desk: OrganizerDesk) {
    this.desk = desk;
  }

  go(target: Target): void {
    this.trouble = null;
    this.at = target;
  }

  /** Reads the counts anew, after something was changed. */
  async refresh(): Promise<void> {
    this.desk = await ask(commands.organizerDesk());
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
      await keys.needed(() => ask(commands.mergeBundles(paths)));
      await this.refresh();
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.merging -= paths.length;
    }
  }
}
