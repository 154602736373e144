// What results hold as codes, in words.
import type { DecisionLine, MoveLine, QuestionView, Taker } from "../../lib/ask";
import { lookUp, named, t } from "../../lib/i18n.svelte";
import type { Results } from "./results.svelte";

/** An entry by label and title, a unit by name. */
export function takerText(taker: Taker): string {
  return taker.label === "" ? taker.title : t("results.taker", { label: taker.label, title: taker.title });
}

/** An entry by its label alone. */
export function shortTaker(taker: Taker): string {
  return taker.label === "" ? taker.title : taker.label;
}

export function awardName(results: Results, id: string | null): string {
  const award = results.award(id);
  return award ? named(award) : (id ?? "");
}

/** What is open about an award. */
export function questionText(results: Results, open: QuestionView): string {
  const facts = {
    round: results.roundName(open.round),
    judges: open.judges ?? 0,
    places: open.places ?? "–",
    n: open.among.length,
    awards: open.awards.map((id) => awardName(results, id)).join(t("organize.comma")),
  };
  const code = open.code === "peopleDecide" && open.places === null ? "peopleDecideOpen" : open.code;
  return lookUp(`results.open.${code}`, facts) ?? open.code;
}

/** One thing that moves. */
export function moveText(results: Results, line: MoveLine): string {
  const facts = {
    award: awardName(results, line.award),
    round: results.roundName(line.round),
    to: line.to ? takerText(line.to) : "",
    question: line.question ? questionText(results, line.question) : "",
    before: line.before ?? "–",
    after: line.after ?? "–",
  };
  return lookUp(`results.move.${line.code}`, facts) ?? line.code;
}

/** What was decided, without its reason. */
export function decisionText(results: Results, line: DecisionLine): string {
  const facts = {
    award: awardName(results, line.award),
    round: results.roundName(line.round),
    judge: line.judge ?? "",
    count: line.count ?? "–",
    about: line.about.map(shortTaker).join(t("organize.comma")),
  };
  return lookUp(`results.decision.${line.code}`, facts) ?? line.code;
}
