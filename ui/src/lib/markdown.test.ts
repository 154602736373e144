import { describe, expect, it } from "vitest";
import { blocksOf } from "./markdown";

describe("a document", () => {
  it("becomes headings, paragraphs, lists, notes and tables", () => {
    const blocks = blocksOf("# 题\n\n一行\n接着\n\n1. 甲\n   续\n2. 乙\n\n- 丙\n\n> 注意\n\n| 键 | 作用 |\n|---|---|\n| `F` | 标记 |");
    expect(blocks.map((block) => block.kind)).toEqual(["h1", "p", "ol", "ul", "note", "table"]);
    expect(blocks[1]).toEqual({ kind: "p", spans: [{ text: "一行接着" }] });
    expect(blocks[2]).toEqual({ kind: "ol", items: [[{ text: "甲续" }], [{ text: "乙" }]] });
    expect(blocks[5]).toEqual({ kind: "table", head: [[{ text: "键" }], [{ text: "作用" }]], rows: [[[{ text: "F", mark: "key" }], [{ text: "标记" }]]] });
  });

  it("keeps words apart that a line break kept apart", () => {
    expect(blocksOf("one\ntwo")).toEqual([{ kind: "p", spans: [{ text: "one two" }] }]);
  });

  it("takes a mark without its partner as plain text", () => {
    expect(blocksOf("5 * 3")).toEqual([{ kind: "p", spans: [{ text: "5 " }, { text: "*" }, { text: " 3" }] }]);
  });
});
