// What would happen to the lines that were picked.
import type { QueueLine } from "../queue-lines";

export interface Bulk {
  drafts: number[];
  /** Without a finding and with a theme: they can be accepted as they are. */
  clean: number[];
  withFindings: number;
  withoutTheme: number;
  /** Drafts with the theme that was suggested for each. */
  suggested: [number, number][];
}

export function bulkOf(lines: readonly QueueLine[]): Bulk {
  const bulk: Bulk = { drafts: [], clean: [], withFindings: 0, withoutTheme: 0, suggested: [] };
  for (const line of lines) {
    if (line.draft === null) continue;
    bulk.drafts.push(line.draft);
    if (line.theme === null) bulk.withoutTheme += 1;
    else bulk.suggested.push([line.draft, line.theme]);
    const findings = line.marks.filter((mark) => mark !== "theme_missing");
    if (findings.length > 0) bulk.withFindings += 1;
    else if (line.theme !== null) bulk.clean.push(line.draft);
  }
  return bulk;
}
