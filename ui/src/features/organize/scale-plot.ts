// Where judges lie on the plot of leniency and inconsistency.
import type { JudgeScale } from "../../lib/ask";

const LEFT = 34;
const RIGHT = 360;
const TOP = 8;
const BOTTOM = 176;
/** Above this infit a judge is told of. */
export const INFIT_LIMIT = 1.5;

export interface Dot {
  id: string;
  x: number;
  y: number;
  /** Outside what is usual. */
  odd: boolean;
}

/** Dots, ticks and the field of what is usual: an infit up to 1.5, and leniency within two standard deviations of all judges. */
export function plotOf(judges: readonly JudgeScale[]) {
  const told = judges.flatMap((judge) => (judge.figures && !judge.excluded ? [{ id: judge.id, leniency: Number(judge.figures.leniency), infit: Number(judge.figures.infit), misfits: judge.figures.misfits }] : []));
  const wide = Math.max(5, ...told.map((one) => Math.ceil(Math.abs(one.leniency) / 5) * 5));
  const high = Math.max(2, ...told.map((one) => Math.ceil(one.infit)));
  const x = (points: number) => LEFT + ((points + wide) / (2 * wide)) * (RIGHT - LEFT);
  const y = (infit: number) => BOTTOM - (infit / high) * (BOTTOM - TOP);
  const usual = 2 * Math.sqrt(told.reduce((sum, one) => sum + one.leniency ** 2, 0) / Math.max(1, told.length));
  const reach = Math.min(wide, usual);
  const signed = (points: number) => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : "0");
  return {
    dots: told.map((one): Dot => ({ id: one.id, x: x(one.leniency), y: y(one.infit), odd: one.misfits || (told.length > 3 && Math.abs(one.leniency) > usual) })),
    usual: { x: x(-reach), y: y(Math.min(high, INFIT_LIMIT)), width: x(reach) - x(-reach), height: BOTTOM - y(Math.min(high, INFIT_LIMIT)) },
    zero: x(0),
    across: [-wide, -wide / 2, 0, wide / 2, wide].map((points) => ({ at: x(points), text: signed(points) })),
    up: Array.from({ length: Math.floor(high) }, (_, i) => ({ at: y(i + 1), text: String(i + 1) })),
  };
}
