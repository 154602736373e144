// The organiser's pages, and where on them a number is proved.

/** A page of the organiser's window. */
export type Page = "home" | "intake" | "assign" | "packs" | "results";

/** The judges that the page of packs can be narrowed to. */
export type JudgeFilter = "all" | "unissued" | "missing" | "due" | "lacking";

/** A page, narrowed to what a number counts. */
export type Target =
  | { page: "home" }
  | { page: "assign" }
  | { page: "intake"; mark: string | null; draft?: number }
  | { page: "packs"; judges: JudgeFilter }
  | { page: "results"; theme: number | null; entry?: string };

export const PAGES: readonly Page[] = ["home", "intake", "assign", "packs", "results"];

/** A page as a whole. */
export function whole(page: Page): Target {
  if (page === "intake") return { page, mark: null };
  if (page === "packs") return { page, judges: "all" };
  if (page === "results") return { page, theme: null };
  return page === "assign" ? { page } : { page: "home" };
}

/** What was dropped: bundles to merge, and mails to read. On the page of packs everything is taken for a bundle. */
export function sortDropped(paths: readonly string[], page: Page): { bundles: string[]; mails: string[] } {
  const isBundle = (path: string) => page === "packs" || path.toLowerCase().endsWith(".scorebundle");
  return { bundles: paths.filter(isBundle), mails: paths.filter((path) => !isBundle(path)) };
}
