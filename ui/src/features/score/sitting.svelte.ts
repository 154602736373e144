// One sitting at the desk: the entry in hand, its score sheet, and every change on its way to the disk.
// Changes are sent one after the other; what the shell answers is what is on disk, and that is what stays on screen.
import { tick } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import {
  ask,
  commands,
  type CriterionView,
  type Desk,
  type EntryView,
  type RecusalKind,
  type Refusal,
  refusal,
  type Row,
  type Saved,
  type SheetView,
  type ThemeView,
} from "../../lib/ask";
import { clock } from "../../lib/format";
import { type Key, t } from "../../lib/i18n.svelte";
import type { Attachment } from "./attachment";
import { Changes, type Edit, type Outcome } from "./changes";
import { type Filter, groupsOf, neighbour, nextOpen, passes } from "./order";

const COMMENT_REST_MS = 400;

/* A change that is shown only when the shell has answered. */
const UNSEEN: Edit<SheetView> = (sheet) => sheet;

export class Sitting {
  readonly desk: Desk;
  rows = $state.raw<Row[]>([]);
  entry = $state<EntryView | null>(null);
  comment = $state("");
  active = $state("");
  filter = $state<Filter>("all");
  saving = $state<"saved" | "saving" | "failed">("saved");
  savedAt = $state<string | null>(null);
  trouble = $state<Refusal | null>(null);
  /** A word about what was just done, and how to take it back where a button does that. */
  said = $state("");
  takeBack = $state.raw<(() => void) | null>(null);
  /** Whether the desk is between two entries. */
  moving = false;
  /** Called when the entry on its way has come, or could not be opened. */
  onmoved: (came: boolean) => void = () => undefined;
  folded = $state(false);
  /** Raised whenever the scoring column should take the focus. */
  arrivals = $state(0);
  attachment: Attachment = {};
  nextAttachment: () => void = () => undefined;
  /** The themes whose rows the tray shows. */
  readonly unfolded = new SvelteSet<number>();
  /** Where each video or recording was left, in milliseconds. Nothing on the page shows it. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly positions = new Map<string, number>();

  #onDisk: SheetView | null = null;
  readonly #changes = new Changes<SheetView>();
  #failures = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #opened = 0;

  constructor(desk: Desk) {
    this.desk = desk;
    this.rows = desk.rows;
    this.savedAt = desk.savedAt;
  }

  readonly groups = $derived.by(() => groupsOf(this.desk.themes, this.rows));
  /** Every row in the order the tray shows. */
  readonly ordered = $derived.by(() => this.groups.flatMap((group) => group.rows));
  readonly theme = $derived.by<ThemeView | null>(() => this.desk.themes.find((theme) => theme.id === this.entry?.theme) ?? null);
  readonly criteria = $derived.by<CriterionView[]>(() => this.theme?.criteria ?? []);
  readonly recused = $derived.by(() => this.entry?.sheet.status === "recused");
  readonly decided = $derived.by(() => this.rows.filter((row) => row.status === "scored" || row.status === "recused").length);
  readonly scored = $derived.by(() => this.rows.filter((row) => row.status === "scored").length);
  readonly following = $derived.by(() => nextOpen(this.ordered, this.entry?.number ?? ""));

  /** Puts an attachment under the keys until the returned function is called. */
  take(attachment: Attachment): () => void {
    this.attachment = attachment;
    return () => {
      if (this.attachment === attachment) this.attachment = {};
    };
  }

  /** Opens an entry. Whatever was being typed is saved first; if that fails, the page stays where it is. */
  async open(number: string): Promise<void> {
    const turn = this.#leave();
    await this.#moved(turn, await this.#bring(number, turn));
  }

  async #bring(number: string, turn: number): Promise<boolean> {
    if (!(await this.flushComment())) return false;
    try {
      const entry = await ask(commands.openEntry(number));
      if (turn !== this.#opened) return false;
      this.entry = entry;
      this.#onDisk = entry.sheet;
      this.comment = entry.sheet.comment;
      this.active = this.#firstUnscored() ?? this.criteria[0]?.id ?? "";
      this.arrivals += 1;
      return true;
    } catch (thrown) {
      this.trouble = refusal(thrown);
      return false;
    }
  }

