import { describe, expect, it } from "vitest";
import styles from "../styles/tokens.css?raw";
import { between, contrast, INKS, PAIRS, tokensOf } from "./contrast";

describe("contrast", () => {
  it("is 21 between black and white, 1 between equals, and the same both ways", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#1B4585", "#1B4585")).toBe(1);
    expect(contrast("#1B4585", "#FCFDFC")).toBe(contrast("#FCFDFC", "#1B4585"));
  });

  it("agrees with the published value of a well-known pair", () => {
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });
});

describe("the tokens", () => {
  const themes = tokensOf(styles);

  it("set text at 4.5 and outlines at 3 at the least, in both themes", () => {
    for (const [theme, tokens] of Object.entries(themes)) {
      for (const { name, wash } of INKS) {
        for (const back of ["paper", "tray", ...(wash ? [wash] : [])]) expect(between(tokens, name, back), `${theme}: ${name} on ${back}`).toBeGreaterThanOrEqual(4.5);
      }
      for (const { fore, back, least } of PAIRS) expect(between(tokens, fore, back), `${theme}: ${fore} on ${back}`).toBeGreaterThanOrEqual(least);
    }
  });

  it("differ between the themes", () => {
    expect(themes.dark["paper"]).not.toBe(themes.light["paper"]);
    expect(themes.dark["gold-leaf"]).toBe(themes.light["gold-leaf"]);
  });
});
