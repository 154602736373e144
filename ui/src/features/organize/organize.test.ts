import { describe, expect, it } from "vitest";
import type { JudgeLine, OrganizerDesk, PlanView, QueueView, RankLine, ReceivedLine, StagesView } from "../../lib/ask";
import type { Place, Stroke } from "../../lib/keys";
import { listed, unscored } from "./judge-filter";
import { organizerAction } from "./organize-keys";
import type { Page } from "./places";
import { roundOf } from "./plan-ring";
import { linesOf, markOf, marksOf, narrowed, spokenFacts } from "./queue-lines";
import { placeOn, scaleOf } from "./range-scale";
import { stagesOf } from "./stages";
import { todoOf } from "./todo";

const NOON = new Date("2026-10-16T12:00:00+08:00");

function judge(id: string, change: Partial<JudgeLine> = {}): JudgeLine {
  return { id, name: id, issued: true, packKib: 1, issuedAt: null, assigned: 4, revision: null, receivedAt: null, scored: 0, recused: 0, fingerprint: null, ...change };
}

function desk(stages: Partial<StagesView> = {}, change: Partial<OrganizerDesk> = {}): OrganizerDesk {
  return {
    contestTitle: "",
    folder: "",
    judges: [],
    received: [],
    ranking: [],
    provisional: true,
    returned: 0,
    issued: 0,
    unscored: [],
    stages: {
      deadline: "2026-07-31T23:59:59+08:00",
      closesAt: "2026-10-20T23:59:59+08:00",
      sources: 0,
      drafts: 0,
      waiting: 0,
      questions: 0,
      mediaWaiting: 0,
      entries: 0,
      reviews: null,
      due: 0,
      scored: 0,
      withoutPack: [],
      themes: [],
      ...stages,
    },
    ...change,
  };
}

const held = (who: string | null): ReceivedLine => ({ file: "a.scorebundle", at: "", judge: who, revision: null, verdict: "held", replaces: null, sheets: 0, reason: null });

describe("the stages", () => {
  const at = (one: OrganizerDesk) => stagesOf(one).find((stage) => stage.state === "now")?.id;

  it("begin with the call", () => {
    expect(at(desk())).toBe("call");
    expect(stagesOf(desk()).map((stage) => stage.state)).toEqual(["now", "next", "next", "next", "next", "next", "next"]);
  });

  it("move on with what was done, never with the clock", () => {
    expect(at(desk({ sources: 9, drafts: 8, waiting: 8 }))).toBe("screening");
    expect(at(desk({ sources: 9, drafts: 8, entries: 8 }))).toBe("screening");
    expect(at(desk({ sources: 9, drafts: 8, entries: 8, due: 24, withoutPack: ["J01"] }))).toBe("assignment");
    expect(at(desk({ sources: 9, drafts: 8, entries: 8, due: 24, withoutPack: ["J02"] }, { issued: 1 }))).toBe("packs");
    expect(at(desk({ sources: 9, drafts: 8, entries: 8, due: 24 }, { issued: 4, returned: 1 }))).toBe("merge");
    expect(at(desk({ sources: 9, drafts: 8, entries: 8, due: 24 }, { issued: 4, returned: 4, provisional: false }))).toBe("awards");
  });

  it("count nothing where there is nothing yet", () => {
    const last = stagesOf(desk()).slice(-2);
    expect(last.map((stage) => [stage.count, stage.to])).toEqual([[null, null], [null, null]]);
  });
});

describe("what has to be done today", () => {
  it("is nothing where nothing waits", () => {
    expect(todoOf(desk(), NOON)).toEqual([]);
  });

  it("puts a bundle that was not merged first and names its judge", () => {
    const all = todoOf(desk({ questions: 2 }, { received: [held("J11"), held(null)], judges: [judge("J03")] }), NOON);
    expect(all.map((one) => [one.kind, one.count])).toEqual([["held", 2], ["questions", 2], ["missing", 1]]);
    expect(all[0]?.names).toEqual(["J11", "a.scorebundle"]);
  });

  it("counts the days until bundles have to be in", () => {
    expect(todoOf(desk({}, { judges: [judge("J03")] }), NOON)[0]?.days).toBe(5);
  });

  it("leads every line to the list that proves its number", () => {
    const judges = [judge("J01", { issued: false }), judge("J02"), judge("J03", { revision: 1, scored: 3, recused: 1 })];
    const all = todoOf(desk({ withoutPack: ["J01"] }, { judges }), NOON);
    for (const one of all) {
      if (one.to.page !== "packs") throw new Error(one.kind);
      const { judges: filter } = one.to;
      expect([one.kind, judges.filter((line) => listed(line, filter)).map((line) => line.id)]).toEqual([one.kind, one.names]);
    }
  });
});

