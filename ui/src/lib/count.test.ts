import { describe, expect, it } from "vitest";
import { countZi } from "./count";

describe("counting 字", () => {
  it.each([
    ["", 0],
    ["   \n", 0],
    ["夜间微站", 4],
    ["夜间，微站。", 6],
    ["建 20 平方米", 5],
    ["每日62车次", 5],
    ["1,800 户", 2],
    ["Wi-Fi 6 路由器", 5],
    ["“窗帘信号”", 6],
    ["20—40 平方米", 6],
    ["ＡＢ", 2],
    ["𠮷野家", 3],
  ])("%j is %i", (text, count) => {
    expect(countZi(text)).toBe(count);
  });
});
