import { describe, expect, it } from "vitest";
import cliEn from "../../../assets/messages/cli.en.json";
import en from "../../../assets/messages/en.json";
import errorsEn from "../../../assets/messages/errors.en.json";
import errorsZh from "../../../assets/messages/errors.zh-CN.json";
import papersEn from "../../../assets/messages/papers.en.json";
import zh from "../../../assets/messages/zh-CN.json";

const facts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
const zhBook: Record<string, string> = { ...errorsZh, ...zh };
const enBook: Record<string, string> = { ...errorsEn, ...en };

/** Messages whose keys are put together at run time, or that the command line speaks. */
const MADE = ["error.", "status.", "cli.", "cover.edge.", "cover.sense.", "recuse.workedOnIt", "recuse.knowAuthor", "recuse.other", "media.failed.", "media.notSeen.", "compare.why.", "organize.line.", "organize.nav.", "organize.stage.", "organize.todo.", "organize.returned.", "packs.filter.", "parts.ink.", "finding.", "queue.", "mark.", "theme_from.", "keys.look.", "keys.size.", "results.why.", "results.open.", "results.move.", "results.decision.", "results.resolve.", "results.by.", "results.sheet.", "results.recusal.", "results.suppose.", "verify.difference.", "form.", "judges.field.", "sent.", "letter.saved", "letter.opened", "letter.copied", "import.", "intake.view.", "intake.kind.", "mend.", "ask.", "tells.", "deed.", "sent_back.", "reply.", "find.place."];

const sources = Object.entries(import.meta.glob<string>("../**/*.{svelte,ts}", { query: "?raw", import: "default", eager: true }))
  .filter(([path]) => !path.endsWith(".test.ts"))
  .map(([, text]) => text)
  .join("\n");

/* Words that may follow a place: verbs, and one that is no noun. */
const VERBS = ["answers", "as", "awaits", "belongs", "breaks", "counts", "does", "exists", "has", "holds", "is", "opens", "repeats", "says", "scores", "stands", "tells", "was"];
const english: [string, string][] = [en, errorsEn, cliEn, papersEn].flatMap((book) => Object.entries(book));

describe("the messages", () => {
  it("have a form for one wherever an English word follows its number", () => {
    for (const [key, text] of english) {
      for (const [found, word] of text.matchAll(/\{\w+\} (?:(?:different|mobile|more|new|score|still) )?([a-z]+s)\b/g)) {
        if (!VERBS.includes(word ?? "")) throw new Error(`${key}: “${found}” has no form for one; write {n|entry|entries}`);
      }
    }
  });


  it("have the same keys in both languages", () => {
    expect(Object.keys(enBook).sort()).toEqual(Object.keys(zhBook).sort());
  });

  it("take the same facts in both languages", () => {
    for (const [key, text] of Object.entries(zhBook)) {
      const other = enBook[key] ?? "";
      if (key !== "open.files.done" && key !== "open.files.before") expect([key, facts(other)]).toEqual([key, facts(text)]);
    }
  });

  it("are all spoken somewhere in the window", () => {
    const unused = Object.keys(zhBook).filter((key) => !MADE.some((made) => key.startsWith(made)) && !sources.includes(`"${key}"`));
    expect(unused).toEqual([]);
  });

  it("say what happened, what is safe and what to do for every refusal", () => {
    const codes = new Set(Object.keys(zhBook).filter((key) => key.startsWith("error.")).map((key) => key.split(".")[1]));
    for (const code of codes) {
      for (const part of ["what", "safe", "do"]) expect(zhBook[`error.${code}.${part}`], `${code}.${part}`).toBeTruthy();
    }
    for (const code of [
      "wrong_passphrase", "not_a_pack", "pack_damaged", "pack_altered", "pack_incomplete", "pack_too_new", "passphrase_wait", "pack_missing", "cancelled",
      "place_not_writable", "export_not_read_back", "disk_full", "bundle_not_for_us", "bundle_altered", "bundle_damaged", "bundle_other_contest",
      "bundle_other_pack", "bundle_unknown_judge", "bundle_wrong_invitation", "bundle_second_key", "bundle_fork", "bundle_older", "bundle_wrong_judge",
      "contest_locked", "contest_not_found", "not_a_contest", "data_folder_locked", "internal", "unknown",
    ]) {
      expect(codes).toContain(code);
    }
  });

  it("never end a Chinese sentence in the tone of a machine", () => {
    for (const text of Object.values(zhBook)) expect(text).not.toMatch(/[!！]|失误|非法/);
  });
});
