// Language, light or dark, and text size: applied to the document at once and remembered by the shell.
import { ask, commands, type Look, type Preferences, type TextSize } from "./ask";
import { languageTag, speak } from "./i18n.svelte";

const SIZES: TextSize[] = ["m", "l", "xl", "xxl"];
const wantsDark = window.matchMedia("(prefers-color-scheme: dark)");
const chosen = $state<Preferences>({ language: "zh", look: "system", textSize: "m" });
const seen = $state({ dark: wantsDark.matches });

wantsDark.addEventListener("change", (change) => {
  seen.dark = change.matches;
  apply();
});

export const preferences = {
  get current(): Readonly<Preferences> {
    return chosen;
  },
  /** Whether the page is dark now, by choice or because the system is. */
  get dark(): boolean {
    return chosen.look === "dark" || (chosen.look === "system" && seen.dark);
  },
  get smallest(): boolean {
    return chosen.textSize === "m";
  },
  get largest(): boolean {
    return chosen.textSize === "xxl";
  },
};

/** Takes over what the shell remembered, without writing it back. */
export function adopt(remembered: Preferences): void {
  Object.assign(chosen, remembered);
  apply();
}

/** Changes some preferences; a failure to remember them does not undo them in this window. */
export function prefer(change: Partial<Preferences>): void {
  Object.assign(chosen, change);
  apply();
  ask(commands.setPreferences({ ...chosen })).catch(() => undefined);
}

/** One text size up (`1`) or down (`-1`); stays within the four sizes. */
export function resize(by: 1 | -1): void {
  const at = SIZES.indexOf(chosen.textSize) + by;
  const next = SIZES[Math.min(SIZES.length - 1, Math.max(0, at))];
  if (next) prefer({ textSize: next });
}

/** Switches between light and dark, from whichever is seen now. */
export function switchLook(): void {
  const look: Look = preferences.dark ? "light" : "dark";
  prefer({ look });
}

function apply(): void {
  speak(chosen.language);
  const root = document.documentElement;
  root.lang = languageTag();
  root.dataset["theme"] = preferences.dark ? "dark" : "light";
  root.dataset["size"] = chosen.textSize;
}
