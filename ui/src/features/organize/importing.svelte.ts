// Mails being read: one work at a time, which outlives the page it began on.
import { ask, commands, importAgain, type ImportedView, importMails, type IntakeProgress, type Refusal, refusal } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";

class Importing {
  running = $state(false);
  stopping = $state(false);
  progress = $state.raw<IntakeProgress | null>(null);
  imported = $state.raw<ImportedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);
  /** Grows with every import that ended, so that pages read anew. */
  ended = $state(0);

  /** Asks for mails, mailboxes and archives, and reads them. */
  async chooseFiles(): Promise<void> {
    await this.#chosen(async () => ask(commands.chooseMails(t("dialog.mails"))));
  }

  /** Asks for a folder and reads it. */
  async chooseFolder(): Promise<void> {
    await this.#chosen(async () => {
      const folder = await ask(commands.chooseMailFolder(t("dialog.mailFolder")));
      return folder === null ? [] : [folder];
    });
  }

  /** Reads files and folders, in the background. */
  async take(paths: string[]): Promise<void> {
    if (paths.length > 0) await this.#run(() => importMails(paths, (progress) => (this.progress = progress)));
  }

  /** Looks again at every place that was read before; goes on with what was stopped. */
  async again(): Promise<void> {
    await this.#run(() => importAgain((progress) => (this.progress = progress)));
  }

  stop(): void {
    if (!this.running) return;
    this.stopping = true;
    ask(commands.stopWork()).catch(() => undefined);
  }

  async #chosen(choose: () => Promise<string[]>): Promise<void> {
    this.trouble = null;
    try {
      await this.take(await choose());
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  async #run(work: () => Promise<ImportedView>): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.stopping = false;
    this.progress = null;
    this.imported = null;
    this.trouble = null;
    try {
      this.imported = await work();
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.running = false;
      this.ended += 1;
    }
  }
}

/** There is one open contest, so there is one such work. */
export const importing = new Importing();
