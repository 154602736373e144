// Which of a criterion's five levels a mark falls in. A half point belongs to the level below it.
import type { CriterionView, LevelView } from "../../lib/ask";

/** The level of a mark in half points, or `null` when there is no mark. */
export function levelOf(criterion: CriterionView, half: number | null): LevelView | null {
  if (half === null) return null;
  const whole = Math.max(1, Math.floor(half / 2));
  return criterion.levels.find((level) => level.from <= whole && whole <= level.to) ?? null;
}

/** The level above, or `null` at the top. */
export function levelAbove(criterion: CriterionView, level: LevelView): LevelView | null {
  return [...criterion.levels].sort((a, b) => a.from - b.from).find((candidate) => candidate.from > level.from) ?? null;
}