describe("the judges listed", () => {
  it("lack what is neither scored nor recused", () => {
    expect(unscored(judge("J01"))).toBe(0);
    expect(unscored(judge("J01", { revision: 1, scored: 2, recused: 1 }))).toBe(1);
  });

  it("are missing only after a pack went out", () => {
    expect(listed(judge("J01", { issued: false }), "missing")).toBe(false);
    expect(listed(judge("J01", { issued: false }), "unissued")).toBe(true);
    expect(listed(judge("J01", { issued: false, assigned: 0 }), "unissued")).toBe(false);
  });
});

describe("the queue", () => {
  const queue: QueueView = {
    drafts: [
      { id: 1, title: "甲", unit: "", theme: 2, findings: [{ code: "title_over_20", facts: {} }, { code: "missing_phone", facts: {} }], source: "a.eml" },
      { id: 2, title: "乙", unit: "", theme: null, findings: [{ code: "possible_duplicate", facts: {} }], source: "b.eml" },
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
    for (const [mark, count] of marksOf(lines)) expect(narrowed(lines, mark)).toHaveLength(count);
    expect(narrowed(lines, null)).toHaveLength(4);
  });

  it("drops the numbers of a code and says lengths in seconds", () => {
    expect([markOf("video_over_180s"), markOf("missing_phone"), markOf("measures_under_50")]).toEqual(["video_over", "missing_phone", "measures_under"]);
    expect(spokenFacts({ ms: "200140", limit_ms: "180000" })).toMatchObject({ seconds: "200.1", limit_seconds: "180" });
  });
});

describe("the plot of marks", () => {
  const line = (lowest: string, highest: string) => ({ lowest, highest }) as RankLine;

  it("has a scale of whole tens that holds every mark", () => {
    expect(scaleOf([line("62.00", "88.50"), line("71.00", "90.00")])).toEqual({ from: 60, to: 90, ticks: [60, 70, 80, 90] });
    expect(scaleOf([line("70.00", "70.00")])).toEqual({ from: 70, to: 80, ticks: [70, 80] });
    expect(scaleOf([line("100.00", "100.00")])).toEqual({ from: 90, to: 100, ticks: [90, 100] });
    expect(scaleOf([])).toMatchObject({ from: 0, to: 100 });
  });

  it("places the ends at the ends", () => {
    const scale = scaleOf([line("60.00", "90.00")]);
    expect([placeOn(scale, 60), placeOn(scale, 75), placeOn(scale, 90)]).toEqual([0, 50, 100]);
  });
});

describe("the ring of judges", () => {
  it("leaves out who has nothing and marks the weakest link", () => {
    const row = (id: string, entries: number) => ({ judge: id, name: id, entries, minutes: 0, themes: [] });
    const plan: PlanView = {
      reviews: 2,
      seed: "1",
      madeAt: "",
      packs: 0,
      judges: [row("J01", 3), row("J02", 2), row("J03", 1), row("J04", 0)],
      unplanned: 0,
      weakestLink: { one: "J01", other: "J03", shared: 1 },
      islands: [["J01", "J02", "J03"]],
      links: [{ one: "J01", other: "J02", shared: 2 }, { one: "J01", other: "J03", shared: 1 }],
    };
    const ring = roundOf(plan);
    expect(ring.judges.map((one) => [one.id, one.weakest])).toEqual([["J01", true], ["J02", false], ["J03", true]]);
    expect(ring.links.map((link) => link.weakest)).toEqual([false, true]);
    expect(ring.links[0]?.width).toBeGreaterThan(ring.links[1]?.width ?? 9);
  });
});

describe("the organiser's keys", () => {
  const stroke = (key: string, change: Partial<Stroke> = {}): Stroke => ({ key, code: "", keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...change });
  const act = (key: string, page: Page, place: Place = "page", change: Partial<Stroke> = {}) => organizerAction(stroke(key, change), place, page);

  it("act on their own page alone", () => {
    expect([act("r", "assign"), act("r", "packs"), act("j", "intake"), act("j", "home"), act("/", "results"), act("/", "intake")]).toEqual(["regenerate", null, "down", null, "find", null]);
  });

  it("type in a text field, but chords act there too", () => {
    expect(act("/", "results", "text")).toBeNull();
    expect(act("Enter", "intake", "text", { ctrlKey: true })).toBe("accept");
  });

  it("leave an input method and foreign chords alone", () => {
    expect(act("j", "intake", "page", { isComposing: true })).toBeNull();
    expect(act("r", "assign", "page", { ctrlKey: true })).toBeNull();
    expect(act("o", "packs", "page", { ctrlKey: true })).toBe("chooseBundles");
  });
});
