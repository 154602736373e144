import { describe, expect, it } from "vitest";
import { drawnRows, scrollInto } from "./rows-in-view";

describe("the rows that are drawn", () => {
  it("are those in view with some to spare on both sides", () => {
    const { first, end } = drawnRows(1000, 50, -10_000, 600);
    expect(first).toBeLessThanOrEqual(200 - 8);
    expect(end).toBeGreaterThanOrEqual(212 + 8);
    expect(end - first).toBeLessThan(45);
  });

  it("are never more than there are", () => {
    expect(drawnRows(7, 50, 0, 600)).toEqual({ first: 0, end: 7 });
    expect(drawnRows(0, 50, 0, 600)).toEqual({ first: 0, end: 0 });
  });

  it("of a group far below or far above the view are none", () => {
    const below = drawnRows(1000, 50, 90_000, 600);
    expect(below).toEqual({ first: 0, end: 0 });
    const above = drawnRows(1000, 50, -90_000, 600);
    expect(above).toEqual({ first: 1000, end: 1000 });
  });

  it("stay the same while the view moves by less than a row or two", () => {
    expect(drawnRows(1000, 50, -10_001, 600)).toEqual(drawnRows(1000, 50, -10_049, 600));
  });

  it("before anything was measured are the first few", () => {
    expect(drawnRows(1000, 0, 0, 0).end).toBeLessThan(30);
  });
});

describe("bringing a row into view", () => {
  it("scrolls no further than needed", () => {
    expect(scrollInto(100, 150, 40, 600)).toBeNull();
    expect(scrollInto(0, 50, 40, 600)).toBe(-40);
    expect(scrollInto(580, 630, 40, 600)).toBe(30);
  });
});
