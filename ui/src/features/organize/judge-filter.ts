// Which judges a filter of the page of packs lists.
import type { JudgeLine } from "../../lib/ask";
import type { JudgeFilter } from "./places";

export const JUDGE_FILTERS: readonly JudgeFilter[] = ["all", "unissued", "missing", "lacking"];

/** Sheets of a returned bundle that are neither scored nor a recusal; 0 before anything came back. */
export function unscored(judge: JudgeLine): number {
  return judge.revision === null ? 0 : Math.max(0, judge.assigned - judge.scored - judge.recused);
}

/** Whether a judge is listed: without a pack, with a pack but no bundle, or with a bundle that leaves entries without a score. */
export function listed(judge: JudgeLine, filter: JudgeFilter): boolean {
  if (filter === "unissued") return !judge.issued && judge.assigned > 0;
  if (filter === "missing") return judge.issued && judge.revision === null;
  if (filter === "lacking") return judge.revision !== null && judge.scored < judge.assigned;
  return true;
}