  #leave(): number {
    this.moving = true;
    return ++this.#opened;
  }

  async #moved(turn: number, came: boolean): Promise<void> {
    await tick();
    if (turn !== this.#opened) return;
    this.moving = false;
    this.onmoved(came);
  }

  /** Reads the entry in hand again, after something outside this page changed it. */
  async refresh(): Promise<void> {
    const number = this.entry?.number ?? this.desk.current;
    await this.open(number || (this.ordered[0]?.number ?? ""));
  }

  openNext(): void {
    if (this.following) void this.open(this.following.number);
  }

  openNeighbour(by: 1 | -1, within: Filter = "all"): void {
    const row = neighbour(this.ordered.filter((candidate) => passes(candidate, within)), this.entry?.number ?? "", by);
    if (row) void this.open(row.number);
  }

  /** Gives a mark in half points, or clears it. `advance` goes on to the next unscored criterion. */
  giveMark(criterion: string, half: number | null, advance = false): void {
    const entry = this.entry;
    if (!entry || this.recused || !this.criteria.some((candidate) => candidate.id === criterion)) return;
    const edit: Edit<SheetView> = (sheet) => {
      const { [criterion]: _, ...marks } = sheet.marks;
      return { ...sheet, marks: half === null ? marks : { ...marks, [criterion]: half } };
    };
    void this.#change(entry.number, edit, () => ask(commands.setMark(entry.number, criterion, half)));
    this.active = criterion;
    if (advance) this.#advance();
  }

  /** Moves the active mark by half points. From nothing, up begins at 1 and down at 10. */
  stepMark(by: number): void {
    if (Math.abs(by) === 1 && this.desk.step !== "half") return;
    const now = this.entry?.sheet.marks[this.active];
    const next = now === undefined ? (by > 0 ? 2 : 20) : Math.min(20, Math.max(2, now + by));
    if (next !== now) this.giveMark(this.active, next);
  }

  /** Goes to the next or previous criterion. Returns false at the end, where the comment follows. */
  moveItem(by: 1 | -1): boolean {
    const at = this.criteria.findIndex((criterion) => criterion.id === this.active);
    const next = this.criteria[at + by];
    if (next) this.active = next.id;
    return next !== undefined;
  }

  typeComment(text: string): void {
    this.comment = text;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.flushComment(), COMMENT_REST_MS);
  }

  /** Saves the comment now if it differs from what is on disk. Says whether everything typed is on disk. */
  async flushComment(): Promise<boolean> {
    clearTimeout(this.#rest);
    const entry = this.entry;
    const onDisk = this.#onDisk;
    const text = this.comment;
    if (!entry || !onDisk || this.recused) {
      await this.#changes.settled();
      return true;
    }
    if (text !== this.#changes.shown(entry.number, onDisk).comment) {
      const saved = await this.#change(entry.number, (sheet) => ({ ...sheet, comment: text }), () => ask(commands.setComment(entry.number, text)));
      return saved !== undefined;
    }
    await this.#changes.settled();
    return this.entry?.number !== entry.number || this.#onDisk?.comment === text;
  }

  toggleFlag(): void {
    const entry = this.entry;
    if (!entry) return;
    const flagged = !entry.sheet.flagged;
    void this.#change(entry.number, (sheet) => ({ ...sheet, flagged }), () => ask(commands.setFlag(entry.number, flagged)));
  }

  /** Says of a medium that it could not be seen or heard, or takes that back. */
  markNotSeen(media: string, notSeen: boolean): void {
    const entry = this.entry;
    if (!entry) return;
    const others = entry.sheet.notSeen.filter((other) => other !== media);
    const edit: Edit<SheetView> = (sheet) => ({ ...sheet, notSeen: notSeen ? [...others, media] : others });
    void this.#change(entry.number, edit, () => ask(commands.setNotSeen(entry.number, media, notSeen)));
  }

  async recuse(kind: RecusalKind, note: string): Promise<void> {
    const entry = this.entry;
    if (!entry) return;
    if (!(await this.flushComment())) return;
    await this.#change(entry.number, UNSEEN, () => ask(commands.recuse(entry.number, kind, note)));
  }

  async withdrawRecusal(): Promise<void> {
    const entry = this.entry;
    if (!entry) return;
    await this.#change(entry.number, UNSEEN, () => ask(commands.withdrawRecusal(entry.number)));
    this.active = this.#firstUnscored() ?? this.criteria[0]?.id ?? "";
    this.arrivals += 1;
  }

  undo(): Promise<void> {
    return this.#travel(() => ask(commands.undo()), "foot.undone", "foot.nothingToUndo");
  }

  redo(): Promise<void> {
    return this.#travel(() => ask(commands.redo()), "foot.redone", "foot.nothingToRedo");
  }

  /** Writes a note at a moment of a medium. Says whether it is on disk. */
  async addNote(media: string, atMs: number, text: string): Promise<boolean> {
    const number = this.entry?.number;
    if (number === undefined || text.trim() === "") return true;
    return this.#notes(number, () => ask(commands.addNote(number, media, Math.round(atMs), text.trim())));
  }

  /** Removes a note, and offers to put it back. */
  async deleteNote(id: number): Promise<void> {
    const number = this.entry?.number;
    const note = this.entry?.notes.find((candidate) => candidate.id === id);
    if (number === undefined || !note) return;
    const { media, atMs, text } = note;
    if (!(await this.#notes(number, () => ask(commands.deleteNote(number, id))))) return;
    this.say(t("notes.deleted", { time: clock(atMs) }), () => void this.#notes(number, () => ask(commands.addNote(number, media, atMs, text))));
  }

  async #notes(number: string, run: () => Promise<EntryView["notes"]>): Promise<boolean> {
    const outcome = await this.#send(number, UNSEEN, run, (notes) => {
      if (this.entry?.number === number) this.entry.notes = notes;
    });
    return outcome.saved;
  }

  /** Says what was just done; `takeBack` puts a button beside it. */
  say(text: string, takeBack: (() => void) | null = null): void {
    this.said = text;
    this.takeBack = takeBack;
  }

  async #travel(run: () => Promise<Saved | null>, done: Key, nothing: Key): Promise<void> {
    const turn = this.#leave();
    const saved = (await this.flushComment()) ? await this.#change("", UNSEEN, run) : undefined;
    if (saved !== undefined) this.say(saved ? t(done, { label: saved.row.label }) : t(nothing));
    if (saved && saved.sheet.number !== this.entry?.number) return this.open(saved.sheet.number);
    if (saved) this.comment = saved.sheet.comment;
    await this.#moved(turn, saved !== undefined);
  }

  /** Runs one change of a sheet. `undefined` when it failed; it is then taken off the sheet again. */
  async #change(number: string, edit: Edit<SheetView>, run: () => Promise<Saved | null>): Promise<Saved | null | undefined> {
    const outcome = await this.#send(number, edit, run, (saved) => saved && this.#adopt(saved));
    return outcome.saved ? outcome.answer : undefined;
  }

  /** Sends one change after all earlier ones; what is saved and what went wrong is on screen when this returns. */
  async #send<Answer>(number: string, edit: Edit<SheetView>, run: () => Promise<Answer>, take: (answer: Answer) => void): Promise<Outcome<Answer>> {
    const failures = this.#failures;
    this.saving = "saving";
    const answered = this.#changes.send(number, edit, run);
    this.#show();
    const outcome = await answered;
    if (outcome.saved) {
      if (failures === this.#failures) this.trouble = null;
      take(outcome.answer);
    } else {
      this.#failures += 1;
      this.trouble = refusal(outcome.thrown);
    }
    this.#show();
    if (this.#changes.count === 0) this.saving = failures === this.#failures ? "saved" : "failed";
    return outcome;
  }

  #adopt(saved: Saved): void {
    this.savedAt = saved.savedAt;
    this.rows = this.rows.map((row) => (row.number === saved.row.number ? saved.row : row));
    if (this.entry?.number === saved.sheet.number) this.#onDisk = saved.sheet;
  }

  #show(): void {
    if (this.entry && this.#onDisk) this.entry.sheet = this.#changes.shown(this.entry.number, this.#onDisk);
  }

  #firstUnscored(): string | undefined {
    return this.criteria.find((criterion) => this.entry?.sheet.marks[criterion.id] === undefined)?.id;
  }

  #advance(): void {
    const at = this.criteria.findIndex((criterion) => criterion.id === this.active);
    const unscored = (criterion: CriterionView) => this.entry?.sheet.marks[criterion.id] === undefined;
    const next = this.criteria.slice(at + 1).find(unscored) ?? this.criteria.slice(0, Math.max(0, at)).find(unscored);
    if (next) this.active = next.id;
  }
}
