// The organiser's keys. Single keys act only where no text is typed; chords act anywhere on their page.
import type { Place, Stroke } from "../../lib/keys";
import type { Page } from "./places";

export type OrganizerAction = "down" | "up" | "pick" | "pickDown" | "pickUp" | "pickAll" | "mend1" | "mend2" | "mend3" | "mend4" | "mend5" | "reply" | "undo" | "accept" | "regenerate" | "chooseBundles" | "find" | "export" | "back" | "help";

/** The action of a key on a page, or `null` when it must be left alone. */
export function organizerAction(stroke: Stroke, place: Place, page: Page): OrganizerAction | null {
  if (stroke.isComposing || stroke.keyCode === 229 || stroke.altKey) return null;
  const chord = stroke.ctrlKey || stroke.metaKey;
  const key = stroke.key.toLowerCase();
  if (chord) {
    if (page === "intake" && key === "enter") return "accept";
    if (page === "intake" && key === "r" && !stroke.shiftKey) return "reply";
    if (page === "intake" && key === "a" && !stroke.shiftKey && place !== "text") return "pickAll";
    if (page === "intake" && key === "z" && !stroke.shiftKey && place !== "text") return "undo";
    if (page === "packs" && key === "o") return "chooseBundles";
    return null;
  }
  if (place === "text") return null;
  if (key === "?" || key === "？") return "help";
  if (key === "/") return "find";
  if (page === "intake") return intakeAction(key, stroke.shiftKey, place);
  if (page === "assign" && key === "r" && !stroke.shiftKey) return "regenerate";
  if (page === "results" && key === "e" && !stroke.shiftKey) return "export";
  if (page === "results" && key === "j") return "down";
  if (page === "results" && key === "k") return "up";
  if (page === "results" && key === "escape") return "back";
  return null;
}

const MENDS = ["mend1", "mend2", "mend3", "mend4", "mend5"] as const;

/** The line, from 1, whose first mend a key runs; `null` for other keys. */
export function mendLine(action: OrganizerAction): number | null {
  const at = MENDS.findIndex((mend) => mend === action);
  return at < 0 ? null : at + 1;
}

function intakeAction(key: string, shift: boolean, place: Place): OrganizerAction | null {
  if (key === "j") return shift ? "pickDown" : "down";
  if (key === "k") return shift ? "pickUp" : "up";
  // A button that has the focus is pressed by it.
  if (key === " ") return place === "page" ? "pick" : null;
  return MENDS[Number(key) - 1] ?? null;
}
