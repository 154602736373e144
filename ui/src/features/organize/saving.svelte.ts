// A backup being written or restored: one work at a time, which outlives the page it began on.
import { ask, backUp, type BackedUpView, commands, type Refusal, refusal, restoreContest, type RestoredView, type SavingProgress } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";

class Saving {
  running = $state.raw<"backup" | "restore" | null>(null);
  stopping = $state(false);
  progress = $state.raw<SavingProgress | null>(null);
  /** Milliseconds that are left, as far as can be said. */
  left = $state<number | null>(null);
  done = $state.raw<BackedUpView | null>(null);
  trouble = $state.raw<Refusal | null>(null);
  #place: string | null = null;

  /** Asks for a place and writes the backup there; resolves to whether it was written. */
  async begin(name: string): Promise<boolean> {
    if (this.running !== null) return false;
    this.trouble = null;
    this.done = null;
    try {
      this.#place = await ask(commands.chooseArchivePlace(t("dialog.backup"), name));
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return false;
    }
    return this.#place !== null && this.write(false);
  }

  /** Writes to the place that was asked for; `withOpenKeys` after the person was told what that means. */
  async write(withOpenKeys: boolean): Promise<boolean> {
    const place = this.#place;
    if (place === null) return false;
    const done = await this.#run("backup", () => backUp(place, withOpenKeys, this.#told()));
    this.done = done;
    return done !== null;
  }

  /** Asks for a backup and a new folder and restores; resolves to what was restored and is open now. */
  async restore(): Promise<RestoredView | null> {
    if (this.running !== null) return null;
    this.trouble = null;
    try {
      const file = await ask(commands.chooseArchive(t("dialog.restore")));
      if (file === null) return null;
      const folder = await ask(commands.chooseArchivePlace(t("dialog.restoreInto"), t("restore.name")));
      if (folder === null) return null;
      return await this.#run("restore", () => restoreContest(file, folder, this.#told()));
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return null;
    }
  }

  stop(): void {
    if (this.running === null) return;
    this.stopping = true;
    ask(commands.stopWork()).catch(() => undefined);
  }

  #told(): (progress: SavingProgress) => void {
    const begun = Date.now();
    return (progress) => {
      this.progress = progress;
      this.left = progress.kibDone === 0 ? null : ((Date.now() - begun) / progress.kibDone) * (progress.kibTotal - progress.kibDone);
    };
  }

  async #run<T>(what: "backup" | "restore", work: () => Promise<T>): Promise<T | null> {
    this.running = what;
    this.stopping = false;
    this.progress = null;
    this.left = null;
    this.trouble = null;
    try {
      return await work();
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return null;
    } finally {
      this.running = null;
    }
  }
}

/** There is one open contest, so there is one such work. */
export const saving = new Saving();
