// Whether the open pack can be read: a stick can be pulled out while its video plays. Texts and scores go on without it.
import { checking } from "../open/checking.svelte";
import { ask, commands, events, Refusal, refusal } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";

const LOOK_EVERY_MS = 2000;

class Reach {
  /** Why the pack cannot be read; `null` while it can. */
  lost = $state<Refusal | null>(null);
  trying = $state(false);
  /** Rises whenever the pack is back, so that what shows it begins anew. */
  returns = $state(0);
  #looking: ReturnType<typeof setTimeout> | undefined;

  /** Listens for the shell's word; call the returned function to stop. */
  watch(): () => void {
    this.lost = null;
    const heard = events.packLost.listen((event) => this.lose(new Refusal(event.payload.code, {})));
    return () => {
      clearTimeout(this.#looking);
      this.lost = null;
      void heard.then((stop) => stop());
    };
  }

  lose(why: Refusal): void {
    this.lost = why;
    this.#lookLater();
  }

  /** Tries now. When it is still not there, goes on looking quietly. */
  async retry(): Promise<void> {
    if (this.trying || this.lost === null) return;
    this.trying = true;
    clearTimeout(this.#looking);
    try {
      await ask(commands.reachPack());
      this.#back();
    } catch (thrown) {
      this.#stillLost(refusal(thrown));
    } finally {
      this.trying = false;
    }
  }

  /** The judge shows where the file lies now. */
  async find(): Promise<void> {
    try {
      if (await ask(commands.findPack(t("start.choose")))) this.#back();
    } catch (thrown) {
      this.#stillLost(refusal(thrown));
    }
  }

  #back(): void {
    clearTimeout(this.#looking);
    this.lost = null;
    this.returns += 1;
    checking.resume();
  }

  #stillLost(why: Refusal): void {
    this.lost = why.code === "no_pack_open" ? null : why;
    if (this.lost) this.#lookLater();
  }

  #lookLater(): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.retry(), LOOK_EVERY_MS);
  }
}

/** There is one open pack, so it is in reach or not in one place. */
export const reach = new Reach();
