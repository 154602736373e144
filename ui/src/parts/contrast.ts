// Contrast between colour tokens, computed from the style sheet that the window itself uses.

export type Theme = "light" | "dark";
export type Tokens = Readonly<Record<string, string>>;

/** The colour tokens of both themes, by name without the dashes. What the dark theme does not change it has from the light one. */
export function tokensOf(styles: string): Record<Theme, Tokens> {
  const plain = styles.replace(/\/\*[\s\S]*?\*\//g, "");
  const light = colours(block(plain, ":root"));
  return { light, dark: { ...light, ...colours(block(plain, '[data-theme="dark"]')) } };
}

/** The declarations of the first rule with exactly this selector. */
function block(styles: string, selector: string): string {
  for (const [, found, body] of styles.matchAll(/([^{}]+)\{([^{}]*)\}/g)) if (found?.trim() === selector) return body ?? "";
  return "";
}

function colours(body: string): Record<string, string> {
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/gi)].map(([, name, colour]) => [name, colour]));
}

/** The contrast ratio of two colours `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const linear = (at: number) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

/** Ink and the papers it is set on; `wash` is there for the colours that have one. */
export const INKS: readonly { name: string; wash: string | null }[] = [
  { name: "ink", wash: null },
  { name: "ink-2", wash: null },
  { name: "ink-3", wash: null },
  { name: "pen", wash: "pen-wash" },
  { name: "vermilion", wash: "vermilion-wash" },
  { name: "ochre", wash: "ochre-wash" },
  { name: "celadon", wash: "celadon-wash" },
  { name: "gold", wash: "gold-wash" },
];

/** Other pairs that meet on a page: foreground, background, and the least contrast they may have. */
export const PAIRS: readonly { fore: string; back: string; least: 3 | 4.5 }[] = [
  { fore: "on-pen", back: "pen-fill", least: 4.5 },
  { fore: "on-seal", back: "seal", least: 4.5 },
  { fore: "line", back: "paper", least: 3 },
  { fore: "line", back: "tray", least: 3 },
  { fore: "film-ink", back: "film", least: 4.5 },
  { fore: "film-ink-2", back: "film-2", least: 4.5 },
  { fore: "film-pen", back: "film-2", least: 4.5 },
  { fore: "film-warn", back: "film", least: 4.5 },
];

/** The contrast of two tokens in a theme; 0 when one of them is no colour of that theme. */
export function between(tokens: Tokens, fore: string, back: string): number {
  const [a, b] = [tokens[fore], tokens[back]];
  return a === undefined || b === undefined ? 0 : contrast(a, b);
}
