// What a person has to do today, read from the counts alone.
import type { OrganizerDesk } from "../../lib/ask";
import { daysUntil } from "../../lib/format";
import type { Target } from "./places";

export type TodoKind = "held" | "questions" | "drafts" | "media" | "plan" | "packs" | "missing" | "lacking";

export interface Todo {
  kind: TodoKind;
  tone: "stop" | "ask";
  count: number;
  /** Whom or what it is about, at most five. */
  names: string[];
  /** Whole days until scoring closes, for what has to be in by then; negative when they are over. */
  days: number | null;
  to: Target;
}

/** How many names a line carries. */
const NAMES = 5;

/** The list, the most pressing first; empty when nothing waits for a person. */
export function todoOf(desk: OrganizerDesk, now: Date): Todo[] {
  const { stages } = desk;
  const held = desk.received.filter((line) => line.verdict === "held");
  const missing = desk.judges.filter((judge) => judge.issued && judge.revision === null);
  const recused = desk.judges.filter((judge) => judge.recused > 0);
  const days = stages.closesAt === null ? null : daysUntil(stages.closesAt, now);
  const all: Todo[] = [
    { kind: "held", tone: "stop", count: held.length, names: held.map((line) => line.judge ?? line.file), days: null, to: { page: "packs", judges: "all" } },
    { kind: "questions", tone: "ask", count: stages.questions, names: [], days: null, to: { page: "intake", mark: null } },
    { kind: "drafts", tone: "ask", count: stages.waiting, names: [], days: null, to: { page: "intake", mark: null } },
    { kind: "media", tone: "ask", count: stages.mediaWaiting, names: [], days: null, to: { page: "intake", mark: null } },
    { kind: "plan", tone: "ask", count: stages.due === 0 ? stages.entries : 0, names: [], days: null, to: { page: "assign" } },
    { kind: "packs", tone: "ask", count: stages.withoutPack.length, names: stages.withoutPack, days: null, to: { page: "packs", judges: "unissued" } },
    { kind: "missing", tone: "ask", count: missing.length, names: missing.map((judge) => judge.id), days, to: { page: "packs", judges: "missing" } },
    { kind: "lacking", tone: "ask", count: recused.reduce((sum, judge) => sum + judge.recused, 0), names: recused.map((judge) => judge.id), days: null, to: { page: "packs", judges: "lacking" } },
  ];
  return all.filter((one) => one.count > 0).map((one) => ({ ...one, names: one.names.slice(0, NAMES) }));
}
