import { describe, expect, it } from "vitest";
import type { QueueView } from "../../lib/ask";
import { choicesOf, kept, linesOf, markOf, marksOf, type Narrowing, narrowed, spokenFacts, WHOLE } from "./queue-lines";

describe("the queue", () => {
  const queue: QueueView = {
    drafts: [
      { id: 1, title: "甲", theme: 2, unit: "某校", codes: ["title_over_20", "missing_phone"] },
      { id: 2, title: "乙", theme: null, unit: "", codes: ["possible_duplicate"] },
    ],
    questions: [
      { id: 7, reason: "possible_duplicate", about: "乙", draft: 2, source: "b.eml", subject: "", from: "", at: null },
      { id: 8, reason: "form_is_image", about: "表.jpg", draft: null, source: "c.eml", subject: "", from: "", at: null },
      { id: 9, reason: "media_unreadable", about: "片.mp4", draft: 99, source: "d.eml", subject: "", from: "", at: null },
    ],
  };
  const lines = linesOf(queue);

  it("has each draft once, with its questions, and every question that belongs to no waiting draft", () => {
    expect(lines.map((line) => [line.key, line.questions])).toEqual([["draft 1", []], ["draft 2", [7]], ["question 8", [8]], ["question 9", [9]]]);
  });

  it("says a mark once, however often it was found", () => {
    expect(lines[1]?.marks).toEqual(["possible_duplicate", "theme_missing"]);
  });

  it("counts for a filter what the filter lists", () => {
    for (const [mark, count] of marksOf(lines, WHOLE)) expect(narrowed(lines, { ...WHOLE, mark })).toHaveLength(count);
    expect(narrowed(lines, WHOLE)).toHaveLength(4);
  });

  it("is narrowed by mark, theme and unit at once, and every number is what its choice would list", () => {
    const wide = linesOf({
      drafts: [
        { id: 1, title: "甲", theme: 2, unit: "一校", codes: ["missing_phone"] },
        { id: 2, title: "乙", theme: 2, unit: "二校", codes: [] },
        { id: 3, title: "丙", theme: 3, unit: "一校", codes: ["missing_phone", "title_over_20"] },
        { id: 4, title: "丁", theme: null, unit: "", codes: [] },
      ],
      questions: queue.questions.slice(1),
    });
    const keys = (to: Partial<Narrowing>) => narrowed(wide, { ...WHOLE, ...to }).map((line) => line.key);
    expect(keys({ theme: "2", unit: "一校" })).toEqual(["draft 1"]);
    expect(keys({ mark: "missing_phone", unit: "一校" })).toEqual(["draft 1", "draft 3"]);
    expect(keys({ theme: "" })).toEqual(["draft 4", "question 8", "question 9"]);
    expect(keys({ unit: "", mark: "theme_missing" })).toEqual(["draft 4"]);
    const of: Narrowing[] = [WHOLE, { ...WHOLE, theme: "2" }, { ...WHOLE, mark: "missing_phone" }, { ...WHOLE, unit: "一校", mark: "missing_phone" }];
    for (const to of of) {
      for (const way of ["mark", "theme", "unit"] as const) {
        for (const [one, count] of choicesOf(wide, to, way)) expect(narrowed(wide, { ...to, [way]: one })).toHaveLength(count);
      }
    }
  });

  it("loses a filter with the last line that it left, and no other", () => {
    expect(kept(lines, { mark: "missing_phone", theme: "2", unit: null })).toEqual({ mark: "missing_phone", theme: "2", unit: null });
    expect(kept(lines, { mark: "video_over", theme: "2", unit: null })).toEqual({ mark: null, theme: "2", unit: null });
    expect(kept(lines, { mark: null, theme: "2", unit: "别校" })).toEqual({ mark: null, theme: "2", unit: null });
    expect(kept([], { mark: "video_over", theme: null, unit: null })).toEqual(WHOLE);
  });

  it("drops the numbers of a code and says lengths in seconds", () => {
    expect([markOf("video_over_180s"), markOf("missing_phone"), markOf("measures_under_50")]).toEqual(["video_over", "missing_phone", "measures_under"]);
    expect(spokenFacts({ ms: "200140", limit_ms: "180000" })).toMatchObject({ seconds: "200.1", limit_seconds: "180" });
  });
});
