import { describe, expect, it } from "vitest";
import { span } from "./rows.svelte";

describe("the rows laid out", () => {
  it("are all of a short list", () => {
    expect(span(120, 500, 600, 28)).toEqual({ from: 0, to: 120 });
  });

  it("hold what is in view wherever a long list stands, and never many more", () => {
    const [count, row, height] = [15_000, 28, 700];
    for (let top = 0; top <= count * row - height; top += 997) {
      const { from, to } = span(count, top, height, row);
      expect(from * row).toBeLessThanOrEqual(top);
      expect(to * row).toBeGreaterThanOrEqual(Math.min(count * row, top + height));
      expect(to - from).toBeLessThan(80);
    }
    expect(span(count, count * row, height, row).to).toBe(count);
    expect(span(count, -50, height, row).from).toBe(0);
  });

  it("stay the same while a list is scrolled a little", () => {
    const { from } = span(15_000, 28 * 1_000, 700, 28);
    expect(span(15_000, 28 * 1_002, 700, 28).from).toBe(from);
  });
});
