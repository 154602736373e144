// Packs being written: one work at a time, which outlives the page it began on.
import { ask, commands, issuePacks, type IssuedView, type PackingProgress, type Refusal, refusal, type RoomView } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import { keys } from "./keys.svelte";

class Packing {
  running = $state(false);
  stopping = $state(false);
  progress = $state.raw<PackingProgress | null>(null);
  issued = $state.raw<IssuedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);

  /** How much room the packs need where they go, and how much there is. */
  room = $state.raw<RoomView | null>(null);

  /**
   * Asks where the packs go and writes those of the round that are missing, or new ones for the judges of `again`; resolves to
   * whether it ran. What the page counts is read anew by `count` before it says that they are there.
   */
  async begin(round: string, again: string[], count: () => Promise<void>): Promise<boolean> {
    if (this.running) return false;
    this.trouble = null;
    this.issued = null;
    try {
      const folder = await ask(commands.choosePacksFolder(t("dialog.packs")));
      if (folder === null) return false;
      this.running = true;
      this.stopping = false;
      this.progress = null;
      this.room = await ask(commands.packsRoom(folder, round, again));
      const issued = await keys.needed(() => issuePacks(folder, round, again, (progress) => (this.progress = progress)));
      await count();
      this.issued = issued;
      return true;
    } catch (thrown) {
      this.trouble = refusal(thrown);
      if (this.trouble.code !== "packs_stopped") return false;
      // Packs may have been finished before it was stopped.
      await count();
      return true;
    } finally {
      this.running = false;
    }
  }

  stop(): void {
    if (!this.running) return;
    this.stopping = true;
    ask(commands.stopWork()).catch(() => undefined);
  }
}

/** There is one open contest, so there is one such work. */
export const packing = new Packing();
