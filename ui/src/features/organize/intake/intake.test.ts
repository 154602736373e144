import { describe, expect, it } from "vitest";
import type { FoundLine, QuestionLine, ReplyingView, ShownView } from "../../../lib/ask";
import { mendLine, organizerAction } from "../organize-keys";
import { sortDropped } from "../places";
import type { QueueLine } from "../queue-lines";
import { bulkOf } from "./bulk";
import { dealtWith, hintedWords, problemsOf } from "./problems";
import { letterOf, reasonOf } from "./reply-letter";

const found = (code: string, state = "open", facts: Record<string, string> = {}): FoundLine => ({ code, facts, state, mends: code === "possible_duplicate" ? ["keep_newest", "not_duplicate"] : ["let_stand", "send_back"] });
const question = (reason: string): QuestionLine => ({ id: 1, reason, about: "", draft: 1, source: "", subject: "", from: "", at: null });
const shown = (findings: FoundLine[], versions = 0): ShownView =>
  ({ findings, versions: Array.from({ length: versions }, (_, id) => ({ id, title: "", unit: "", at: null })), phonesInMail: [] }) as unknown as ShownView;

describe("the problems of a draft", () => {
  it("are what is open, each with its mends", () => {
    const lines = problemsOf(shown([found("title_over_20"), found("missing_phone", "mended"), found("video_over_180s", "let_stand")]), [], 2);
    expect(lines.map((line) => line.is)).toEqual(["finding"]);
    expect(dealtWith(shown([found("a", "mended"), found("b", "let_stand"), found("c")])).length).toBe(2);
  });

  it("name a question once, though a finding has the same reason", () => {
    const lines = problemsOf(shown([found("possible_duplicate")], 2), [question("possible_duplicate"), question("attachment_behind_link")], null);
    expect(lines.map((line) => line.is)).toEqual(["finding", "question", "theme"]);
    expect(lines[1]?.mends).toEqual(["attach_here", "settle"]);
  });

  it("offer the newest version only where there is another", () => {
    expect(problemsOf(shown([found("possible_duplicate")], 2), [], 1)[0]?.mends).toContain("keep_newest");
    expect(problemsOf(shown([found("possible_duplicate")]), [], 1)[0]?.mends).toEqual(["not_duplicate"]);
  });

  it("know the words of a hint", () => {
    expect(hintedWords(found("identity_hint", "open", { texts: "浙大、林老师" }))).toEqual(["浙大", "林老师"]);
  });
});

describe("several lines", () => {
  const line = (draft: number | null, theme: number | null, marks: string[]): QueueLine => ({ key: String(draft), draft, questions: [], title: "", theme, unit: null, marks });

  it("say what would happen to them", () => {
    const bulk = bulkOf([line(1, 2, []), line(2, null, ["theme_missing"]), line(3, 4, ["title_over"]), line(null, null, ["form_is_image"])]);
    expect(bulk).toEqual({ drafts: [1, 2, 3], clean: [1], withFindings: 1, withoutTheme: 1, suggested: [[1, 2], [3, 4]] });
  });
});

describe("what is dropped", () => {
  it("is merged when it is a bundle, and on the page of packs; else it is mail", () => {
    expect(sortDropped(["/a.eml", "/b.ScoreBundle"], "intake")).toEqual({ bundles: ["/b.ScoreBundle"], mails: ["/a.eml"] });
    expect(sortDropped(["/a.eml"], "packs")).toEqual({ bundles: ["/a.eml"], mails: [] });
  });
});

describe("the keys of intake", () => {
  const stroke = (key: string, more = {}) => ({ key, code: "", keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...more });

  it("run mends, pick lines, write and undo", () => {
    expect(mendLine(organizerAction(stroke("3"), "page", "intake") ?? "down")).toBe(3);
    expect(organizerAction(stroke("6"), "page", "intake")).toBeNull();
    expect(organizerAction(stroke("3"), "text", "intake")).toBeNull();
    expect(organizerAction(stroke("3"), "page", "packs")).toBeNull();
    expect(organizerAction(stroke(" "), "page", "intake")).toBe("pick");
    expect(organizerAction(stroke(" "), "button", "intake")).toBeNull();
    expect(organizerAction(stroke("J", { shiftKey: true }), "page", "intake")).toBe("pickDown");
    expect(organizerAction(stroke("a", { ctrlKey: true }), "page", "intake")).toBe("pickAll");
    expect(organizerAction(stroke("a", { ctrlKey: true }), "text", "intake")).toBeNull();
    expect(organizerAction(stroke("r", { ctrlKey: true }), "text", "intake")).toBe("reply");
    expect(organizerAction(stroke("z", { ctrlKey: true }), "page", "intake")).toBe("undo");
    expect(organizerAction(stroke("z", { ctrlKey: true }), "text", "intake")).toBeNull();
  });
});

describe("a reply", () => {
  const about: ReplyingView = { name: "林舟", address: "lin@example.com", subject: "来稿", title: "候车气泡", reason: null, findings: [found("title_over_20", "open", { zi: "25", limit: "20" }), found("missing_phone")], deadline: "2020-07-31T23:59:59+08:00" };

  it("says in Chinese, point by point, what is to be mended", () => {
    const letter = letterOf(about, reasonOf(about), new Date("2020-07-20T09:00:00+08:00"));
    expect(letter.subject).toBe("Re: 来稿");
    expect(letter.text).toContain("林舟，您好：");
    expect(letter.text).toContain("1. 标题 25 字，超过 20 字\n2. 缺电话");
    expect(letter.text).toContain("2020 年 7 月 31 日 23:59");
    expect(letter.text).not.toMatch(/[{}]/);
  });

  it("to a mail without a form names what is wrong with it", () => {
    const letter = letterOf({ ...about, findings: [], reason: "form_encrypted", title: "提交表.docx" }, "", new Date("2020-07-20T09:00:00+08:00"));
    expect(letter.text).toContain("1. 表格有密码：提交表.docx");
    expect(letter.text).not.toMatch(/[{}]/);
  });

  it("after the deadline asks for nothing by a day that is over", () => {
    const now = new Date("2020-08-01T00:00:00+08:00");
    for (const one of [about, { ...about, findings: [], reason: "form_encrypted", title: "提交表.docx" }]) {
      const letter = letterOf(one, "incomplete", now);
      expect(letter.text).toContain("2020 年 7 月 31 日 23:59 截止");
      expect(letter.text).not.toContain("以前");
      expect(letter.text).not.toMatch(/[{}]/);
    }
  });
});
