// What the judge is told before signing: what is complete, and what may deserve another look. No line is a wall.
import type { Desk, RecusalLine, Submission } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import type { Filter } from "../score/order";

export interface Line {
  passed: boolean;
  text: string;
  /** Entries the line is about, and the filter under which they are found again. */
  numbers: string[];
  filter: Filter;
  action: string | null;
  reasons: RecusalLine[];
  /** The theme in which the line is mended on the compare page. */
  theme?: number;
}

/** The lines of the completeness check, in the order a judge would mend them. */
export function linesOf(submission: Submission, desk: Pick<Desk, "commentPolicy" | "commentMinimum">): Line[] {
  return [...decisions(submission), ...ties(submission), ...comments(submission, desk), ...flags(submission), ...recusals(submission)];
}

function decisions(submission: Submission): Line[] {
  const lines: Line[] = [];
  if (submission.open.length > 0) lines.push(remind(t("submit.openLine", { n: submission.open.length }), submission.open, "open", t("submit.goScore")));
  if (submission.drafts.length > 0) lines.push(remind(t("submit.draftLine", { n: submission.drafts.length }), submission.drafts, "draft", t("submit.goFinish")));
  return lines.length > 0 ? lines : [pass(t("submit.allDecided", { n: submission.assigned }))];
}

function ties(submission: Submission): Line[] {
  const [first] = submission.openTies;
  if (!first) return [pass(submission.decidedTies > 0 ? t("submit.tiesDecided", { n: submission.decidedTies }) : t("submit.noTies"))];
  const numbers = submission.openTies.flatMap((tie) => tie.numbers);
  return [{ ...remind(t("submit.tiesOpen", { n: submission.openTies.length }), numbers, "all", t("submit.goCompare")), theme: first.theme }];
}

function comments(submission: Submission, desk: Pick<Desk, "commentPolicy" | "commentMinimum">): Line[] {
  if (desk.commentPolicy === "off") return [];
  const lines: Line[] = [];
  if (submission.missingComments.length > 0) {
    lines.push(remind(t("submit.missing", { n: submission.missingComments.length }), submission.missingComments, "all", t("submit.goWrite")));
  }
  if (submission.shortComments.length > 0) {
    const facts = { n: submission.shortComments.length, min: desk.commentMinimum };
    lines.push(remind(t("submit.short", facts), submission.shortComments, "all", t("submit.goWrite")));
  }
  if (lines.length > 0 || submission.comments === 0) return lines;
  return [pass(desk.commentMinimum > 0 ? t("submit.commentsFine", { n: submission.comments, min: desk.commentMinimum }) : t("submit.commentsPresent", { n: submission.comments }))];
}

function flags(submission: Submission): Line[] {
  if (submission.flagged.length === 0) return [pass(t("submit.noFlags"))];
  return [remind(t("submit.flaggedLine", { n: submission.flagged.length }), submission.flagged, "flag", t("submit.goLook"))];
}

function recusals(submission: Submission): Line[] {
  if (submission.recusals.length === 0) return [pass(t("submit.noRecusals"))];
  return [{ ...pass(t("submit.recusals", { n: submission.recusals.length })), reasons: submission.recusals }];
}

function pass(text: string): Line {
  return { passed: true, text, numbers: [], filter: "all", action: null, reasons: [] };
}

function remind(text: string, numbers: string[], filter: Filter, action: string): Line {
  return { passed: false, text, numbers, filter, action, reasons: [] };
}
