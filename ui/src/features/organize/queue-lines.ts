// The queue as one list: drafts with what was found in them, and questions that belong to no draft.
import type { QuestionLine, QueueView } from "../../lib/ask";

export interface QueueLine {
  key: string;
  draft: number | null;
  /** The open questions of this line. */
  questions: number[];
  title: string;
  theme: number | null;
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
    return { key: `draft ${draft.id}`, draft: draft.id, questions: own.map((one) => one.id), title: draft.title, theme: draft.theme, marks: [...new Set(marks)] };
  });
  const waiting = new Set(queue.drafts.map((draft) => draft.id));
  for (const one of queue.questions) {
    if (one.draft !== null && waiting.has(one.draft)) continue;
    lines.push({ key: `question ${one.id}`, draft: null, questions: [one.id], title: one.about || one.subject || one.source, theme: null, marks: [one.reason] });
  }
  return lines;
}

/** Every mark with the number of lines that carry it, the most frequent first. */
export function marksOf(lines: readonly QueueLine[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const line of lines) for (const mark of line.marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/** The lines with this mark; all of them without one. */
export function narrowed(lines: readonly QueueLine[], mark: string | null): QueueLine[] {
  return mark === null ? [...lines] : lines.filter((line) => line.marks.includes(mark));
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
