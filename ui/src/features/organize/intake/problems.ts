// What stands in the way of a draft, line by line: its findings, its open questions, and a theme that nobody named.
import type { FoundLine, QuestionLine, ShownView } from "../../../lib/ask";

export type Problem =
  | { is: "finding"; found: FoundLine; mends: string[] }
  | { is: "question"; question: QuestionLine; mends: string[] }
  | { is: "theme"; mends: string[] };

/** How many lines have a key. */
export const KEYED = 5;

/** What is still open, in the order of the keys. A question for the same reason as a finding is settled with it. */
export function problemsOf(shown: ShownView, questions: readonly QuestionLine[], theme: number | null): Problem[] {
  const open = shown.findings.filter((one) => one.state === "open");
  const reasons = new Set(open.map((one) => one.code));
  const lines: Problem[] = open.map((found) => ({ is: "finding", found, mends: possible(found.mends, shown) }));
  for (const question of questions) {
    if (!reasons.has(question.reason)) lines.push({ is: "question", question, mends: mendsOfQuestion(question.reason) });
  }
  if (theme === null) lines.push({ is: "theme", mends: ["choose_theme"] });
  return lines;
}

/** Findings that somebody dealt with, for the record. */
export function dealtWith(shown: ShownView): FoundLine[] {
  return shown.findings.filter((one) => one.state === "mended" || one.state === "let_stand");
}

/** What can be done about a question that belongs to a draft. */
export function mendsOfQuestion(reason: string): string[] {
  if (reason === "media_owner_unclear") return ["give_here", "settle"];
  if (reason === "attachment_behind_link") return ["attach_here", "settle"];
  return ["settle"];
}

/** Nothing takes the place of a draft that has no other version. */
function possible(mends: readonly string[], shown: ShownView): string[] {
  return mends.filter((mend) => mend !== "keep_newest" || shown.versions.length > 1);
}

/** The words that a hint is about. */
export function hintedWords(found: FoundLine): string[] {
  return (found.facts.texts ?? "").split("、").filter((word) => word !== "");
}
