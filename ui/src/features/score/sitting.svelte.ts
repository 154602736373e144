// One sitting at the desk: the entry in hand, its score sheet, and every change on its way to the disk.
// Changes are sent one after the other; what the shell answers is what is on disk, and that is what stays on screen.
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
import { type Key, t } from "../../lib/i18n.svelte";
import { type Filter, groupsOf, neighbour, nextOpen, passes } from "./order";

const COMMENT_REST_MS = 400;

/** What the keys can do with the attachment on screen. */
export interface Attachment {
  toggle?: () => void;
  nudge?: (ms: number) => void;
  faster?: (by: 1 | -1) => void;
  note?: () => void;
  zoom?: () => void;
  fullscreen?: () => void;
}

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
  said = $state("");
  folded = $state(false);
  /** Raised whenever the scoring column should take the focus. */
  arrivals = $state(0);
  attachment: Attachment = {};
  nextAttachment: () => void = () => undefined;
  /** Where each video or recording was left, in milliseconds. */
  readonly positions = new Map<string, number>();

  #onDisk: SheetView | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /* A comment on its way to the disk, so that leaving the box and the entry at once does not send it twice. */
  #comment: { number: string; text: string; done: Promise<boolean> } | null = null;
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
    const turn = ++this.#opened;
    if (!(await this.flushComment())) return;
    try {
      const entry = await ask(commands.openEntry(number));
      if (turn !== this.#opened) return;
      this.entry = entry;
      this.#onDisk = entry.sheet;
      this.comment = entry.sheet.comment;
      this.active = this.#firstUnscored() ?? this.criteria[0]?.id ?? "";
      this.arrivals += 1;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
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
    const marks = { ...entry.sheet.marks };
    if (half === null) delete marks[criterion];
    else marks[criterion] = half;
    entry.sheet.marks = marks;
    this.active = criterion;
    if (advance) this.#advance();
    void this.#change(entry.number, () => ask(commands.setMark(entry.number, criterion, half)));
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
    const text = this.comment;
    if (!entry || this.recused || text === this.#onDisk?.comment) {
      await this.#tail;
      return true;
    }
    const onTheWay = this.#comment;
    if (onTheWay?.number === entry.number && onTheWay.text === text) return onTheWay.done;
    const done = this.#change(entry.number, () => ask(commands.setComment(entry.number, text))).then((saved) => saved !== undefined);
    const sent = { number: entry.number, text, done };
    this.#comment = sent;
    const arrived = await done;
    if (this.#comment === sent) this.#comment = null;
    return arrived;
  }

  toggleFlag(): void {
    const entry = this.entry;
    if (!entry) return;
    const flagged = !entry.sheet.flagged;
    entry.sheet.flagged = flagged;
    void this.#change(entry.number, () => ask(commands.setFlag(entry.number, flagged)));
  }

  async recuse(kind: RecusalKind, note: string): Promise<void> {
    const entry = this.entry;
    if (!entry) return;
    if (!(await this.flushComment())) return;
    await this.#change(entry.number, () => ask(commands.recuse(entry.number, kind, note)));
  }

  async withdrawRecusal(): Promise<void> {
    const entry = this.entry;
    if (!entry) return;
    await this.#change(entry.number, () => ask(commands.withdrawRecusal(entry.number)));
    this.active = this.#firstUnscored() ?? this.criteria[0]?.id ?? "";
    this.arrivals += 1;
  }

  undo(): Promise<void> {
    return this.#travel(() => ask(commands.undo()), "foot.undone", "foot.nothingToUndo");
  }

  redo(): Promise<void> {
    return this.#travel(() => ask(commands.redo()), "foot.redone", "foot.nothingToRedo");
  }

  async addNote(media: string, atMs: number, text: string): Promise<void> {
    const entry = this.entry;
    if (!entry || text.trim() === "") return;
    await this.#notes(entry, () => ask(commands.addNote(entry.number, media, Math.round(atMs), text.trim())));
  }

  async deleteNote(id: number): Promise<void> {
    const entry = this.entry;
    if (entry) await this.#notes(entry, () => ask(commands.deleteNote(entry.number, id)));
  }

  async #notes(entry: EntryView, run: () => Promise<EntryView["notes"]>): Promise<void> {
    try {
      const notes = await run();
      if (this.entry?.number === entry.number) this.entry.notes = notes;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  async #travel(run: () => Promise<Saved | null>, done: Key, nothing: Key): Promise<void> {
    if (!(await this.flushComment())) return;
    const saved = await this.#change(null, run);
    if (saved === undefined) return;
    this.said = saved ? t(done, { label: saved.row.label }) : t(nothing);
    if (saved && saved.sheet.number !== this.entry?.number) await this.open(saved.sheet.number);
    else if (saved) this.comment = saved.sheet.comment;
  }

  /** Runs one change after all earlier ones. `undefined` when it failed; the sheet is then as on disk. */
  #change(number: string | null, run: () => Promise<Saved | null>): Promise<Saved | null | undefined> {
    this.#waiting += 1;
    this.saving = "saving";
    const done = this.#tail.then(run).then(
      (saved) => {
        this.#waiting -= 1;
        this.trouble = null;
        if (saved) this.#adopt(saved);
        if (this.#waiting === 0) this.saving = "saved";
        return saved;
      },
      (thrown: unknown) => {
        this.#waiting -= 1;
        this.saving = "failed";
        this.trouble = refusal(thrown);
        if (this.entry && this.#onDisk && this.entry.number === number) this.entry.sheet = this.#onDisk;
        return undefined;
      },
    );
    this.#tail = done;
    return done;
  }

  #adopt(saved: Saved): void {
    this.savedAt = saved.savedAt;
    this.rows = this.rows.map((row) => (row.number === saved.row.number ? saved.row : row));
    if (this.entry?.number !== saved.sheet.number) return;
    this.#onDisk = saved.sheet;
    if (this.#waiting === 0) this.entry.sheet = saved.sheet;
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
