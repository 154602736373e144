// The check of every file of the open pack. It outlives the page it began on: the judge scores while it goes on.
import { ask, checkPack, type CheckProgress, commands, Refusal, refusal } from "../../lib/ask";

/** How far the check of the files has come. `waiting` is for a pack that is out of reach. */
export type Check = "later" | "running" | "done" | "stopped" | "waiting" | "failed";

/** What says that the pack cannot be read at all, and nothing about what is in it. */
const OUT_OF_REACH = ["pack_missing", "pack_unreadable", "pack_not_the_same"];

class Checking {
  state = $state<Check>("later");
  progress = $state<CheckProgress | null>(null);
  refused = $state<Refusal | null>(null);
  #turn = 0;

  /** A pack was opened: verified before, or to be verified now. */
  begin(checkedBefore: boolean): void {
    this.#turn += 1;
    this.progress = null;
    this.refused = null;
    this.state = checkedBefore ? "done" : "later";
    if (!checkedBefore) void this.run();
  }

  /** Reads and verifies every file. A later pack makes the answer meaningless, and it is not heard then. */
  async run(): Promise<void> {
    const turn = (this.#turn += 1);
    this.state = "running";
    this.refused = null;
    this.progress = null;
    try {
      await checkPack((progress) => {
        if (turn === this.#turn) this.progress = progress;
      });
      if (turn === this.#turn) this.state = "done";
    } catch (thrown) {
      if (turn !== this.#turn) return;
      const why = refusal(thrown);
      const damaged = why.facts["file"];
      if (why.code === "cancelled") this.state = "stopped";
      else if (OUT_OF_REACH.includes(why.code)) this.state = "waiting";
      else this.state = "failed";
      if (this.state === "failed") this.refused = damaged === undefined ? why : new Refusal("check_failed", { file: damaged });
      else this.refused = this.state === "waiting" ? why : null;
    }
  }

  stop(): void {
    if (this.state === "running") ask(commands.cancelCheck()).catch(() => undefined);
  }

  /** The pack can be read again. */
  resume(): void {
    if (this.state === "waiting") void this.run();
  }
}

/** There is one open pack, so there is one check. */
export const checking = new Checking();
