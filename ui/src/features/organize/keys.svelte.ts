// The organiser's keys, which lie under a passphrase: whoever needs them is asked for it, once while the contest is open.
import { ask, commands, type Refusal, refusal } from "../../lib/ask";

export class Keys {
  /** Whether the passphrase is being asked for. */
  asking = $state(false);
  unlocking = $state(false);
  trouble = $state.raw<Refusal | null>(null);
  #answer: (unlocked: boolean) => void = () => undefined;

  /**
   * Runs what needs the keys. When they are locked, asks for the passphrase and runs it again; when the person would
   * rather not, the refusal stands.
   */
  async needed<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (thrown) {
      if (refusal(thrown).code !== "keys_locked" || !(await this.#asked())) throw thrown;
    }
    return run();
  }

  /** Tries what was typed; the question stays until it is right. */
  async unlock(passphrase: string): Promise<void> {
    if (this.unlocking) return;
    this.unlocking = true;
    this.trouble = null;
    try {
      await ask(commands.unlockKeys(passphrase));
      this.#close(true);
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.unlocking = false;
    }
  }

  cancel(): void {
    this.#close(false);
  }

  #asked(): Promise<boolean> {
    this.#answer(false);
    this.asking = true;
    this.trouble = null;
    return new Promise((answer) => (this.#answer = answer));
  }

  #close(unlocked: boolean): void {
    this.asking = false;
    this.#answer(unlocked);
  }
}

/** There is one open contest, so there is one pair of keys. */
export const keys = new Keys();
