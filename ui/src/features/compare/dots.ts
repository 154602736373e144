// The dot plot of a judge's own totals: where each dot goes. Pure.

export interface Dot {
  number: string;
  x: number;
  y: number;
}

export interface Plot {
  dots: Dot[];
  /** Where a total lies across. */
  x: (points: number) => number;
  radius: number;
  ticks: number[];
}

/** The room a plot has. */
export interface Room {
  left: number;
  right: number;
  /** The line the dots stand on, and the highest they may reach. */
  base: number;
  top: number;
}

const LARGEST = 6;

/** Places one dot an entry above its total; dots that would touch stand on each other, and shrink when they are many. */
export function plot(entries: readonly { number: string; points: number }[], room: Room): Plot {
  const all = entries.map((entry) => entry.points);
  const low = Math.floor(Math.min(...all, 99) / 10) * 10;
  const high = Math.max(low + 10, Math.ceil(Math.max(...all, 0) / 10) * 10);
  const x = (points: number) => room.left + ((points - low) / (high - low)) * (room.right - room.left);
  const ticks = Array.from({ length: (high - low) / 10 + 1 }, (_, i) => low + i * 10);
  for (let radius = LARGEST; ; radius -= 0.5) {
    const dots = stack(entries, x, radius, room.base);
    const fits = dots.every((dot) => dot.y - radius >= room.top);
    if (fits || radius <= 1) return { dots, x, radius, ticks };
  }
}

function stack(entries: readonly { number: string; points: number }[], x: (points: number) => number, radius: number, base: number): Dot[] {
  const dots: Dot[] = [];
  const step = radius * 2.25;
  for (const entry of [...entries].sort((a, b) => a.points - b.points)) {
    const at = x(entry.points);
    let level = 0;
    const near = dots.filter((dot) => Math.abs(dot.x - at) < radius * 2);
    while (near.some((dot) => Math.abs(dot.y - (base - radius - 2 - level * step)) < 0.01)) level += 1;
    dots.push({ number: entry.number, x: at, y: base - radius - 2 - level * step });
  }
  return dots;
}
