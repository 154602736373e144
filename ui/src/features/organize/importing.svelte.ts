// Mails being read, and drafts being compared with an earlier contest: one work at a time, which outlives the page it began on.
import { ask, commands, type ComparedView, compareEarlier, importAgain, type ImportedView, importMails, type IntakeProgress, type Refusal, refusal } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";

class Importing {
  running = $state(false);
  stopping = $state(false);
  progress = $state.raw<IntakeProgress | null>(null);
  imported = $state.raw<ImportedView | null>(null);
  compared = $state.raw<ComparedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);
  /** Grows with every work that ended, so that pages read anew. */
  ended = $state(0);
  readonly #told = (progress: IntakeProgress) => (this.progress = progress);

  /** Asks for mails, mailboxes and archives, and reads them. */
  async chooseFiles(): Promise<void> {
    await this.#chosen(async () => this.take(await ask(commands.chooseMails(t("dialog.mails")))));
  }

  /** Asks for a folder and reads it. */
  async chooseFolder(): Promise<void> {
    await this.#chosen(async () => {
      const folder = await ask(commands.chooseMailFolder(t("dialog.mailFolder")));
      if (folder !== null) await this.take([folder]);
    });
  }

  /** Asks for the folder of an earlier contest and compares the drafts with those of it. */
  async chooseEarlier(): Promise<void> {
    await this.#chosen(async () => {
      const folder = await ask(commands.chooseEarlierFolder(t("dialog.earlier")));
      if (folder !== null) await this.#run(async () => (this.compared = await compareEarlier(folder, this.#told)));
    });
  }

  /** Reads files and folders, in the background. */
  async take(paths: string[]): Promise<void> {
    if (paths.length > 0) await this.#run(async () => (this.imported = await importMails(paths, this.#told)));
  }

  /** Looks again at every place that was read before; goes on with what was stopped or cut short. */
  async again(): Promise<void> {
    await this.#run(async () => (this.imported = await importAgain(this.#told)));
  }

  /** Leaves what was cut short as it is. */
  async leave(): Promise<void> {
    await this.#chosen(async () => {
      await ask(commands.leaveImportsCut());
      this.ended += 1;
    });
  }

  /** Forgets what was said of another contest. */
  forget(): void {
    if (this.running) return;
    this.imported = null;
    this.compared = null;
    this.trouble = null;
  }

  stop(): void {
    if (!this.running) return;
    this.stopping = true;
    ask(commands.stopWork()).catch(() => undefined);
  }

  async #chosen(act: () => Promise<void>): Promise<void> {
    this.trouble = null;
    try {
      await act();
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  async #run(work: () => Promise<unknown>): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.stopping = false;
    this.progress = null;
    this.imported = null;
    this.compared = null;
    this.trouble = null;
    try {
      await work();
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
