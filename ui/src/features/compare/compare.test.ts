import { describe, expect, it } from "vitest";
import type { TieView } from "../../lib/ask";
import { brief, highest } from "./brief";
import { compareAction } from "./compare-keys";
import { plot } from "./dots";
import { give, orderOf, placesOf, tieOf } from "./tie-order";

const tie: TieView = { rank: 3, total: "82.0", numbers: ["A", "B", "C"], decided: false };

describe("the order within a tie", () => {
  it("is whole only when every entry has a place of its own", () => {
    let places = placesOf(tie);
    expect(orderOf(tie, places)).toBeNull();
    places = give(give(places, "B", 1), "A", 2);
    expect(orderOf(tie, places)).toBeNull();
    expect(orderOf(tie, give(places, "C", 3))).toEqual(["B", "A", "C"]);
  });

  it("swaps two entries when one takes the other's place, and gives a place back when pressed twice", () => {
    const places = placesOf({ ...tie, decided: true });
    expect(orderOf(tie, give(places, "A", 3))).toEqual(["C", "B", "A"]);
    expect(give(places, "A", 1)).toEqual({ B: 2, C: 3 });
    expect(give({ A: 1 }, "B", 1)).toEqual({ B: 1 });
  });

  it("belongs to entries of one tie only", () => {
    expect(tieOf([tie], ["A", "C"])).toBe(tie);
    expect(tieOf([tie], ["A", "D"])).toBeNull();
    expect(tieOf([tie], [])).toBeNull();
  });
});

describe("the dots", () => {
  const room = { left: 24, right: 446, base: 58, top: 4 };

  it("stand above their totals and never on each other", () => {
    const { dots, x, ticks } = plot([{ number: "A", points: 82 }, { number: "B", points: 82 }, { number: "C", points: 63 }], room);
    expect(ticks).toEqual([60, 70, 80, 90]);
    expect(x(60)).toBe(24);
    expect(new Set(dots.map((dot) => `${dot.x} ${dot.y}`)).size).toBe(3);
  });

  it("shrink until a hundred of them fit", () => {
    const { dots, radius } = plot(Array.from({ length: 100 }, (_, i) => ({ number: String(i), points: 75 + (i % 10) / 2 })), room);
    expect(radius).toBeLessThan(6);
    expect(Math.min(...dots.map((dot) => dot.y))).toBeGreaterThanOrEqual(4);
  });

  it("keep inside when every total is the same", () => {
    const { dots, ticks } = plot([{ number: "A", points: 100 }], room);
    expect(ticks).toEqual([90, 100]);
    expect(dots[0]?.x).toBe(446);
  });
});

describe("the keys of the compare page", () => {
  const stroke = (key: string, more = {}) => ({ key, code: "", keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...more });

  it("move, choose, open and order", () => {
    expect(compareAction(stroke("ArrowDown"), "button", true)).toEqual({ do: "down" });
    expect(compareAction(stroke(" "), "page", false)).toEqual({ do: "toggle" });
    expect(compareAction(stroke("Enter"), "button", true)).toEqual({ do: "open" });
    expect(compareAction(stroke("2"), "button", false)).toEqual({ do: "order", place: 2 });
    expect(compareAction(stroke("３"), "page", false)).toEqual({ do: "order", place: 3 });
    expect(compareAction(stroke("Enter", { ctrlKey: true }), "button", false)).toEqual({ do: "confirm" });
  });

  it("leave other buttons their space bar and Enter", () => {
    expect(compareAction(stroke(" "), "button", true)).toBeNull();
    expect(compareAction(stroke(" "), "button", false)).toBeNull();
    expect(compareAction(stroke("Enter"), "button", false)).toBeNull();
  });

  it("mean nothing while an input method is composing or in a text field", () => {
    expect(compareAction(stroke("1", { isComposing: true }), "page", false)).toBeNull();
    expect(compareAction(stroke("1"), "text", false)).toBeNull();
  });
});

describe("what stands side by side", () => {
  it("is cut at the end of a sentence", () => {
    const text = `${"字".repeat(50)}。${"字".repeat(60)}。`;
    expect(brief(text)).toBe(`${"字".repeat(50)}。`);
    expect(brief("字".repeat(200))).toBe(`${"字".repeat(90)}…`);
    expect(brief("一句。")).toBe("一句。");
  });

  it("knows the highest mark of a criterion", () => {
    expect(highest([{ marks: { a: 16 } }, { marks: { a: 18 } }, { marks: {} }], "a")).toBe(18);
  });
});
