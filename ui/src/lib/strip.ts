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

/** Cells per group so that no more than `most` are drawn in all. Every group keeps at least one cell. */
export function cells(groups: readonly (readonly StripEntry[])[], most: number, current: string | null): Cell[][] {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const perCell = Math.max(1, Math.ceil(total / Math.max(1, most)));
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
