// Changes on their way to the disk. The shell receives them one after the other, in the order they were made; what
// is shown meanwhile is the last answer with every change that is still waiting laid over it.

/** What a change does to the sheet it was made on, before the shell has answered. */
export type Edit<Sheet> = (sheet: Sheet) => Sheet;

interface Waiting<Sheet> {
  number: string;
  edit: Edit<Sheet>;
}

/** How a change ended. */
export type Outcome<Answer> = { saved: true; answer: Answer } | { saved: false; thrown: unknown };

/** The queue of one sitting. */
export class Changes<Sheet> {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting: Waiting<Sheet>[] = [];
  #under = 0;

  /** How many changes the shell has not answered yet. */
  get count(): number {
    return this.#under;
  }

  /**
   * Queues a change of entry `number`. `run` is called after every earlier change was answered; `edit` is what the
   * judge sees until then. A change that fails takes nothing with it: later ones are sent all the same.
   */
  send<Answer>(number: string, edit: Edit<Sheet>, run: () => Promise<Answer>): Promise<Outcome<Answer>> {
    const waiting = { number, edit };
    this.#waiting.push(waiting);
    this.#under += 1;
    const answered = () => {
      this.#under -= 1;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    };
    const done = this.#tail.then(run).then(
      (answer): Outcome<Answer> => {
        answered();
        return { saved: true, answer };
      },
      (thrown: unknown): Outcome<Answer> => {
        answered();
        return { saved: false, thrown };
      },
    );
    this.#tail = done;
    return done;
  }

  /** The sheet of entry `number` as the judge left it: what is on disk, with the waiting changes over it. */
  shown(number: string, onDisk: Sheet): Sheet {
    return this.#waiting.reduce((sheet, waiting) => (waiting.number === number ? waiting.edit(sheet) : sheet), onDisk);
  }

  /** Resolves when everything queued so far has been answered. */
  async settled(): Promise<void> {
    await this.#tail;
  }
}
