// Paragraphs that open with a short sentence of their own ("设微站。") have it set in bold, as the form's authors
// use it for a heading. Only when a text does so throughout; one short sentence by chance stays as it is.
import { paragraphs } from "../../lib/format";

export interface Paragraph {
  lead: string;
  rest: string;
}

const LEAD = /^([^，。；：、！？\s]{2,6}。)(.+)$/u;

/** The paragraphs of a text, with their leads when at least two, and more than half, of them have one. */
export function withLeads(text: string): Paragraph[] {
  const all = paragraphs(text);
  const led = all.filter((paragraph) => LEAD.test(paragraph)).length;
  const apart = led >= 2 && led * 2 > all.length;
  return all.map((paragraph) => {
    const parts = apart ? LEAD.exec(paragraph) : null;
    return parts ? { lead: parts[1] ?? "", rest: parts[2] ?? "" } : { lead: "", rest: paragraph };
  });
}
