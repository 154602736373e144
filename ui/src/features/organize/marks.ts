// How a mark of the queue is said and drawn.
import type { FoundLine } from "../../lib/ask";
import { moment } from "../../lib/format";
import { language, lookUp, t } from "../../lib/i18n.svelte";
import type { IconName } from "../../lib/icons";
import { markOf, spokenFacts } from "./queue-lines";

/** The word on a line of the queue and on its filter. */
export function markWord(mark: string): string {
  return lookUp(`mark.${mark}`) ?? lookUp(`queue.${mark}`) ?? mark;
}

/** A finding as a sentence with its numbers. */
export function findingText(found: Pick<FoundLine, "code" | "facts">): string {
  const mark = markOf(found.code);
  const facts = spokenFacts(found.facts);
  if (facts["received"] !== undefined) facts["received"] = moment(facts["received"], language());
  return lookUp(`finding.${mark}`, facts) ?? t("intake.finding", { code: found.code });
}

/** Whether a mark stops and does not just ask: nothing in hand can be judged. */
export function stops(mark: string): boolean {
  return ["no_form_found", "form_encrypted", "form_unreadable", "form_is_image", "mail_unreadable", "identity_in_text"].includes(mark);
}

export function markIcon(mark: string): IconName {
  if (mark.startsWith("video") || mark.startsWith("media")) return "video";
  if (mark === "missing_phone") return "phone";
  if (mark.endsWith("_over") || mark.endsWith("_under") || mark.startsWith("missing")) return "pen";
  if (mark === "received_after_deadline") return "clock";
  return stops(mark) ? "stop" : "warn";
}
