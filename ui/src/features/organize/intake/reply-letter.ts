// A reply to people who wrote in Chinese, whatever language the organiser works in.
import type { ReplyingView } from "../../../lib/ask";
import { inChinese } from "../../../lib/i18n.svelte";
import { wall } from "../../../lib/format";
import { markOf, spokenFacts } from "../queue-lines";

/** Reasons with words of their own, in the order they are offered. */
export const REASONS = ["incomplete", "over_length", "media_over", "not_the_form", "withdrawn"] as const;

export interface Letter {
  subject: string;
  text: string;
}

/** The reason that the open findings suggest. */
export function reasonOf(about: ReplyingView): string {
  const codes = about.findings.map((found) => found.code);
  if (codes.some((code) => code.startsWith("missing_"))) return "incomplete";
  if (codes.some((code) => code.startsWith("video_over"))) return "media_over";
  if (codes.some((code) => /_(over|under)_\d+$/.test(code))) return "over_length";
  return "incomplete";
}

/** The letter with everything that is to be mended, point by point. After the deadline it promises nothing. */
export function letterOf(about: ReplyingView, reason: string, now: Date): Letter {
  const points = about.findings.filter((found) => !found.code.startsWith("identity_")).map((found) => inChinese(`finding.${markOf(found.code)}`, spoken(found.facts)) ?? found.code);
  const why = about.reason === null ? inChinese(`sent_back.${reason}`) : inChinese(`queue.${about.reason}`);
  if (points.length === 0 && why !== null) points.push(about.reason === null ? why : `${why}：${about.title}`);
  const list = points.map((point, at) => inChinese("reply.point", { at: at + 1, point }) ?? point).join("\n");
  const greeting = about.name === "" ? inChinese("reply.greeting") : inChinese("reply.greeting_named", { name: about.name });
  const facts = { title: about.title, points: list, deadline: written(about.deadline) };
  const late = now > new Date(about.deadline) ? "_late" : "";
  const body = inChinese(`reply.${about.reason === null ? "mend" : "item"}${late}`, facts);
  const subject = about.subject.toLowerCase().startsWith("re:") ? about.subject : `Re: ${about.subject}`;
  return { subject, text: `${greeting ?? ""}\n\n${body ?? ""}` };
}

function spoken(facts: Record<string, string>): Record<string, string> {
  const all = spokenFacts(facts);
  const { received } = all;
  return received === undefined ? all : { ...all, received: written(received) };
}

function written(iso: string): string {
  const at = wall(iso);
  if (at === null) return iso;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.year} 年 ${at.month} 月 ${at.day} 日 ${two(at.hour)}:${two(at.minute)}`;
}
