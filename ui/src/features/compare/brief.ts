// What fits side by side. Pure.

const LONG = 90;

/** The beginning of a text: whole sentences while they fit, else cut with an ellipsis. */
export function brief(text: string, most = LONG): string {
  const plain = text.replace(/([\u3000-\uffef])\s+(?=[\u3000-\uffef])/g, "$1").replace(/\s+/g, " ").trim();
  const characters = [...plain];
  if (characters.length <= most) return plain;
  const head = characters.slice(0, most).join("");
  const end = Math.max(...["。", "；", "！", "？"].map((mark) => head.lastIndexOf(mark)));
  return end >= most / 3 ? head.slice(0, end + 1) : `${head}…`;
}

/** The highest mark these entries have for a criterion, in half points. */
export function highest(rows: readonly { marks: Partial<Record<string, number>> }[], criterion: string): number {
  return Math.max(0, ...rows.map((row) => row.marks[criterion] ?? 0));
}
