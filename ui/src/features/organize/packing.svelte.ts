// Packs being written: one work at a time, which outlives the page it began on.
import { ask, commands, issuePacks, type IssuedView, type PackingProgress, type Refusal, refusal } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import { keys } from "./keys.svelte";

class Packing {
  running = $state(false);
  stopping = $state(false);
  progress = $state.raw<PackingProgress | null>(null);
  issued = $state.raw<IssuedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);

  /** Asks where the packs go and writes those that are missing; resolves to whether any were written. */
  async begin(): Promise<boolean> {
    if (this.running) return false;
    this.trouble = null;
    this.issued = null;
    try {
      const folder = await ask(commands.choosePacksFolder(t("dialog.packs")));
      if (folder === null) return false;
      this.running = true;
      this.stopping = false;
      this.progress = null;
      this.issued = await keys.needed(() => issuePacks(folder, (progress) => (this.progress = progress)));
      return true;
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return false;
    } finally {
      this.running = false;
    }
  }

  stop(): void {
    if (!this.running) return;
    this.stopping = true;
    ask(commands.stopPacks()).catch(() => undefined);
  }
}

/** There is one open contest, so there is one such work. */
export const packing = new Packing();
