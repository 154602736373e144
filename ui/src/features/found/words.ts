// The choices of fixed lists, in the language of the window.
import { t } from "../../lib/i18n.svelte";

type Choices = readonly (readonly [string, string])[];

export const TIES = (): Choices => [["chairs_vote", t("form.ties.chairsVote")], ["judges_order", t("form.ties.judgesOrder")], ["award_all", t("form.ties.awardAll")]];
export const LATER_ROUNDS = (): Choices => [["final", t("form.kind.final")], ["video", t("form.kind.video")]];
export const PANEL = (): Choices => [["panel_by_theme", t("form.kind.panel")]];
export const SHORTLIST_BY = (): Choices => [["rank", t("form.shortlistBy.rank")], ["chance", t("form.shortlistBy.chance")]];
export const GIVEN_TO = (): Choices => [["entry", t("form.givenTo.entry")], ["entry_with_video", t("form.givenTo.video")], ["unit", t("form.givenTo.unit")]];
export const DECIDED_BY = (): Choices => [["ranking", t("form.decidedBy.ranking")], ["people", t("form.decidedBy.people")]];
