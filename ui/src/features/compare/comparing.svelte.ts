// The compare page's state: one theme with its ranks, the row in hand, the entries side by side, and the order within a
// tie while it is being decided.
import { ask, commands, type ComparisonView, type CompareRow, refusal, type Refusal, type TieView } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import type { Sitting } from "../score/sitting.svelte";
import { give, orderOf, type Places, placesOf, tieOf } from "./tie-order";

/** The most entries that stand side by side. */
export const MOST = 3;

export class Comparing {
  theme = $state(0);
  view = $state.raw<ComparisonView | null>(null);
  /** Entries side by side, by number. */
  chosen = $state.raw<string[]>([]);
  /** The row in hand, by entry number. */
  at = $state("");
  trouble = $state<Refusal | null>(null);
  said = $state("");
  /** Places given and not confirmed. */
  #given = $state.raw<{ key: string; places: Places } | null>(null);
  #asked = 0;
  #wanted: number | null = null;

  constructor(readonly sitting: Sitting) {}

  readonly rows = $derived.by<CompareRow[]>(() => this.view?.rows ?? []);
  readonly ties = $derived.by<TieView[]>(() => this.view?.ties ?? []);
  readonly compared = $derived.by<CompareRow[]>(() => this.rows.filter((row) => this.chosen.includes(row.number)));
  /** The tie all compared entries belong to. */
  readonly tie = $derived.by(() => (this.compared.length > 1 ? tieOf(this.ties, this.chosen) : null));
  readonly places = $derived.by<Places>(() => {
    const tie = this.tie;
    if (!tie) return {};
    return this.#given?.key === keyOf(tie) ? this.#given.places : placesOf(tie);
  });
  /** The whole order to confirm; `null` while it is incomplete or nothing new. */
  readonly order = $derived.by(() => {
    const order = this.tie && orderOf(this.tie, this.places);
    if (!this.tie || !order) return null;
    return this.tie.decided && order.join() === this.tie.numbers.join() ? null : order;
  });

  /** Comes to the page: to the theme asked for, to what stands side by side, or to the theme of the entry in hand. */
  async arrive(): Promise<void> {
    const groups = this.sitting.groups;
    const here = this.sitting.entry?.theme;
    const scored = groups.filter((group) => group.rows.some((row) => row.status === "scored")).map((group) => group.theme.id);
    const nearest = here !== undefined && scored.includes(here) ? here : (scored[0] ?? here ?? groups[0]?.theme.id ?? 0);
    await this.show(this.#wanted ?? (this.chosen.length > 0 ? this.theme : nearest));
    this.#wanted = null;
  }

  /** The theme to show on the next arrival. */
  want(theme: number): void {
    this.clear();
    this.#wanted = theme;
  }

  async show(theme: number): Promise<void> {
    const asked = ++this.#asked;
    try {
      const view = await ask(commands.comparison(theme));
      if (asked === this.#asked) this.#take(view);
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  #take(view: ComparisonView): void {
    this.theme = view.theme;
    this.view = view;
    const there = (number: string) => view.rows.some((row) => row.number === number);
    this.chosen = this.chosen.filter(there);
    if (!there(this.at)) this.at = view.rows[0]?.number ?? "";
    if (view.savedAt) this.sitting.savedAt = view.savedAt;
  }

  move(by: 1 | -1): void {
    const at = this.rows.findIndex((row) => row.number === this.at);
    const next = this.rows[Math.min(this.rows.length - 1, Math.max(0, at + by))];
    if (next) this.at = next.number;
  }

  /** Puts an entry beside the others, or takes it away. */
  toggle(number: string): void {
    this.at = number;
    if (this.chosen.includes(number)) this.chosen = this.chosen.filter((other) => other !== number);
    else if (this.chosen.length >= MOST) this.said = t("compare.most", { n: MOST });
    else this.chosen = [...this.chosen, number];
  }

  clear(): void {
    this.chosen = [];
    this.#given = null;
  }

  /** Puts a tie side by side, as far as there is room. */
  lookAt(tie: TieView): void {
    this.chosen = tie.numbers.slice(0, MOST);
    this.at = tie.numbers[0] ?? this.at;
  }

  /** Gives a compared entry its place within the tie; recorded only when confirmed. */
  place(number: string, place: number): void {
    const tie = this.tie;
    if (!tie || !this.chosen.includes(number) || place > tie.numbers.length) return;
    this.#given = { key: keyOf(tie), places: give(this.places, number, place) };
  }

  async confirm(): Promise<void> {
    const order = this.order;
    if (!order) return;
    const done = await this.#save(() => ask(commands.setTieOrder(this.theme, order)));
    if (done) this.said = t("compare.confirmed");
  }

  async undo(): Promise<void> {
    const done = await this.#save(() => ask(commands.undoTieOrder()));
    if (done !== undefined) this.said = t(done ? "compare.undone" : "foot.nothingToUndo");
  }

  async redo(): Promise<void> {
    const done = await this.#save(() => ask(commands.redoTieOrder()));
    if (done !== undefined) this.said = t(done ? "compare.redone" : "foot.nothingToRedo");
  }

  async #save(run: () => Promise<ComparisonView | null>): Promise<boolean | undefined> {
    this.sitting.saving = "saving";
    try {
      const view = await run();
      this.sitting.saving = "saved";
      this.trouble = null;
      this.#given = null;
      if (view) this.#take(view);
      return view !== null;
    } catch (thrown) {
      this.sitting.saving = "failed";
      this.trouble = refusal(thrown);
      return undefined;
    }
  }
}

function keyOf(tie: TieView): string {
  return [tie.total, ...[...tie.numbers].sort()].join();
}
