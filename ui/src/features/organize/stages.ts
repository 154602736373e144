// The seven stages of a contest, and which of them it is in.
import type { OrganizerDesk } from "../../lib/ask";
import { type Target, whole } from "./places";

export const STAGES = ["call", "screening", "assignment", "packs", "merge", "awards", "publication"] as const;
export type StageId = (typeof STAGES)[number];

export interface Stage {
  id: StageId;
  state: "done" | "now" | "next";
  /** What is counted; `null` where nothing is counted yet. */
  count: number | null;
  /** Of how many, where there is a whole. */
  of: number | null;
  /** Where the count is proved; `null` for a stage without a page. */
  to: Target | null;
}

/** The stages in their order. The contest is in the first one that is not finished, and no earlier than the last one begun. */
export function stagesOf(desk: OrganizerDesk): Stage[] {
  const { stages } = desk;
  const begun: Record<StageId, boolean> = {
    call: true,
    screening: stages.drafts > 0,
    assignment: stages.due > 0,
    packs: desk.issued > 0,
    merge: desk.returned > 0,
    awards: desk.openAwards !== null,
    publication: false,
  };
  const finished: Record<StageId, boolean> = {
    call: stages.entries > 0,
    screening: stages.due > 0,
    assignment: desk.issued > 0,
    packs: desk.issued > 0 && stages.withoutPack.length === 0,
    merge: desk.issued > 0 && !desk.provisional,
    awards: desk.openAwards === 0,
    publication: false,
  };
  const counted: Record<StageId, Pick<Stage, "count" | "of" | "to">> = {
    call: { count: stages.sources, of: null, to: whole("intake") },
    screening: { count: stages.entries, of: null, to: whole("intake") },
    assignment: { count: stages.due, of: null, to: whole("assign") },
    packs: { count: desk.issued, of: null, to: whole("packs") },
    merge: { count: desk.returned, of: desk.issued, to: whole("packs") },
    awards: desk.openAwards === null ? { count: null, of: null, to: null } : { count: desk.awards - desk.openAwards, of: desk.awards, to: whole("results") },
    publication: { count: null, of: null, to: null },
  };
  const last = STAGES.findLastIndex((id) => begun[id]);
  const at = STAGES.findIndex((id, i) => i >= last && !finished[id]);
  return STAGES.map((id, i) => ({ id, state: i < at ? "done" : i === at ? "now" : "next", ...counted[id] }));
}
