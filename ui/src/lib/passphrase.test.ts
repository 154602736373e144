import { describe, expect, it } from "vitest";
import { bare, caretAfter, grouped } from "./passphrase";

describe("the passphrase", () => {
  it("is grouped in fours while it is typed", () => {
    expect(grouped("4")).toBe("4");
    expect(grouped("48213")).toBe("4821 3");
    expect(grouped("48213907556201884417")).toBe("4821 3907 5562 0188 4417");
  });

  it("may be pasted with separators or full-width digits", () => {
    expect(bare("4821-3907 5562　0188－4417")).toBe("48213907556201884417");
    expect(bare("４８２１ ３９")).toBe("482139");
  });

  it("is left alone when it is not a number", () => {
    expect(bare("清波 门 1")).toBe("清波 门 1");
    expect(grouped("abcd efgh")).toBe("abcd efgh");
  });

  it("keeps the caret behind the same digit", () => {
    expect(caretAfter("4821 3907", 4)).toBe(4);
    expect(caretAfter("4821 3907", 5)).toBe(6);
    expect(caretAfter("4821 3907", 8)).toBe(9);
  });
});
