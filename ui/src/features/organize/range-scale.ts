// Where marks lie on the plot of lowest, mean and highest.
import type { RankLine } from "../../lib/ask";

export interface Scale {
  from: number;
  to: number;
  /** Round numbers to print above the plot. */
  ticks: number[];
}

/** A scale in whole tens of points that holds every line; the whole rubric when there are none. */
export function scaleOf(lines: readonly RankLine[]): Scale {
  const lowest = Math.min(...lines.map((line) => Number(line.lowest)));
  const highest = Math.max(...lines.map((line) => Number(line.highest)));
  const from = lines.length === 0 ? 0 : Math.min(90, Math.max(0, Math.floor(lowest / 10) * 10));
  const to = lines.length === 0 ? 100 : Math.min(100, Math.max(from + 10, Math.ceil(highest / 10) * 10));
  const step = to - from > 50 ? 20 : 10;
  const ticks: number[] = [];
  for (let tick = from; tick <= to; tick += step) ticks.push(tick);
  return { from, to, ticks };
}

/** A mark's place between the two ends, from 0 to 100. */
export function placeOn(scale: Scale, mark: number): number {
  return ((mark - scale.from) / (scale.to - scale.from)) * 100;
}
