// The parts of the form, which part a field is in, and the shapes of what can be added to it.
import type { AwardForm, ContestForm, CriterionForm, RoundForm, ThemeForm } from "../../lib/ask";

export const PARTS = ["basics", "limits", "themes", "criteria", "rounds", "awards"] as const;
export type Part = (typeof PARTS)[number];

const BASICS = ["id", "title", "subtitle", "organiser", "subjectMark", "handIn", "deadline", "prefix", "digits", "draw", "entriesPerUnit"];

/** The part a field such as `themes.2.rubric.1` is in, and which of its things it belongs to. */
export function partOf(field: string): { part: Part; place: number | null } {
  const [head = "", place] = field.split(".");
  if (head === "levels") return { part: "criteria", place: null };
  const found = PARTS.find((part) => part === head);
  if (found) return { part: found, place: place === undefined ? null : Number(place) };
  return { part: field === "" || BASICS.includes(head) ? "basics" : "limits", place: null };
}

/** The first of `stem-1`, `stem-2` … that is not taken. */
export function freeId(stem: string, taken: readonly string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

export function newTheme(form: ContestForm): ThemeForm {
  const id = Math.max(0, ...form.themes.map((one) => one.id)) + 1;
  const rubric = form.themes.at(-1)?.rubric.map((share) => ({ ...share })) ?? [];
  return { id, name: "", nameEn: "", short: "", asks: [], words: [], rubric };
}

export function newCriterion(form: ContestForm): CriterionForm {
  return { id: freeId("criterion", form.criteria.map((one) => one.id)), name: "", nameEn: "", descriptors: form.levels.map(() => "") };
}

export function newRound(form: ContestForm): RoundForm {
  return { id: freeId("round", form.rounds.map((one) => one.id)), name: "", kind: "final", reviews: 5, shortlist: 30, shortlistBy: "rank", themeLeast: 0, themeMost: null, rubric: null, closesAt: null };
}

export function newAward(form: ContestForm): AwardForm {
  const round = form.rounds.at(-1)?.id ?? "";
  return { id: freeId("award", form.awards.map((one) => one.id)), name: "", nameEn: "", count: 1, prizeYuan: 0, givenTo: "entry", decidedBy: "ranking", round, ties: form.ties, besideOthers: false, perTheme: null, themes: [], unitPoints: 0, unitScore: null };
}

/** A moment as it is typed, `2026-07-31 23:59:59`, on the clock it was written for. */
export function typedOf(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, "$1 $2");
}

/** What was typed as RFC 3339, with the offset of `before` or that of Beijing; as it is when it is no moment. */
export function momentOf(typed: string, before: string | null): string {
  const parts = /^(\d{4})-(\d\d?)-(\d\d?)[ T]+(\d\d?):(\d\d)(?::(\d\d))?$/.exec(typed.trim());
  if (!parts) return typed;
  const two = (text: string | undefined) => (text ?? "0").padStart(2, "0");
  const offset = /[+-]\d\d:\d\d$/.exec(before ?? "")?.[0] ?? "+08:00";
  return `${parts[1]}-${two(parts[2])}-${two(parts[3])}T${two(parts[4])}:${two(parts[5])}:${two(parts[6])}${offset}`;
}
