// Which awards stand beside an entry in the ranking.
import type { AwardView } from "../../lib/ask";

/** An award as it stands at an entry: given, or open because of a tie. */
export interface Held {
  award: AwardView;
  open: boolean;
}

/** Which awards each entry has, the highest first. */
export function awardsHeld(awards: readonly AwardView[]): Map<string, Held[]> {
  const held = new Map<string, Held[]>();
  const put = (number: string, one: Held) => held.set(number, [...(held.get(number) ?? []), one]);
  for (const award of awards.filter((one) => !one.toUnits)) {
    for (const one of award.received) put(one.to.id, { award, open: false });
    const tied = new Set(award.open.flatMap((question) => question.among.map((one) => one.id)));
    for (const number of tied) put(number, { award, open: true });
  }
  return held;
}
