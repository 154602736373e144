// Letters to judges, drafted in the window's language and sent by the organiser's own mail program.
import type { JudgeLine, OrganizerDesk, ReceivedLine } from "../../lib/ask";
import { moment } from "../../lib/format";
import { language, lookUp, t } from "../../lib/i18n.svelte";

/** A letter before it is sent. */
export interface Draft {
  kind: "remind" | "reply";
  judge: string;
  name: string;
  address: string;
  subject: string;
  text: string;
}

/** Asks a judge who has a pack and has not returned it. */
export function reminder(desk: OrganizerDesk, judge: JudgeLine): Draft {
  const closes = desk.stages.closesAt === null ? t("letter.noClose") : t("letter.closes", { date: moment(desk.stages.closesAt, language()) });
  const times = judge.reminders.length > 0 ? t("letter.again", { n: judge.reminders.length + 1 }) : "";
  const facts = { contest: desk.contestTitle, name: judge.name, n: judge.assigned, closes, times };
  return { kind: "remind", judge: judge.id, name: judge.name, address: judge.email, subject: t("letter.remind.subject", facts), text: t("letter.remind.text", facts) };
}

/** Tells a judge why a bundle was not merged, and what to do. */
export function reply(desk: OrganizerDesk, line: ReceivedLine): Draft {
  const judge = desk.judges.find((one) => one.id === line.judge);
  const part = (which: string) => {
    const facts = { code: line.reason?.code ?? "", ...line.reason?.facts };
    return lookUp(`error.${line.reason?.code ?? "unknown"}.${which}`, facts) ?? "";
  };
  const facts = { contest: desk.contestTitle, name: judge?.name ?? "", file: line.file, what: part("what"), safe: part("safe") };
  return { kind: "reply", judge: line.judge ?? "", name: judge?.name ?? "", address: judge?.email ?? "", subject: t("letter.reply.subject", facts), text: t("letter.reply.text", facts) };
}
