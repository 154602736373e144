import { describe, expect, it } from "vitest";
import type { CriterionView } from "../../lib/ask";
import { withLeads } from "./leads";
import { levelAbove, levelOf } from "./levels";

const criterion: CriterionView = {
  id: "a",
  nameEn: "a",
  name: "针对性",
  weight: 20,
  levels: [["不足", 1, 2], ["偏弱", 3, 4], ["合格", 5, 6], ["良好", 7, 8], ["优秀", 9, 10]].map(([name, from, to]) => ({
    name: String(name), nameEn: String(name), from: Number(from), to: Number(to), descriptor: "",
  })),
};

describe("the levels", () => {
  it("put a half point in the level below it", () => {
    expect(levelOf(criterion, 16)?.name).toBe("良好");
    expect(levelOf(criterion, 17)?.name).toBe("良好");
    expect(levelOf(criterion, 18)?.name).toBe("优秀");
    expect(levelOf(criterion, 2)?.name).toBe("不足");
    expect(levelOf(criterion, null)).toBeNull();
  });

  it("know the next level up, and none above the top", () => {
    const good = levelOf(criterion, 14);
    expect(good && levelAbove(criterion, good)?.name).toBe("优秀");
    const best = levelOf(criterion, 20);
    expect(best && levelAbove(criterion, best)).toBeNull();
  });
});

describe("the leads of paragraphs", () => {
  it("are set apart only when the text uses them throughout", () => {
    expect(withLeads("设微站。利用车棚。\n并车次。邀企业。")).toEqual([{ lead: "设微站。", rest: "利用车棚。" }, { lead: "并车次。", rest: "邀企业。" }]);
    expect(withLeads("设微站。利用车棚。")[0]?.lead).toBe("");
  });
});
