// The order of entries as the tray shows it, and what comes next in it. Pure.
import type { Row, ThemeView } from "../../lib/ask";

/** What the tray is narrowed to. */
export type Filter = "all" | "open" | "draft" | "flag";

/** One theme with its rows, in the order the pack gives. */
export interface Group {
  theme: ThemeView;
  rows: Row[];
}

/** The rows by theme. A theme without rows is left out. */
export function groupsOf(themes: readonly ThemeView[], rows: readonly Row[]): Group[] {
  const byTheme = new Map<number, Row[]>();
  for (const row of rows) {
    const list = byTheme.get(row.theme);
    if (list) list.push(row);
    else byTheme.set(row.theme, [row]);
  }
  return themes.flatMap((theme) => {
    const list = byTheme.get(theme.id);
    return list ? [{ theme, rows: list }] : [];
  });
}

/** Whether a row is seen under a filter. */
export function passes(row: Row, filter: Filter): boolean {
  return filter === "all" || (filter === "flag" ? row.flagged : row.status === filter);
}

/** The first undecided entry after `current`, going round; `null` when all others are decided. */
export function nextOpen(rows: readonly Row[], current: string): Row | null {
  const at = rows.findIndex((row) => row.number === current);
  for (let step = 1; step < rows.length; step += 1) {
    const row = rows[(at + step + rows.length) % rows.length];
    if (row && (row.status === "open" || row.status === "draft")) return row;
  }
  return null;
}

/** The row `by` places away, or `null` at the ends. When `current` is not among the rows, the first one. */
export function neighbour(rows: readonly Row[], current: string, by: 1 | -1): Row | null {
  const at = rows.findIndex((row) => row.number === current);
  return at < 0 ? (rows[0] ?? null) : (rows[at + by] ?? null);
}

/** The row a person means by "17", "017", "交17" or "交-017"; an exact number wins over a part of one. */
export function findRow(rows: readonly Row[], typed: string): Row | null {
  const plain = (text: string) => text.replace(/[\s\-–—－]/g, "").toLowerCase();
  const wanted = plain(typed);
  if (wanted === "") return null;
  const digits = (text: string) => text.replace(/\D/g, "").replace(/^0+/, "");
  return (
    rows.find((row) => plain(row.label) === wanted || plain(row.number) === wanted) ??
    rows.find((row) => plain(row.label).replace(/0+(?=\d)/, "") === wanted.replace(/0+(?=\d)/, "")) ??
    (/^\d+$/.test(wanted) ? rows.find((row) => digits(row.label) === digits(wanted)) : undefined) ??
    rows.find((row) => plain(row.label).includes(wanted) || plain(row.number).includes(wanted)) ??
    null
  );
}
