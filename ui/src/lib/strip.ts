// The filmstrip: one cell an entry while there is room, else one cell for several entries, filled as far as they are done.
import type { Status } from "./ask";

/** What the strip needs of an entry. */
export interface StripEntry {
  status: Status;
  flagged: boolean;
  number: string;
}

/** One drawn cell. `done` is the decided share of its entries, 0 to 1. */
export interface Cell {
  kind: "done" | "draft" | "recuse" | "open" | "part";
  done: number;
  flagged: boolean;
  current: boolean;
}

/** How the cells are drawn, in CSS pixels. `perCell` entries share a cell when there is no room for one each. */
export interface Fit {
  width: number;
  gap: number;
  perCell: number;
  labels: boolean;
}

/* A theme's name with the space after it and between two themes. */
const LABEL = 36;
const NO_LABEL = 6;
/* The thinnest cell that is still seen, and where cells get too thin for an outline and two pixels between them. */
const THINNEST = 2;
const OUTLINED = 4;

/**
 * The widest cells, no wider than `widest`, with which groups of these sizes stay within `room` pixels: first one cell
 * an entry, ever thinner; then cells shared by more and more entries of one theme; at last without the themes' names.
 */
export function fit(sizes: readonly number[], room: number, widest: number): Fit {
  const groups = sizes.filter((size) => size > 0);
  const drawn = (perCell: number) => groups.reduce((sum, size) => sum + Math.ceil(size / perCell), 0);
  for (const labels of [true, false]) {
    const free = room - groups.length * (labels ? LABEL : NO_LABEL);
    for (let width = widest; width >= THINNEST; width -= 1) {
      const gap = width >= OUTLINED ? 2 : 1;
      if (drawn(1) * (width + gap) <= free) return { width, gap, perCell: 1, labels };
    }
    const most = Math.floor(free / (OUTLINED + 2));
    if (most >= groups.length * 2) {
      let perCell = 2;
      while (drawn(perCell) > most) perCell += 1;
      return { width: OUTLINED, gap: 2, perCell, labels };
    }
  }
  return { width: THINNEST, gap: 1, perCell: Math.max(1, ...groups), labels: false };
}

/** The cells of every group, `perCell` entries in each. */
export function cells(groups: readonly (readonly StripEntry[])[], perCell: number, current: string | null): Cell[][] {
  return groups.map((group) => {
    const drawn: Cell[] = [];
    for (let at = 0; at < group.length; at += perCell) drawn.push(cell(group.slice(at, at + perCell), current));
    return drawn;
  });
}

function cell(entries: readonly StripEntry[], current: string | null): Cell {
  const decided = entries.filter((entry) => entry.status === "scored" || entry.status === "recused").length;
  const flagged = entries.some((entry) => entry.flagged);
  const here = entries.some((entry) => entry.number === current);
  const first = entries[0];
  if (entries.length === 1 && first) {
    const kind = ({ scored: "done", draft: "draft", recused: "recuse", open: "open" } as const)[first.status];
    return { kind, done: decided, flagged, current: here };
  }
  const kind = decided === entries.length ? "done" : decided === 0 ? "open" : "part";
  return { kind, done: decided / entries.length, flagged, current: here };
}

/** How many entries stand in each status. */
export function tally(entries: readonly StripEntry[]): Record<Status, number> & { flagged: number; total: number } {
  const counts = { open: 0, draft: 0, scored: 0, recused: 0, flagged: 0, total: entries.length };
  for (const entry of entries) {
    counts[entry.status] += 1;
    if (entry.flagged) counts.flagged += 1;
  }
  return counts;
}
