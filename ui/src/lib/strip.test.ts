import { describe, expect, it } from "vitest";
import { cells, fit, type StripEntry, tally } from "./strip";

const entry = (number: number, status: StripEntry["status"], flagged = false): StripEntry => ({ number: String(number), status, flagged });
const many = (count: number, status: StripEntry["status"]) => Array.from({ length: count }, (_, i) => entry(i, status));

describe("the filmstrip", () => {
  it("draws each entry as it stands", () => {
    const drawn = cells([[entry(1, "scored"), entry(2, "draft", true), entry(3, "recused"), entry(4, "open")]], 1, "2");
    expect(drawn[0]?.map((cell) => cell.kind)).toEqual(["done", "draft", "recuse", "open"]);
    expect(drawn[0]?.map((cell) => cell.current)).toEqual([false, true, false, false]);
    expect(drawn[0]?.[1]?.flagged).toBe(true);
  });

  it("fills a shared cell as far as its entries are decided", () => {
    const drawn = cells([[entry(1, "scored"), entry(2, "open"), entry(3, "recused"), entry(4, "open")], many(3, "scored")], 4, "4");
    expect(drawn).toEqual([[{ kind: "part", done: 0.5, flagged: false, current: true }], [{ kind: "done", done: 1, flagged: false, current: false }]]);
  });

  it("gives every entry a full cell while there is room, then thinner ones, then shares them", () => {
    expect(fit([13, 15, 12], 560, 8)).toEqual({ width: 8, gap: 2, perCell: 1, labels: true });
    expect(fit([50, 50], 560, 8)).toEqual({ width: 3, gap: 1, perCell: 1, labels: true });
    expect(fit([600, 600], 560, 8)).toMatchObject({ width: 4, perCell: 15, labels: true });
  });

  it.each([[[1200]], [[171, 172, 171, 171, 172, 171, 172]], [[1, 1198, 1]], [[40]], [[1, 1, 1, 1, 1, 1, 1]], [[]]])("never leaves its room, with %j entries", (sizes) => {
    for (const room of [90, 200, 338, 480, 560, 900]) {
      const { width, gap, perCell, labels } = fit(sizes, room, 8);
      const drawn = cells(sizes.map((size) => many(size, "open")), perCell, null).flat().length;
      expect(drawn * (width + gap) + sizes.length * (labels ? 36 : 6)).toBeLessThanOrEqual(room);
      expect(width).toBeGreaterThanOrEqual(2);
    }
  });

  it("counts every status", () => {
    expect(tally([entry(1, "scored", true), entry(2, "open"), entry(3, "recused")])).toEqual({ open: 1, draft: 0, scored: 1, recused: 1, flagged: 1, total: 3 });
  });
});
