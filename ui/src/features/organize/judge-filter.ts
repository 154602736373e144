// Which judges a filter of the page of packs lists.
import type { JudgeLine } from "../../lib/ask";
import { daysUntil } from "../../lib/format";
import type { JudgeFilter } from "./places";

export const JUDGE_FILTERS: readonly JudgeFilter[] = ["all", "unissued", "missing", "due", "lacking"];

/** From how many days before scoring closes judges are reminded, and how many days lie between two reminders. */
const BEFORE = 7;
const BETWEEN = 3;

/** Whether a judge who has not returned is to be reminded now. */
export function due(judge: JudgeLine, closesAt: string | null, now: Date): boolean {
  if (!judge.issued || judge.revision !== null || judge.dropped || closesAt === null) return false;
  if (daysUntil(closesAt, now) > BEFORE) return false;
  const last = judge.reminders.at(-1)?.on;
  return last === undefined || -daysUntil(`${last}T12:00:00${closesAt.slice(-6)}`, now) >= BETWEEN;
}

/** Sheets of a returned bundle that are neither scored nor a recusal; 0 before anything came back. */
export function unscored(judge: JudgeLine): number {
  return judge.revision === null ? 0 : Math.max(0, judge.assigned - judge.scored - judge.recused);
}

/** Whether a judge is listed: who takes part in the round, whose pack lacks an entry, with a pack but no bundle, or with a bundle that leaves entries without a score. */
export function listed(judge: JudgeLine, filter: JudgeFilter, closesAt: string | null = null, now: Date = new Date()): boolean {
  if (filter === "unissued") return judge.toIssue;
  if (filter === "missing") return judge.issued && judge.revision === null && !judge.dropped;
  if (filter === "due") return due(judge, closesAt, now);
  if (filter === "lacking") return judge.revision !== null && judge.scored < judge.assigned;
  return judge.inRound;
}
