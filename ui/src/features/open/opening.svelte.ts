// The opening of one pack, step by step: file, passphrase, check, fingerprint. Knows nothing of scoring.
import { ask, checkPack, type CheckProgress, commands, type Cover, type PackFile, type Refusal, refusal } from "../../lib/ask";

/** How far the check of the files has come. */
export type Check = "later" | "running" | "done" | "stopped" | "failed";

export class Opening {
  passphrase = $state("");
  unlocking = $state(false);
  wait = $state(0);
  refused = $state<Refusal | null>(null);
  cover = $state<Cover | null>(null);
  check = $state<Check>("later");
  progress = $state<CheckProgress | null>(null);
  checkRefused = $state<Refusal | null>(null);
  compared = $state<"not yet" | "match" | "differ">("not yet");
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(readonly file: PackFile) {}

  /** Whether scoring may begin: every file checked, and the fingerprint compared by the judge. */
  get ready(): boolean {
    return this.cover !== null && this.check === "done" && this.compared === "match";
  }

  async unlock(): Promise<void> {
    if (this.unlocking || this.wait > 0 || this.passphrase === "") return;
    this.unlocking = true;
    this.refused = null;
    try {
      const cover = await ask(commands.unlockPack(this.file.path, this.passphrase));
      this.cover = cover;
      if (cover.confirmedBefore && cover.issuer !== "changed") this.compared = "match";
      if (cover.checkedBefore) this.check = "done";
      else void this.run();
    } catch (thrown) {
      this.refused = refusal(thrown);
      if (this.refused.code === "passphrase_wait") this.#hold(Number(this.refused.facts["seconds"] ?? 0));
    } finally {
      this.unlocking = false;
    }
  }

  /** Reads and checks every file of the pack. */
  async run(): Promise<void> {
    this.check = "running";
    this.checkRefused = null;
    this.progress = null;
    try {
      await checkPack((progress) => {
        this.progress = progress;
      });
      this.check = "done";
    } catch (thrown) {
      const stopped = refusal(thrown);
      this.check = stopped.code === "cancelled" ? "stopped" : "failed";
      this.checkRefused = stopped.code === "cancelled" ? null : stopped;
    }
  }

  stop(): void {
    if (this.check === "running") ask(commands.cancelCheck()).catch(() => undefined);
  }

  /** The judge compared the digits with the envelope. */
  async compare(outcome: "match" | "differ"): Promise<void> {
    if (outcome === "match") {
      try {
        await ask(commands.confirmFingerprint());
      } catch (thrown) {
        this.checkRefused = refusal(thrown);
        return;
      }
    }
    this.compared = outcome;
  }

  dispose(): void {
    clearInterval(this.#clock);
    this.stop();
  }

  #hold(seconds: number): void {
    clearInterval(this.#clock);
    this.wait = Math.max(1, Math.ceil(seconds));
    this.#clock = setInterval(() => {
      this.wait -= 1;
      if (this.wait <= 0) {
        clearInterval(this.#clock);
        this.refused = null;
      }
    }, 1000);
  }
}
