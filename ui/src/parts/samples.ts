// What the catalogue fills the parts with: a criterion, a fingerprint, entries in every state.
import type { CriterionView, Fingerprint, Status } from "../lib/ask";
import type { StripEntry } from "../lib/strip";

export const FINGERPRINT: Fingerprint = { groups: ["57274", "46327", "42716", "43557", "99098", "03083"] };

export const STATUSES: readonly Status[] = ["open", "draft", "scored", "recused"];

const level = (name: string, nameEn: string, from: number, to: number) => ({ name, nameEn, from, to, descriptor: "" });

export const CRITERION: CriterionView = {
  id: "sample",
  name: "举措可操作性",
  nameEn: "Feasibility",
  weight: 25,
  levels: [level("不足", "Poor", 1, 2), level("偏弱", "Weak", 3, 4), level("合格", "Fair", 5, 6), level("良好", "Good", 7, 8), level("优秀", "Excellent", 9, 10)],
};

const strip: [Status, boolean][] = [...Array.from({ length: 8 }, (): [Status, boolean] => ["scored", false]), ["scored", true], ["draft", false], ["recused", false], ["draft", false], ["open", false], ["open", true], ["open", false], ["open", false]];

export const STRIP: { short: string; entries: StripEntry[] }[] = [{ short: "交", entries: strip.map(([status, flagged], at) => ({ status, flagged, number: String(at + 1) })) }];
