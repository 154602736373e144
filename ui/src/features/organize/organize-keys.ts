// The organiser's keys. Single keys act only where no text is typed; chords act anywhere on their page.
import type { Place, Stroke } from "../../lib/keys";
import type { Page } from "./places";

export type OrganizerAction = "down" | "up" | "accept" | "regenerate" | "chooseBundles" | "find" | "help";

/** The action of a key on a page, or `null` when it must be left alone. */
export function organizerAction(stroke: Stroke, place: Place, page: Page): OrganizerAction | null {
  if (stroke.isComposing || stroke.keyCode === 229 || stroke.altKey) return null;
  const chord = stroke.ctrlKey || stroke.metaKey;
  const key = stroke.key.toLowerCase();
  if (chord) {
    if (page === "intake" && key === "enter") return "accept";
    if (page === "packs" && key === "o") return "chooseBundles";
    return null;
  }
  if (place === "text") return null;
  if (key === "?" || key === "？") return "help";
  if (page === "intake" && key === "j") return "down";
  if (page === "intake" && key === "k") return "up";
  if (page === "assign" && key === "r" && !stroke.shiftKey) return "regenerate";
  if (page === "results" && key === "/") return "find";
  return null;
}
