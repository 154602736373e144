// Where ranks lie on the plot of rank intervals.
import type { RankLine } from "../../lib/ask";

export interface RankScale {
  /** The worst rank that fits. */
  to: number;
  /** Ranks to print above the plot. */
  ticks: number[];
}

/** A scale from the first rank to the worst end of any interval; at most seven ranks are printed. */
export function rankScale(lines: readonly RankLine[]): RankScale {
  const to = Math.max(2, lines.reduce((worst, line) => Math.max(worst, line.rankHigh ?? line.rank), 1));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => to / one <= 6) ?? to;
  const ticks = [1];
  for (let tick = step === 1 ? 2 : step; tick <= to; tick += step) ticks.push(tick);
  return { to, ticks };
}

/** A rank's place between the two ends, from 0 to 100. */
export function rankAt(scale: RankScale, rank: number): number {
  return ((rank - 1) / (scale.to - 1)) * 100;
}
