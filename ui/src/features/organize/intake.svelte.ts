// The page of intake: the queue, the line in hand, and what a person decides on it.
import { type AcceptedView, ask, commands, type QueueView, type ReadingView, type Refusal, refusal } from "../../lib/ask";
import { linesOf, marksOf, narrowed, type QueueLine } from "./queue-lines";

export class Intake {
  queue = $state.raw<QueueView | null>(null);
  /** The mark that the list is narrowed to. */
  mark = $state<string | null>(null);
  /** The draft in hand as its form has it; `null` for a question without a draft. */
  reading = $state.raw<ReadingView | null>(null);
  /** The theme the draft in hand would be accepted into. */
  theme = $state<number | null>(null);
  accepted = $state.raw<AcceptedView | null>(null);
  trouble = $state.raw<Refusal | null>(null);
  busy = $state(false);
  #key = $state<string | null>(null);

  readonly lines: QueueLine[] = $derived(this.queue === null ? [] : linesOf(this.queue));
  readonly marks: [string, number][] = $derived(marksOf(this.lines));
  readonly shown: QueueLine[] = $derived(narrowed(this.lines, this.mark));
  readonly current: QueueLine | null = $derived(this.shown.find((line) => line.key === this.#key) ?? null);
  /** The questions of the line in hand. */
  readonly questions = $derived(this.queue?.questions.filter((one) => this.current?.questions.includes(one.id)) ?? []);

  /** Reads the queue; the line in hand stays, or the one that took its place. */
  async load(): Promise<void> {
    const at = Math.max(0, this.shown.findIndex((line) => line.key === this.#key));
    try {
      this.queue = await ask(commands.intakeQueue());
      if (this.mark !== null && !this.marks.some(([mark]) => mark === this.mark)) this.mark = null;
      await this.take(this.current ?? this.shown[Math.min(at, this.shown.length - 1)] ?? null);
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  narrow(mark: string | null): void {
    this.mark = mark;
    if (this.current === null) void this.take(this.shown[0] ?? null);
  }

  /** The line below or above. */
  step(by: 1 | -1): void {
    const at = this.shown.findIndex((line) => line.key === this.#key);
    const next = this.shown[at + by];
    if (next) void this.take(next);
  }

  async take(line: QueueLine | null): Promise<void> {
    this.#key = line?.key ?? null;
    this.trouble = null;
    if (line === null || line.draft === null) {
      this.reading = null;
      return;
    }
    try {
      const reading = await ask(commands.readDraft(line.draft));
      // Another line may have been taken meanwhile.
      if (this.#key !== line.key) return;
      this.reading = reading;
      this.theme = reading.theme;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  /** Accepts the draft in hand into the chosen theme; resolves to whether it did. */
  async accept(): Promise<boolean> {
    if (this.busy || this.reading === null || this.theme === null) return false;
    const { id } = this.reading;
    const { theme } = this;
    return this.#change(async () => {
      this.accepted = await ask(commands.acceptDraft(id, theme));
    });
  }

  /** Notes that a question is dealt with. */
  async settle(question: number): Promise<boolean> {
    if (this.busy) return false;
    return this.#change(async () => {
      await ask(commands.settleQuestion(question));
    });
  }

  async #change(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.trouble = null;
    try {
      await act();
      await this.load();
      return true;
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
