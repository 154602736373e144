// The organiser's pages, and where on them a number is proved.

/** A page of the organiser's window. */
export type Page = "home" | "intake" | "assign" | "packs" | "results";

/** The judges that the page of packs can be narrowed to. */
export type JudgeFilter = "all" | "unissued" | "missing" | "lacking";

/** A page, narrowed to what a number counts. */
export type Target =
  | { page: "home" }
  | { page: "assign" }
  | { page: "intake"; mark: string | null }
  | { page: "packs"; judges: JudgeFilter }
  | { page: "results"; theme: number | null };

export const PAGES: readonly Page[] = ["home", "intake", "assign", "packs", "results"];

/** A page as a whole. */
export function whole(page: Page): Target {
  if (page === "intake") return { page, mark: null };
  if (page === "packs") return { page, judges: "all" };
  if (page === "results") return { page, theme: null };
  return page === "assign" ? { page } : { page: "home" };
}
