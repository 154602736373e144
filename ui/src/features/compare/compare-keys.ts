// The keyboard map of the compare page, as a pure function.
import type { Place, Stroke } from "../../lib/keys";

/** What a key asks for on the compare page. */
export type CompareAction =
  | { do: "order"; place: number }
  | { do: "up" | "down" | "toggle" | "open" | "confirm" | "undo" | "redo" | "help" | "nextPane" | "previousPane" };

/**
 * The action of a key, or `null` when it is left alone. `onRow` says that the focus is on a row of the table, where the
 * space bar works by itself and Enter opens the entry; on other buttons both keep their own meaning.
 */
export function compareAction(stroke: Stroke, place: Place, onRow: boolean): CompareAction | null {
  if (stroke.isComposing || stroke.keyCode === 229 || stroke.key === "Process" || place === "text") return null;
  if (stroke.key === "F6") return { do: stroke.shiftKey ? "previousPane" : "nextPane" };
  const control = (stroke.ctrlKey || stroke.metaKey) && !stroke.altKey;
  const key = stroke.key.toLowerCase();
  if (control && key === "enter") return { do: "confirm" };
  if (control && key === "z") return { do: stroke.shiftKey ? "redo" : "undo" };
  if (control && key === "y") return { do: "redo" };
  if (stroke.ctrlKey || stroke.metaKey || stroke.altKey) return null;
  if (stroke.key === "?" || stroke.key === "？") return { do: "help" };
  if (stroke.shiftKey) return null;
  if (/^[1-9１-９]$/.test(stroke.key)) return { do: "order", place: Number(stroke.key.normalize("NFKC")) };
  const free = place === "page" || onRow;
  if (!free) return null;
  if (key === "arrowup" || key === "k") return { do: "up" };
  if (key === "arrowdown" || key === "j") return { do: "down" };
  if (stroke.key === " ") return onRow ? null : { do: "toggle" };
  return stroke.key === "Enter" ? { do: "open" } : null;
}
