// The judges on a ring, with a line between every two who share entries.
import type { PlanView } from "../../lib/ask";

export interface RingJudge {
  id: string;
  x: number;
  y: number;
  /** The id without the letters that all ids begin with; empty where there is no room for another label. */
  label: string;
  labelX: number;
  labelY: number;
  /** One of the two who hold the plan together most weakly. */
  weakest: boolean;
}

export interface RingLink {
  a: RingJudge;
  b: RingJudge;
  width: number;
  /** From .25 to .9: how dark the line is. */
  strength: number;
  weakest: boolean;
}

const RADIUS = 110;
const LABELS = 134;
/** How wide a character of a label is, and how far labels stay apart. */
const CHARACTER = 9;
const GAP = 3;

/** Judges with entries, clockwise from the top in order of their id; lines are thicker and darker the more entries are shared. */
export function roundOf(plan: PlanView): { judges: RingJudge[]; links: RingLink[] } {
  const weak = plan.weakestLink;
  const busy = plan.judges.filter((row) => row.entries > 0);
  const label = shortened(busy.map((row) => row.judge));
  const widest = Math.max(1, ...busy.map((row) => label(row.judge).length)) * CHARACTER + GAP;
  /* Labels next to each other at the top are as far apart as two judges on the ring. */
  const every = Math.ceil((busy.length * widest) / (2 * Math.PI * LABELS));
  const judges = busy.map((row, at): RingJudge => {
    const angle = (at / busy.length) * 2 * Math.PI - Math.PI / 2;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const weakest = weak !== null && (weak.one === row.judge || weak.other === row.judge);
    return { id: row.judge, label: weakest || at % every === 0 ? label(row.judge) : "", x: x * RADIUS, y: y * RADIUS, labelX: x * LABELS, labelY: y * LABELS, weakest };
  });
  const by = new Map(judges.map((judge) => [judge.id, judge]));
  const most = Math.max(1, ...plan.links.map((link) => link.shared));
  const links = plan.links.flatMap((link): RingLink[] => {
    const [a, b] = [by.get(link.one), by.get(link.other)];
    if (!a || !b) return [];
    const share = link.shared / most;
    return [{ a, b, width: 1 + share * 2, strength: 0.25 + share * 0.65, weakest: weak !== null && weak.one === link.one && weak.other === link.other }];
  });
  return { judges, links };
}

/** Ids without the letters that all of them begin with, where a number follows in each. */
function shortened(ids: readonly string[]): (id: string) => string {
  const letters = /^\D+/.exec(ids[0] ?? "")?.[0] ?? "";
  const common = letters !== "" && ids.every((id) => id.startsWith(letters) && /^\d+$/.test(id.slice(letters.length)));
  return (id) => (common ? id.slice(letters.length) : id);
}
