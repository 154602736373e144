import { describe, expect, it } from "vitest";
import { held, magnified, shownSize, turnedLeft, WHOLE } from "./framing";

const photo = { width: 4000, height: 2000 };
const frame = { width: 600, height: 400 };

describe("a picture in its frame", () => {
  it("is seen whole, upright and turned", () => {
    expect(shownSize(photo, frame, WHOLE)).toEqual({ width: 600, height: 300 });
    expect(shownSize(photo, frame, turnedLeft(WHOLE))).toEqual({ width: 400, height: 200 });
  });

  it("is turned round in four steps", () => {
    expect([1, 2, 3, 4].reduce((view) => turnedLeft(view), WHOLE)).toEqual(WHOLE);
  });

  it("keeps the point under the pointer in place while it grows", () => {
    const view = magnified(WHOLE, 2, 100, 50);
    expect(view).toEqual({ zoom: 2, x: -100, y: -50, turned: 0 });
    expect(magnified(view, 0.5, 100, 50)).toEqual(WHOLE);
  });

  it("is never smaller than whole, nor larger than eight times", () => {
    expect(magnified(WHOLE, 0.1).zoom).toBe(1);
    expect(magnified(WHOLE, 100).zoom).toBe(8);
  });

  it("cannot be dragged out of the frame", () => {
    const view = { ...WHOLE, zoom: 2, x: 5000, y: -5000 };
    expect(held(view, photo, frame)).toMatchObject({ x: 300, y: -100 });
    expect(held({ ...WHOLE, x: 50, y: 50 }, photo, frame)).toMatchObject({ x: 0, y: 0 });
    expect(held({ zoom: 2, x: 900, y: 900, turned: 90 }, photo, frame)).toMatchObject({ x: 0, y: 200 });
  });

  it("that has not loaded yet has no size", () => {
    expect(shownSize({ width: 0, height: 0 }, frame, WHOLE)).toEqual({ width: 0, height: 0 });
  });
});
