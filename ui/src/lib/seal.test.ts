import { describe, expect, it } from "vitest";
import { sealPath } from "./seal";

const DIGITS = "587641834302168196523735660884";

describe("the seal", () => {
  it("is the same picture for the same digits", () => {
    expect(sealPath(DIGITS)).toBe(sealPath(DIGITS));
  });

  it("changes when one digit changes", () => {
    expect(sealPath(DIGITS)).not.toBe(sealPath(`6${DIGITS.slice(1)}`));
    expect(sealPath(DIGITS)).not.toBe(sealPath(`${DIGITS.slice(0, -1)}5`));
  });

  it("carves a tree over all 25 cells: 25 cells and 24 openings, inside the frame", () => {
    const squares = [...sealPath(DIGITS).matchAll(/M(\d+) (\d+)/g)].map((found) => [Number(found[1]), Number(found[2])]);
    expect(squares).toHaveLength(49);
    expect(squares.every(([x = 0, y = 0]) => x >= 1 && x <= 9 && y >= 1 && y <= 9)).toBe(true);
    expect(squares.filter(([x = 0, y = 0]) => x % 2 === 1 && y % 2 === 1)).toHaveLength(25);
  });
});
