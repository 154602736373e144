// The page of intake: the queue, the line in hand, and what a person decides on it.
import { type AcceptedView, ask, commands, type AskedView, type QueueView, type Refusal, refusal, type ShownView } from "../../lib/ask";
import { SvelteSet } from "svelte/reactivity";
import { choicesOf, kept, linesOf, marksOf, type Narrowing, narrowed, type QueueLine, WHOLE } from "./queue-lines";

export class Intake {
  queue = $state.raw<QueueView | null>(null);
  /** What the list is narrowed to. */
  to = $state.raw<Narrowing>(WHOLE);
  /** The draft in hand; `null` for a question without a draft. */
  draft = $state.raw<ShownView | null>(null);
  /** The question in hand when it belongs to no draft that waits. */
  question = $state.raw<AskedView | null>(null);
  /** The theme the draft in hand would be accepted into. */
  theme = $state<number | null>(null);
  /** What is said about it when it is accepted. */
  note = $state("");
  accepted = $state.raw<AcceptedView | null>(null);
  /** What was done last, in words. */
  said = $state("");
  /** The lines that were picked for doing something to all of them. */
  readonly picked = new SvelteSet<string>();
  trouble = $state.raw<Refusal | null>(null);
  busy = $state(false);
  #key = $state<string | null>(null);

  readonly lines: QueueLine[] = $derived(this.queue === null ? [] : linesOf(this.queue));
  readonly marks: [string, number][] = $derived(marksOf(this.lines, this.to));
  /** How many lines there are whatever their marks. */
  readonly unmarked: number = $derived(narrowed(this.lines, { ...this.to, mark: null }).length);
  /** How many lines each theme has, by its number; under empty text those without one. */
  readonly themes: Map<string, number> = $derived(choicesOf(this.lines, this.to, "theme"));
  readonly units: [string, number][] = $derived([...choicesOf(this.lines, this.to, "unit")].sort(([one], [other]) => Number(one === "") - Number(other === "") || one.localeCompare(other, "zh")));
  readonly shown: QueueLine[] = $derived(narrowed(this.lines, this.to));
  readonly current: QueueLine | null = $derived(this.shown.find((line) => line.key === this.#key) ?? null);
  /** Whether every line the list shows is picked. */
  readonly allPicked: boolean = $derived(this.shown.length > 0 && this.shown.every((line) => this.picked.has(line.key)));
  /** The questions of the line in hand. */
  readonly questions = $derived(this.queue?.questions.filter((one) => this.current?.questions.includes(one.id)) ?? []);

  /** Takes the line of a draft in hand, whatever the list is narrowed to. */
  async takeDraft(draft: number): Promise<void> {
    this.to = WHOLE;
    await this.take(this.lines.find((line) => line.draft === draft) ?? null);
  }

  /** Reads the queue; the line in hand stays, or the one that took its place. */
  async load(): Promise<void> {
    const at = Math.max(0, this.shown.findIndex((line) => line.key === this.#key));
    try {
      this.queue = await ask(commands.intakeQueue());
      for (const key of this.picked) if (!this.lines.some((line) => line.key === key)) this.picked.delete(key);
      this.to = kept(this.lines, this.to);
      await this.take(this.current ?? this.shown[Math.min(at, this.shown.length - 1)] ?? null);
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  narrow(by: Partial<Narrowing>): void {
    this.to = { ...this.to, ...by };
    if (this.current === null) void this.take(this.shown[0] ?? null);
  }

  /** The line below or above. */
  step(by: 1 | -1): void {
    const at = this.shown.findIndex((line) => line.key === this.#key);
    const next = this.shown[at + by];
    if (next) void this.take(next);
  }

  async take(line: QueueLine | null): Promise<void> {
    if (this.#key !== (line?.key ?? null)) this.note = "";
    this.#key = line?.key ?? null;
    this.trouble = null;
    try {
      const shown = line === null || line.draft === null ? null : await ask(commands.showDraft(line.draft));
      const asked = line !== null && line.draft === null ? line.questions[0] : undefined;
      const question = asked === undefined ? null : await ask(commands.showQuestion(asked));
      // Another line may have been taken meanwhile.
      if (this.#key !== (line?.key ?? null)) return;
      this.draft = shown;
      this.question = question;
      const chosen = shown?.corrections.find((one) => one.field === "theme")?.value;
      this.theme = chosen === undefined ? (shown?.form.theme ?? null) : Number(chosen);
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  /** Accepts the draft in hand into the chosen theme; resolves to whether it did. */
  async accept(): Promise<boolean> {
    if (this.draft === null || this.theme === null) return false;
    const { id } = this.draft.form;
    const { theme } = this;
    return this.change(async () => {
      this.accepted = await ask(commands.acceptDraft(id, theme, this.note));
    });
  }

  /** Picks the line in hand, or lets it go. */
  pick(): void {
    const key = this.#key;
    if (key !== null && !this.picked.delete(key)) this.picked.add(key);
  }

  /** Picks every line the list shows; lets them all go when they are picked already. */
  pickShown(): void {
    const all = this.allPicked;
    for (const line of this.shown) {
      if (all) this.picked.delete(line.key);
      else this.picked.add(line.key);
    }
  }

  /** The line below or above, with everything on the way picked. */
  pickTo(by: 1 | -1): void {
    if (this.#key !== null) this.picked.add(this.#key);
    const at = this.shown.findIndex((line) => line.key === this.#key);
    const next = this.shown[at + by];
    if (next) this.picked.add(next.key);
    this.step(by);
  }

  /** Carries out a decision and reads the queue anew; resolves to whether it was made. */
  async change(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = null;
    this.said = "";
    this.accepted = null;
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
