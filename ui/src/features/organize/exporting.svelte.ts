// Papers and archives being written and checked: one work at a time, which outlives the page it began on.
import { ask, commands, type PaperProgress, type PapersView, type PublishedView, type Refusal, refusal, type VerifiedView, writePapers } from "../../lib/ask";
import { language, t } from "../../lib/i18n.svelte";
import { keys } from "./keys.svelte";

class Exporting {
  /** Whether the choices are shown. */
  open = $state(false);
  running = $state.raw<"papers" | "archive" | "verify" | null>(null);
  progress = $state.raw<PaperProgress | null>(null);
  papers = $state.raw<PapersView | null>(null);
  published = $state.raw<PublishedView | null>(null);
  verified = $state.raw<VerifiedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);

  /** Asks for a folder and writes the papers into it. */
  writePapers(): Promise<void> {
    return this.#run("papers", async () => {
      this.papers = null;
      const folder = await ask(commands.choosePacksFolder(t("dialog.papers")));
      if (folder === null) return;
      this.progress = null;
      this.papers = await writePapers(folder, language(), (progress) => (this.progress = progress));
    });
  }

  /** Asks for a place and writes the results archive, for which the keys are needed. */
  publish(): Promise<void> {
    return this.#run("archive", async () => {
      this.published = null;
      const place = await ask(commands.chooseArchivePlace(t("dialog.archivePlace"), "results.zip"));
      if (place === null) return;
      this.published = await keys.needed(() => ask(commands.publishResults(place)));
    });
  }

  /** Asks for a results archive and checks it. */
  verify(): Promise<void> {
    return this.#run("verify", async () => {
      this.verified = null;
      const file = await ask(commands.chooseArchive(t("dialog.archive")));
      if (file === null) return;
      this.verified = await ask(commands.verifyResults(file));
    });
  }

  async #run(what: "papers" | "archive" | "verify", work: () => Promise<void>): Promise<void> {
    if (this.running !== null) return;
    this.running = what;
    this.trouble = null;
    try {
      await work();
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.running = null;
    }
  }
}

/** There is one open contest, so there is one such work. */
export const exporting = new Exporting();
