// The order within a tie while the judge is deciding it. Pure. Nothing here is recorded until it is confirmed.
import type { TieView } from "../../lib/ask";

/** Entry number to its place, from 1; an entry without a place is absent. */
export type Places = Readonly<Record<string, number>>;

/** The places a tie starts from: those decided, or none. */
export function placesOf(tie: TieView): Places {
  return tie.decided ? Object.fromEntries(tie.numbers.map((number, i) => [number, i + 1])) : {};
}

/** Gives an entry a place. Whoever held it takes the place that becomes free, or none. Giving the same place again takes it away. */
export function give(places: Places, number: string, place: number): Places {
  const { [number]: before, ...rest } = places;
  if (before === place) return rest;
  const next: Record<string, number> = {};
  for (const [other, held] of Object.entries(rest)) {
    if (held !== place) next[other] = held;
    else if (before !== undefined) next[other] = before;
  }
  next[number] = place;
  return next;
}

/** The whole order, the best first, once every entry of the tie has a place; else `null`. */
export function orderOf(tie: TieView, places: Places): string[] | null {
  const order = tie.numbers.map((_, i) => tie.numbers.find((number) => places[number] === i + 1));
  return order.every((number) => number !== undefined) ? order : null;
}

/** The tie that all of these entries belong to, if there is one. */
export function tieOf(ties: readonly TieView[], numbers: readonly string[]): TieView | null {
  if (numbers.length === 0) return null;
  return ties.find((tie) => numbers.every((number) => tie.numbers.includes(number))) ?? null;
}
