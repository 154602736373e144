// The opening of one pack, step by step: file, passphrase, check, fingerprint. Knows nothing of scoring.
import { ask, commands, type Cover, type PackFile, type Refusal, refusal } from "../../lib/ask";
import { checking } from "./checking.svelte";

export class Opening {
  passphrase = $state("");
  unlocking = $state(false);
  wait = $state(0);
  refused = $state<Refusal | null>(null);
  cover = $state<Cover | null>(null);
  confirmRefused = $state<Refusal | null>(null);
  compared = $state<"not yet" | "match" | "differ">("not yet");
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(readonly file: PackFile) {}

  /**
   * Whether scoring may begin: signature, manifest and texts are verified, which opening the pack does, and the judge
   * compared the fingerprint. The check of the attachments goes on meanwhile; each part is verified again before it plays.
   */
  get ready(): boolean {
    return this.cover !== null && this.compared === "match";
  }

  async unlock(): Promise<void> {
    if (this.unlocking || this.wait > 0 || this.passphrase === "") return;
    this.unlocking = true;
    this.refused = null;
    try {
      const cover = await ask(commands.unlockPack(this.file.path, this.passphrase));
      this.cover = cover;
      if (cover.confirmedBefore && cover.issuer !== "changed") this.compared = "match";
      checking.begin(cover.checkedBefore);
    } catch (thrown) {
      this.refused = refusal(thrown);
      if (this.refused.code === "passphrase_wait") this.#hold(Number(this.refused.facts["seconds"] ?? 0));
    } finally {
      this.unlocking = false;
    }
  }

  /** The judge compared the digits with the envelope. */
  async compare(outcome: "match" | "differ"): Promise<void> {
    this.confirmRefused = null;
    if (outcome === "match") {
      try {
        await ask(commands.confirmFingerprint());
      } catch (thrown) {
        this.confirmRefused = refusal(thrown);
        return;
      }
    }
    this.compared = outcome;
  }

  /** Leaves without going on to the desk: the check has nobody to work for any more. */
  abandon(): void {
    checking.stop();
  }

  dispose(): void {
    clearInterval(this.#clock);
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
