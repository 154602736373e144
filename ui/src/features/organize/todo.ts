// What a person has to do today, read from the counts alone.
import type { OrganizerDesk } from "../../lib/ask";
import { daysUntil } from "../../lib/format";
import { listed } from "./judge-filter";
import type { JudgeFilter, Target } from "./places";

export type TodoKind = "held" | "queue" | "media" | "plan" | "packs" | "missing" | "lacking" | "awards";

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
  /* What a line counts is what the page it leads to lists. */
  const judges = (filter: JudgeFilter) => desk.judges.filter((judge) => listed(judge, filter)).map((judge) => judge.id);
  const [unissued, missing, lacking] = [judges("unissued"), judges("missing"), judges("lacking")];
  const days = stages.closesAt === null ? null : daysUntil(stages.closesAt, now);
  const all: Todo[] = [
    { kind: "held", tone: "stop", count: held.length, names: held.map((line) => line.judge ?? line.file), days: null, to: { page: "packs", judges: "all" } },
    { kind: "queue", tone: "ask", count: desk.queue, names: [], days: null, to: { page: "intake", mark: null } },
    { kind: "media", tone: "ask", count: stages.mediaWaiting, names: [], days: null, to: { page: "intake", mark: null } },
    { kind: "plan", tone: "ask", count: stages.due === 0 ? stages.entries : 0, names: [], days: null, to: { page: "assign" } },
    { kind: "packs", tone: "ask", count: unissued.length, names: unissued, days: null, to: { page: "packs", judges: "unissued" } },
    { kind: "missing", tone: "ask", count: missing.length, names: missing, days, to: { page: "packs", judges: "missing" } },
    { kind: "awards", tone: "ask", count: desk.openAwards ?? 0, names: [], days: null, to: { page: "results", theme: null } },
    { kind: "lacking", tone: "ask", count: lacking.length, names: lacking, days: null, to: { page: "packs", judges: "lacking" } },
  ];
  return all.filter((one) => one.count > 0).map((one) => ({ ...one, names: one.names.slice(0, NAMES) }));
}
