import { describe, expect, it } from "vitest";
import type { AwardView, JudgeLine, JudgeScale, OrganizerDesk, PlanView, RankLine, ReceivedLine, StagesView } from "../../lib/ask";
import type { Place, Stroke } from "../../lib/keys";
import { peersOf } from "./bundle-peers";
import { due, listed, unscored } from "./judge-filter";
import { organizerAction } from "./organize-keys";
import type { Page } from "./places";
import { roundOf } from "./plan-ring";
import { awardsHeld } from "./awards-held";
import { rankAt, rankScale } from "./rank-scale";
import { plotOf } from "./scale-plot";
import { stagesOf } from "./stages";
import { todoOf } from "./todo";

const NOON = new Date("2026-10-16T12:00:00+08:00");

function judge(id: string, change: Partial<JudgeLine> = {}): JudgeLine {
  return { id, name: id, inRound: true, issued: true, toIssue: false, packKib: 1, issuedAt: null, assigned: 4, revision: null, receivedAt: null, scored: 0, recused: 0, fingerprint: null, email: "", dropped: false, sent: null, reminders: [], ...change };
}

function desk(stages: Partial<StagesView> = {}, change: Partial<OrganizerDesk> = {}): OrganizerDesk {
  return {
    contestTitle: "",
    round: "panel",
    rounds: [],
    folder: "",
    judges: [],
    received: [],
    provisional: true,
    returned: 0,
    issued: 0,
    queue: 0,
    openAwards: null,
    awards: 0,
    backup: null,
    share: null,
    importsCut: [],
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

const held = (who: string | null): ReceivedLine => ({ receipt: null, round: null, fingerprint: null, late: false, file: "a.scorebundle", at: "", judge: who, revision: null, verdict: "held", replaces: null, sheets: 0, reason: null });

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
    expect(at(desk({ sources: 9, drafts: 8, entries: 8, due: 24 }, { issued: 4, returned: 4, provisional: false, openAwards: 2, awards: 5 }))).toBe("awards");
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
    const all = todoOf(desk({}, { queue: 2, received: [held("J11"), held(null)], judges: [judge("J03")] }), NOON);
    expect(all.map((one) => [one.kind, one.count])).toEqual([["held", 2], ["queue", 2], ["missing", 1]]);
    expect(all[0]?.names).toEqual(["J11", "a.scorebundle"]);
  });

  it("counts the days until bundles have to be in", () => {
    expect(todoOf(desk({}, { judges: [judge("J03")] }), NOON)[0]?.days).toBe(5);
  });

  it("leads every line to the list that proves its number", () => {
    const judges = [judge("J01", { issued: false, toIssue: true }), judge("J02"), judge("J03", { revision: 1, scored: 3, recused: 1 })];
    const all = todoOf(desk({ withoutPack: ["J01"] }, { judges }), NOON);
    for (const one of all) {
      if (one.to.page !== "packs") throw new Error(one.kind);
      const { judges: filter } = one.to;
      expect([one.kind, judges.filter((line) => listed(line, filter)).map((line) => line.id)]).toEqual([one.kind, one.names]);
    }
  });

  it("counts, over random states, as many as its link lists", () => {
    let seed = 7;
    const dice = (sides: number) => (seed = (seed * 48271) % 2147483647) % sides;
    for (let turn = 0; turn < 300; turn += 1) {
      const judges = Array.from({ length: dice(9) }, (_, at) => {
        const [assigned, issued] = [dice(5), dice(2) === 1];
        const revision = issued && dice(2) === 1 ? dice(4) + 1 : null;
        const scored = revision === null ? 0 : dice(assigned + 1);
        const recused = revision === null ? 0 : dice(assigned - scored + 1);
        return judge(`J${at}`, { assigned, issued, toIssue: dice(2) === 1, revision, scored, recused });
      });
      const received = Array.from({ length: dice(4) }, () => held(null));
      const one = desk({}, { judges, received, queue: dice(3), openAwards: dice(2) === 1 ? dice(4) : null });
      for (const todo of todoOf(one, NOON)) {
        const list = todo.kind === "held" ? received : todo.to.page === "packs" ? judges.filter((line) => listed(line, todo.to.page === "packs" ? todo.to.judges : "all")) : null;
        if (list !== null) expect([turn, todo.kind, todo.count]).toEqual([turn, todo.kind, list.length]);
      }
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
    expect(listed(judge("J01", { issued: false, toIssue: true }), "unissued")).toBe(true);
    expect(listed(judge("J01", { issued: false, assigned: 0 }), "unissued")).toBe(false);
  });

  it("are those of the round", () => {
    expect([true, false].map((inRound) => listed(judge("J01", { inRound }), "all"))).toEqual([true, false]);
  });
});

describe("the plot of ranks", () => {
  const line = (rank: number, rankHigh: number | null) => ({ rank, rankHigh }) as RankLine;

  it("reaches from the first rank to the worst end of any interval", () => {
    expect(rankScale([line(1, 3), line(2, 12)])).toEqual({ to: 12, ticks: [1, 2, 4, 6, 8, 10, 12] });
    expect(rankScale([line(1, 2), line(600, 600)]).ticks).toEqual([1, 100, 200, 300, 400, 500, 600]);
    expect(rankScale([line(1, null)])).toMatchObject({ to: 2 });
    expect(rankScale([])).toMatchObject({ to: 2 });
  });

  it("places the ends at the ends", () => {
    const scale = rankScale([line(1, 11)]);
    expect([rankAt(scale, 1), rankAt(scale, 6), rankAt(scale, 11)]).toEqual([0, 50, 100]);
  });
});

