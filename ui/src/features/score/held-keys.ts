// Keys pressed while another entry is being opened wait for it: a digit typed for the next entry must not land on this one.
import type { Action } from "../../lib/keys";

/** Keeps actions while the desk is between two entries. */
export class HeldKeys {
  #held: Action[] = [];

  constructor(
    readonly moving: () => boolean,
    readonly act: (action: Action) => void,
  ) {}

  /** Does the action now, or after the entry on its way has come. A key that repeats by itself is not kept. */
  press(action: Action, repeats: boolean): void {
    if (!this.moving()) this.act(action);
    else if (!repeats && this.#held[this.#held.length - 1]?.do !== "comment") this.#held.push(action);
  }

  /** The entry has come: does what was held, in order, until one of them leaves for yet another entry. */
  arrived(): void {
    while (!this.moving()) {
      const next = this.#held.shift();
      if (!next) return;
      this.act(next);
    }
  }

  /** The entry could not be opened: what was meant for it is dropped. */
  dropped(): void {
    this.#held = [];
  }
}
