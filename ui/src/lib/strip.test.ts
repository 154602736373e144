import { describe, expect, it } from "vitest";
import { cells, type StripEntry, tally } from "./strip";

const entry = (number: number, status: StripEntry["status"], flagged = false): StripEntry => ({ number: String(number), status, flagged });
const many = (count: number, status: StripEntry["status"]) => Array.from({ length: count }, (_, i) => entry(i, status));

describe("the filmstrip", () => {
  it("draws one cell an entry while there is room", () => {
    const drawn = cells([[entry(1, "scored"), entry(2, "draft", true), entry(3, "recused"), entry(4, "open")]], 40, "2");
    expect(drawn[0]?.map((cell) => cell.kind)).toEqual(["done", "draft", "recuse", "open"]);
    expect(drawn[0]?.map((cell) => cell.current)).toEqual([false, true, false, false]);
    expect(drawn[0]?.[1]?.flagged).toBe(true);
  });

  it("never draws many more cells than there is room for", () => {
    const drawn = cells([many(600, "open"), many(600, "scored")], 80, null);
    expect(drawn.flat().length).toBeLessThanOrEqual(82);
    expect(drawn[0]?.every((cell) => cell.kind === "open")).toBe(true);
    expect(drawn[1]?.every((cell) => cell.kind === "done")).toBe(true);
  });

  it("fills a shared cell as far as its entries are decided", () => {
    const drawn = cells([[entry(1, "scored"), entry(2, "open"), entry(3, "recused"), entry(4, "open")]], 1, "4");
    expect(drawn).toEqual([[{ kind: "part", done: 0.5, flagged: false, current: true }]]);
  });

  it("counts every status", () => {
    expect(tally([entry(1, "scored", true), entry(2, "open"), entry(3, "recused")])).toEqual({ open: 1, draft: 0, scored: 1, recused: 1, flagged: 1, total: 3 });
  });
});
