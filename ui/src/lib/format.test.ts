import { describe, expect, it } from "vitest";
import { breakable, clock, day, daysUntil, moment, nearFolder, paragraphs, points, size, splitLabel, timeOfDay } from "./format";

describe("formats", () => {
  it("cuts fractions of a second and shows hours only when there are any", () => {
    expect(clock(0)).toBe("0:00");
    expect(clock(67_900)).toBe("1:07");
    expect(clock(192_000)).toBe("3:12");
    expect(clock(3_727_000)).toBe("1:02:07");
    expect(clock(-5)).toBe("0:00");
  });

  it("prints sizes in the unit a person would use", () => {
    expect(size(86)).toBe("86 KB");
    expect(size(12_700)).toBe("12.4 MB");
    expect(size(1_950_351)).toBe("1.86 GB");
  });

  it("prints half points only when there is a half", () => {
    expect(points(16)).toBe("8");
    expect(points(15)).toBe("7.5");
  });

  it("keeps a deadline on the clock it was written for", () => {
    expect(day("2026-10-20T23:59:59+08:00", "zh")).toBe("2026 年 10 月 20 日");
    expect(moment("2026-10-20T23:59:59+08:00", "zh", true)).toBe("10 月 20 日 24:00");
    expect(moment("2026-10-20T09:05:00+08:00", "en")).toBe("20 Oct 2026 09:05");
    expect(timeOfDay("2026-10-16T14:32:10.123+08:00")).toBe("14:32");
  });

  it("leaves what is no time as it is", () => {
    expect(day("soon", "zh")).toBe("soon");
  });

  it("rounds days left up and days past away from zero", () => {
    const now = new Date("2026-10-16T12:00:00+08:00");
    expect(daysUntil("2026-10-20T23:59:59+08:00", now)).toBe(5);
    expect(daysUntil("2026-10-16T13:00:00+08:00", now)).toBe(1);
    expect(daysUntil("2026-10-16T11:00:00+08:00", now)).toBe(-1);
  });

  it("lets a title break before its bracket", () => {
    expect(breakable("金点子·2026（演示）")).toBe("金点子·2026\u200b（演示）");
  });

  it("names a folder by its end", () => {
    expect(nearFolder("/media/usb")).toBe("/media/usb");
    expect(nearFolder("/home/lin/文档/demo/packs")).toBe("…/demo/packs");
    expect(nearFolder("C:\\Users\\lin\\Desktop")).toBe("…\\lin\\Desktop");
  });

  it("splits call numbers and paragraphs", () => {
    expect(splitLabel("交-017")).toEqual(["交", "017"]);
    expect(splitLabel("017")).toEqual(["", "017"]);
    expect(paragraphs("甲\n\n 乙 \n")).toEqual(["甲", "乙"]);
  });
});