describe("awards beside the ranking", () => {
  const taker = (id: string) => ({ id, label: id, title: "" });
  const award = (id: string, change: Partial<AwardView>): AwardView => ({ id, name: id, nameEn: id, round: "panel", count: 1, countIsOurs: false, toUnits: false, byPeople: false, received: [], open: [], ...change });
  const got = (id: string) => ({ to: taker(id), rank: 1, by: "ranking", chance: null, byRawMeans: true, byLeastSquares: true });
  const tie = (...among: string[]) => ({ code: "tie", round: null, judges: null, places: 1, awards: [], among: among.map(taker) });

  it("stand at whoever has them or is tied for them, never at units", () => {
    const held = awardsHeld([award("gold", { received: [got("A")] }), award("nominee", { open: [tie("B", "C")] }), award("video", { received: [got("A")] }), award("unit", { toUnits: true, received: [got("U")] })]);
    expect([...held].map(([number, all]) => [number, all.map((one) => [one.award.id, one.open])])).toEqual([
      ["A", [["gold", false], ["video", false]]],
      ["B", [["nominee", true]]],
      ["C", [["nominee", true]]],
    ]);
  });
});

describe("the plot of judges", () => {
  const judge = (id: string, leniency: number, infit: number, change: Partial<JudgeScale> = {}): JudgeScale => ({ id, name: id, awaited: false, excluded: false, figures: { reviews: 9, leniency: leniency.toFixed(2), leniencySe: "1.00", spread: "4.00", infit: infit.toFixed(2), misfits: infit > 1.5 }, ...change });

  it("marks who is inconsistent or far from the others and leaves out who does not count", () => {
    const plot = plotOf([judge("J1", 1, 1), judge("J2", -1, 0.9), judge("J3", 1, 1.8), judge("J4", -1, 1), judge("J5", 0.5, 1), judge("J6", 12, 1), judge("J7", 1, 1, { excluded: true }), judge("J8", 0, 0, { figures: null })]);
    expect(plot.dots.filter((dot) => dot.odd).map((dot) => dot.id)).toEqual(["J3", "J6"]);
    expect(plot.dots).toHaveLength(6);
    expect(plotOf([]).dots).toEqual([]);
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
      themes: [],
      unplanned: 0,
      weakestLink: { one: "J01", other: "J03", shared: 1 },
      islands: [["J01", "J02", "J03"]],
      bridge: null,
      barred: 0,
      broken: 0,
      dropped: [],
      earlier: null,
      linked: 2,
      steps: 1,
      links: [{ one: "J01", other: "J02", shared: 2 }, { one: "J01", other: "J03", shared: 1 }],
    };
    const ring = roundOf(plan);
    expect(ring.judges.map((one) => [one.id, one.weakest])).toEqual([["J01", true], ["J02", false], ["J03", true]]);
    expect(ring.links.map((link) => link.weakest)).toEqual([false, true]);
    expect(ring.links[0]?.width).toBeGreaterThan(ring.links[1]?.width ?? 9);
    expect(ring.judges.map((one) => one.label)).toEqual(["01", "02", "03"]);
    const many = roundOf({ ...plan, judges: Array.from({ length: 90 }, (_, at) => row(`P${at + 100}`, 1)), weakestLink: { one: "P101", other: "P102", shared: 1 }, links: [] });
    const labelled = many.judges.filter((one) => one.label !== "");
    expect(labelled.length).toBeLessThan(45);
    expect(labelled.slice(0, 3).map((one) => one.label)).toEqual(["100", "101", "102"]);
    expect(roundOf({ ...plan, judges: [row("沈清", 1), row("J1", 1)] }).judges.map((one) => one.label)).toEqual(["沈清", "J1"]);
  });
});

describe("the organiser's keys", () => {
  const stroke = (key: string, change: Partial<Stroke> = {}): Stroke => ({ key, code: "", keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...change });
  const act = (key: string, page: Page, place: Place = "page", change: Partial<Stroke> = {}) => organizerAction(stroke(key, change), place, page);

  it("act on their own page alone", () => {
    expect([act("r", "assign"), act("r", "packs"), act("j", "intake"), act("j", "home"), act("/", "results"), act("/", "intake"), act("e", "results"), act("e", "packs"), act("k", "results"), act("Escape", "results")]).toEqual(["regenerate", null, "down", null, "find", "find", "export", null, "up", "back"]);
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

describe("reminders", () => {
  const closes = "2026-10-20T23:59:59+08:00";
  it("are due from a week before the end, to those who have a pack and returned nothing", () => {
    expect(due(judge("J01"), closes, NOON)).toBe(true);
    expect(due(judge("J01"), null, NOON)).toBe(false);
    expect(due(judge("J01"), "2026-11-20T23:59:59+08:00", NOON)).toBe(false);
    for (const change of [{ issued: false }, { revision: 1 }, { dropped: true }]) expect(due(judge("J01", change), closes, NOON)).toBe(false);
  });

  it("leave three days between two", () => {
    const reminded = (on: string) => due(judge("J01", { reminders: [{ on, line: 9 }] }), closes, NOON);
    expect([reminded("2026-10-16"), reminded("2026-10-14"), reminded("2026-10-13")]).toEqual([false, false, true]);
  });
});

describe("the bundles of one judge", () => {
  it("are listed once a content, the first received first", () => {
    const one = (receipt: number, group: string, who = "J01"): ReceivedLine => ({ ...held(who), receipt, round: "panel", fingerprint: { groups: [group, "0", "0", "0", "0", "0"] } });
    const peers = peersOf([one(4, "b"), one(3, "a"), one(2, "a"), one(1, "c", "J02"), held("J01")], "J01", "panel");
    expect(peers.map((peer) => peer.receipt)).toEqual([2, 4]);
  });
});
