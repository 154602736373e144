// The queue as one list: drafts with what was found in them, and questions that belong to no draft.
import type { QuestionLine, QueueView } from "../../lib/ask";

export interface QueueLine {
  key: string;
  draft: number | null;
  /** The open questions of this line. */
  questions: number[];
  title: string;
  theme: number | null;
  /** May be empty; `null` for a question that is about no draft. */
  unit: string | null;
  /** What was found, without numbers: `title_over`, `no_form_found`. Each once. */
  marks: string[];
}

/** A finding without the numbers in its code: `title_over_20` is `title_over`, `video_over_180s` is `video_over`. */
export function markOf(code: string): string {
  return code.replace(/_\d+s?$/, "");
}

/** Drafts first, in the order they came. */
export function linesOf(queue: QueueView): QueueLine[] {
  const asked = new Map<number, QuestionLine[]>();
  for (const one of queue.questions) if (one.draft !== null) asked.set(one.draft, [...(asked.get(one.draft) ?? []), one]);
  const lines: QueueLine[] = queue.drafts.map((draft) => {
    const own = asked.get(draft.id) ?? [];
    const marks = [...draft.codes.map(markOf), ...own.map((question) => question.reason), ...(draft.theme === null ? ["theme_missing"] : [])];
    return { key: `draft ${draft.id}`, draft: draft.id, questions: own.map((one) => one.id), title: draft.title, theme: draft.theme, unit: draft.unit, marks: [...new Set(marks)] };
  });
  const waiting = new Set(queue.drafts.map((draft) => draft.id));
  for (const one of queue.questions) {
    if (one.draft !== null && waiting.has(one.draft)) continue;
    lines.push({ key: `question ${one.id}`, draft: null, questions: [one.id], title: one.about || one.subject || one.source, theme: null, unit: null, marks: [one.reason] });
  }
  return lines;
}

/** What the list is narrowed to, each in addition to the others; `null` leaves all, empty text what has none. */
export interface Narrowing {
  mark: string | null;
  theme: string | null;
  unit: string | null;
}

/** Everything. */
export const WHOLE: Narrowing = { mark: null, theme: null, unit: null };

/** What a line has, for each way of narrowing. */
const has: Record<keyof Narrowing, (line: QueueLine) => readonly string[]> = {
  mark: (line) => line.marks,
  theme: (line) => [line.theme === null ? "" : String(line.theme)],
  unit: (line) => [line.unit ?? ""],
};
const WAYS = ["mark", "theme", "unit"] as const;

/** The lines that are left. */
export function narrowed(lines: readonly QueueLine[], to: Narrowing): QueueLine[] {
  return lines.filter((line) => WAYS.every((way) => to[way] === null || has[way](line).includes(to[way])));
}

/** What the list could be narrowed to in one way, with the number of lines that would be left. */
export function choicesOf(lines: readonly QueueLine[], to: Narrowing, way: keyof Narrowing): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of narrowed(lines, { ...to, [way]: null })) for (const one of has[way](line)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** The marks with their numbers, the most frequent first. */
export function marksOf(lines: readonly QueueLine[], to: Narrowing): [string, number][] {
  return [...choicesOf(lines, to, "mark")].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/** The same, or with one way less where no line would be left: after the last of a kind was dealt with, its filter goes. */
export function kept(lines: readonly QueueLine[], to: Narrowing): Narrowing {
  const tried = [to, { ...to, mark: null }, { ...to, unit: null }, { ...to, theme: null }];
  return tried.find((one) => narrowed(lines, one).length > 0) ?? WHOLE;
}

/** The facts of a finding as its sentence wants them: lengths in seconds beside those in milliseconds. */
export function spokenFacts(facts: Partial<Record<string, string>>): Record<string, string> {
  const spoken: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) continue;
    spoken[name] = value;
    if (name === "ms" || name === "limit_ms") spoken[name.replace("ms", "seconds")] = String(Math.floor(Number(value) / 100) / 10);
  }
  return spoken;
}
