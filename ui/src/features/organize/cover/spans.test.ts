import { describe, expect, it } from "vitest";
import { areaBetween, areaOf, areaStyle, moment, momentText } from "./spans";

describe("moments", () => {
  it("are read in seconds and in minutes, with Chinese signs too", () => {
    expect(["7", "7.5", "67.25", "1:07", "1：07.5", " 0:00 "].map(moment)).toEqual([7000, 7500, 67250, 67000, 67500, 0]);
  });

  it("that are none are refused", () => {
    expect(["", "1:60", "-1", "1:2:3", "a", "1.", "1e3"].map(moment)).toEqual([null, null, null, null, null, null, null]);
  });

  it("are written as they can be read", () => {
    for (const ms of [0, 400, 7000, 67500, 600_000]) expect(moment(momentText(ms))).toBe(ms);
    expect(momentText(67_460)).toBe("1:07.5");
  });
});

describe("areas", () => {
  it("lie between two corners in any order, inside the picture", () => {
    expect(areaBetween({ x: 0.5, y: 0.25 }, { x: 0.25, y: 0.75 })).toEqual([250, 250, 250, 500]);
    expect(areaBetween({ x: -1, y: -1 }, { x: 2, y: 2 })).toEqual([0, 0, 1000, 1000]);
    expect(areaBetween({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.9 })).toBeNull();
  });

  it("can be typed in per cent", () => {
    expect(areaOf([10, 0, 30.5, 25])).toEqual([100, 0, 305, 250]);
    for (const wrong of [[90, 0, 20, 10], [0, 0, 0, 10], [0, 0, 10], [Number.NaN, 0, 1, 1], [-1, 0, 5, 5]]) expect(areaOf(wrong)).toBeNull();
  });

  it("are drawn where they lie", () => {
    expect(areaStyle([250, 0, 500, 125])).toBe("left:25%;top:0%;width:50%;height:12.5%");
  });
});
