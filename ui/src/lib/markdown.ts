// The few marks of Markdown that the guides use, read at build time into blocks. Anything else stays plain text.

/** A run of text; `key` is a key cap. */
export interface Span {
  text: string;
  mark?: "strong" | "key";
}

export type Block =
  | { kind: "h1"; spans: Span[] }
  | { kind: "h2"; spans: Span[] }
  | { kind: "h3"; spans: Span[] }
  | { kind: "p"; spans: Span[] }
  | { kind: "note"; spans: Span[] }
  | { kind: "ul"; items: Span[][] }
  | { kind: "ol"; items: Span[][] }
  | { kind: "table"; head: Span[][]; rows: Span[][][] }
  | { kind: "picture"; src: string; alt: string };

/** Reads a document: headings, paragraphs, lists, one-line quotes as notes, tables and pictures on lines of their own. */
export function blocksOf(text: string): Block[] {
  return text
    .replace(/\r/g, "")
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(blockOf);
}

function blockOf(part: string): Block {
  const lines = part.split("\n").map((line) => line.trim());
  const first = lines[0] ?? "";
  const heading = /^(#{1,3}) (.*)$/.exec(first);
  if (heading) return { kind: `h${heading[1]?.length ?? 1}` as "h1" | "h2" | "h3", spans: spansOf(heading[2] ?? "") };
  const picture = /^!\[([^\]]*)\]\(([^)]+)\)$/.exec(first);
  if (picture) return { kind: "picture", alt: picture[1] ?? "", src: picture[2] ?? "" };
  if (first.startsWith("> ")) return { kind: "note", spans: spansOf(joined(lines.map((line) => line.replace(/^> ?/, "")))) };
  if (first.startsWith("- ")) return { kind: "ul", items: itemsOf(lines, /^- /) };
  if (/^\d+\. /.test(first)) return { kind: "ol", items: itemsOf(lines, /^\d+\. /) };
  if (first.startsWith("|")) return tableOf(lines);
  return { kind: "p", spans: spansOf(joined(lines)) };
}

function itemsOf(lines: string[], begins: RegExp): Span[][] {
  const items: string[][] = [];
  for (const line of lines) {
    if (begins.test(line)) items.push([line.replace(begins, "")]);
    else items[items.length - 1]?.push(line);
  }
  return items.map((item) => spansOf(joined(item)));
}

function tableOf(lines: string[]): Block {
  const cells = (line: string) => line.replace(/^\||\|$/g, "").split("|").map((cell) => spansOf(cell.trim()));
  const [head = "", , ...rows] = lines;
  return { kind: "table", head: cells(head), rows: rows.map(cells) };
}

/** Lines of one paragraph; Chinese needs no space where a line was broken, Latin does. */
function joined(lines: string[]): string {
  return lines.reduce((text, line) => (/[\w,.;:)]$/.test(text) && /^[\w(]/.test(line) ? `${text} ${line}` : text + line), "");
}

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  for (const found of text.matchAll(/\*\*(.+?)\*\*|`([^`]+)`|[^*`]+|[*`]/g)) {
    if (found[1] !== undefined) spans.push({ text: found[1], mark: "strong" });
    else if (found[2] !== undefined) spans.push({ text: found[2], mark: "key" });
    else spans.push({ text: found[0] });
  }
  return spans;
}
