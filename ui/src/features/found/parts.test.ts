import { describe, expect, it } from "vitest";
import { freeId, momentOf, partOf, typedOf } from "./parts";

describe("the form of a contest", () => {
  it("knows in which part a field is", () => {
    expect(partOf("title")).toEqual({ part: "basics", place: null });
    expect(partOf("")).toEqual({ part: "basics", place: null });
    expect(partOf("measuresMin")).toEqual({ part: "limits", place: null });
    expect(partOf("themes.2.rubric.1")).toEqual({ part: "themes", place: 2 });
    expect(partOf("levels.0")).toEqual({ part: "criteria", place: null });
  });

  it("gives what is added a name that is free", () => {
    expect(freeId("award", ["gold", "award-3"])).toBe("award-4");
    expect(freeId("award", [])).toBe("award-1");
  });

  it("reads a moment as it is typed and keeps its clock", () => {
    expect(typedOf("2026-07-31T23:59:59+08:00")).toBe("2026-07-31 23:59:59");
    expect(momentOf("2026-7-31 8:05", "2020-07-31T23:59:59+09:00")).toBe("2026-07-31T08:05:00+09:00");
    expect(momentOf("2026-07-31 23:59:59", null)).toBe("2026-07-31T23:59:59+08:00");
    expect(momentOf("明天", null)).toBe("明天");
  });
});
