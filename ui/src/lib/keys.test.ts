import { describe, expect, it } from "vitest";
import { type Action, actionFor, type Place, type Stroke } from "./keys";

function stroke(key: string, more: Partial<Stroke> = {}): Stroke {
  return { key, code: "", keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...more };
}
const on = (place: Place, key: string, more: Partial<Stroke> = {}) => actionFor(stroke(key, more), place);

describe("the keyboard map", () => {
  it.each<[string, Partial<Stroke>, Action]>([
    ["1", {}, { do: "mark", points: 1 }],
    ["9", {}, { do: "mark", points: 9 }],
    ["0", {}, { do: "mark", points: 10 }],
    ["7", { code: "Numpad7" }, { do: "mark", points: 7 }],
    ["８", {}, { do: "mark", points: 8 }],
    ["ArrowLeft", {}, { do: "step", half: -2 }],
    ["ArrowRight", {}, { do: "step", half: 2 }],
    ["ArrowRight", { shiftKey: true }, { do: "step", half: 1 }],
    ["ArrowDown", {}, { do: "nextItem" }],
    ["Enter", {}, { do: "nextItem" }],
    ["Delete", {}, { do: "clear" }],
    ["c", {}, { do: "comment" }],
    ["C", {}, { do: "comment" }],
    ["ArrowRight", { ctrlKey: true }, { do: "nextOpen" }],
    ["ArrowLeft", { ctrlKey: true }, { do: "previousEntry" }],
    ["j", {}, { do: "rowDown" }],
    ["g", {}, { do: "goTo" }],
    ["f", {}, { do: "flag" }],
    ["r", {}, { do: "recuse" }],
    ["z", { ctrlKey: true }, { do: "undo" }],
    ["Z", { ctrlKey: true, shiftKey: true }, { do: "redo" }],
    ["y", { ctrlKey: true }, { do: "redo" }],
    ["?", { shiftKey: true }, { do: "help" }],
    [" ", {}, { do: "play" }],
    [",", {}, { do: "back" }],
    ["。", {}, { do: "forward" }],
    ["n", {}, { do: "note" }],
    ["F11", {}, { do: "fullscreen" }],
    ["<", { shiftKey: true, code: "Comma" }, { do: "frameBack" }],
    ["》", { shiftKey: true, code: "Period" }, { do: "frameForward" }],
    [",", { shiftKey: true, code: "Comma" }, { do: "frameBack" }],
    ["+", { shiftKey: true, code: "Equal" }, { do: "zoomIn" }],
    ["=", {}, { do: "zoomIn" }],
    ["-", {}, { do: "zoomOut" }],
  ])("%s %j", (key, more, action) => {
    expect(on("page", key, more)).toEqual(action);
  });

  it("leaves every key alone while an input method is composing", () => {
    for (const key of ["1", "c", "Enter", " ", "Escape", "F6"]) {
      expect(on("page", key, { isComposing: true })).toBeNull();
      expect(on("page", key, { keyCode: 229 })).toBeNull();
    }
    expect(on("page", "Process")).toBeNull();
  });

  it("never scores from inside a text field", () => {
    for (const key of ["1", "0", "f", "r", "Delete", "ArrowLeft", "Enter", " "]) expect(on("text", key)).toBeNull();
    expect(on("text", "z", { ctrlKey: true })).toBeNull();
    expect(on("text", "ArrowRight", { ctrlKey: true })).toBeNull();
    expect(on("text", "Escape")).toEqual({ do: "backToScoring" });
    expect(on("text", "F6")).toEqual({ do: "nextPane" });
  });

  it("leaves keys with other modifiers to the system", () => {
    expect(on("page", "1", { ctrlKey: true })).toBeNull();
    expect(on("page", "c", { metaKey: true })).toBeNull();
    expect(on("page", "f", { altKey: true })).toBeNull();
    expect(on("page", "F", { shiftKey: true })).toBeNull();
  });

  it("lets buttons keep space and enter, and sliders their arrows", () => {
    expect(on("button", " ")).toBeNull();
    expect(on("button", "Enter")).toBeNull();
    expect(on("button", "5")).toEqual({ do: "mark", points: 5 });
    expect(on("item", " ")).toBeNull();
    expect(on("item", "Enter")).toEqual({ do: "nextItem" });
    expect(on("slider", "ArrowLeft")).toBeNull();
    expect(on("slider", " ")).toEqual({ do: "play" });
  });
});
