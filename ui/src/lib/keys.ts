// The keyboard map of the scoring page, as a pure function: which key means what, and when a key means nothing.

/** What a key asks for. */
export type Action =
  | { do: "mark"; points: number }
  | { do: "step"; half: number }
  | {
      do:
        | "clear"
        | "previousItem"
        | "nextItem"
        | "comment"
        | "backToScoring"
        | "nextOpen"
        | "previousEntry"
        | "rowDown"
        | "rowUp"
        | "goTo"
        | "pageDown"
        | "pageUp"
        | "nextPane"
        | "previousPane"
        | "flag"
        | "recuse"
        | "undo"
        | "redo"
        | "help"
        | "play"
        | "back"
        | "forward"
        | "slower"
        | "faster"
        | "note"
        | "fold"
        | "nextAttachment"
        | "frameBack"
        | "frameForward"
        | "zoom"
        | "zoomIn"
        | "zoomOut"
        | "fullscreen";
    };

/** The parts of a keyboard event that decide. */
export interface Stroke {
  key: string;
  code: string;
  keyCode: number;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
}

/** Where the focus is when the key comes. */
export type Place = "text" | "button" | "item" | "slider" | "page";

/* With Shift. What is printed there differs between keyboards and input methods, so the two frame steps go by place as well. */
const SHIFTED: Record<string, Action> = {
  Comma: { do: "frameBack" },
  "<": { do: "frameBack" },
  "《": { do: "frameBack" },
  Period: { do: "frameForward" },
  ">": { do: "frameForward" },
  "》": { do: "frameForward" },
  "?": { do: "help" },
  "？": { do: "help" },
  "+": { do: "zoomIn" },
};

const SINGLE: Record<string, Action> = {
  c: { do: "comment" },
  j: { do: "rowDown" },
  k: { do: "rowUp" },
  g: { do: "goTo" },
  f: { do: "flag" },
  r: { do: "recuse" },
  n: { do: "note" },
  v: { do: "fold" },
  t: { do: "nextAttachment" },
  z: { do: "zoom" },
  "?": { do: "help" },
  "？": { do: "help" },
  ",": { do: "back" },
  "，": { do: "back" },
  ".": { do: "forward" },
  "。": { do: "forward" },
  "[": { do: "slower" },
  "【": { do: "slower" },
  "]": { do: "faster" },
  "】": { do: "faster" },
  "+": { do: "zoomIn" },
  "=": { do: "zoomIn" },
  "-": { do: "zoomOut" },
  ArrowUp: { do: "previousItem" },
  ArrowDown: { do: "nextItem" },
  Delete: { do: "clear" },
  Backspace: { do: "clear" },
  PageDown: { do: "pageDown" },
  PageUp: { do: "pageUp" },
};

/**
 * The action of a key, or `null` when it must be left alone: while an input method is composing, inside a text
 * field (except Escape and F6), and with modifiers that are not part of the map.
 */
export function actionFor(stroke: Stroke, place: Place): Action | null {
  if (stroke.isComposing || stroke.keyCode === 229 || stroke.key === "Process") return null;
  if (stroke.key === "F6") return { do: stroke.shiftKey ? "previousPane" : "nextPane" };
  if (place === "text") return stroke.key === "Escape" && !hasModifier(stroke) ? { do: "backToScoring" } : null;
  if (stroke.key === "F11" && !hasModifier(stroke)) return { do: "fullscreen" };
  if ((stroke.ctrlKey || stroke.metaKey) && !stroke.altKey) return chord(stroke);
  if (stroke.altKey || stroke.ctrlKey || stroke.metaKey) return null;
  return single(stroke, place);
}

function chord(stroke: Stroke): Action | null {
  const key = stroke.key.toLowerCase();
  if (key === "arrowright" && !stroke.shiftKey) return { do: "nextOpen" };
  if (key === "arrowleft" && !stroke.shiftKey) return { do: "previousEntry" };
  if (key === "z") return { do: stroke.shiftKey ? "redo" : "undo" };
  if (key === "y" && !stroke.shiftKey) return { do: "redo" };
  return null;
}

function single(stroke: Stroke, place: Place): Action | null {
  const points = digit(stroke);
  if (points !== null) return { do: "mark", points: points === 0 ? 10 : points };
  if (place === "slider" && stroke.key.startsWith("Arrow")) return null;
  if (stroke.key === "ArrowLeft") return { do: "step", half: stroke.shiftKey ? -1 : -2 };
  if (stroke.key === "ArrowRight") return { do: "step", half: stroke.shiftKey ? 1 : 2 };
  if (stroke.key === " ") return place === "button" || place === "item" ? null : { do: "play" };
  if (stroke.key === "Enter") return place === "button" ? null : { do: "nextItem" };
  if (stroke.shiftKey) return SHIFTED[stroke.key] ?? SHIFTED[stroke.code] ?? null;
  return SINGLE[stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key] ?? null;
}

/** A digit from the row or the number pad. A Chinese input method may send the full-width form. */
function digit(stroke: Stroke): number | null {
  if (stroke.shiftKey) return null;
  const half = stroke.key.replace(/^[０-９]$/, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return /^\d$/.test(half) ? Number(half) : null;
}

function hasModifier(stroke: Stroke): boolean {
  return stroke.ctrlKey || stroke.metaKey || stroke.altKey || stroke.shiftKey;
}

const ON_THE_SCREEN = new Set<Action["do"]>(["play", "back", "forward", "frameBack", "frameForward", "slower", "faster", "note", "nextAttachment", "zoom", "zoomIn", "zoomOut", "fullscreen"]);

/** Whether an action is about the attachment. While that fills the screen, no other key may change what cannot be seen. */
export function isAboutAttachment(action: Action): boolean {
  return ON_THE_SCREEN.has(action.do);
}

/**
 * Where an event's target stands. A button of a score item keeps its space bar, as every button does, but Enter goes to
 * the next item there; the item itself counts as the page, so that space plays the video.
 */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return "text";
  if (target instanceof HTMLInputElement) {
    return ["checkbox", "radio", "button"].includes(target.type) ? "button" : target.type === "range" ? "slider" : "text";
  }
  if (target.closest('[role="slider"]')) return "slider";
  if (!target.closest("button, a[href], [role='tab'], summary")) return "page";
  return target.closest("[data-scoring]") ? "item" : "button";
}
