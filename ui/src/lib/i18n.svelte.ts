// The words of the window. The refusals stand in files of their own, which the command line speaks as well.
import en from "../../../assets/messages/en.json";
import errorsEn from "../../../assets/messages/errors.en.json";
import errorsZh from "../../../assets/messages/errors.zh-CN.json";
import zh from "../../../assets/messages/zh-CN.json";
import type { Language } from "./ask";

/** The key of a message. Every key exists in both languages. */
export type Key = keyof typeof zh;
export type Facts = Readonly<Record<string, string | number>>;

const books: Record<Language, Readonly<Record<string, string>>> = { zh: { ...errorsZh, ...zh }, en: { ...errorsEn, ...en } };
/* Only English has forms for one and for many; `{n|entry|entries}` says the one that fits the fact `n`. */
const counting = new Intl.PluralRules("en");
const spoken = $state<{ language: Language }>({ language: "zh" });

/** The language now in use; reading it in a component keeps that component current. */
export function language(): Language {
  return spoken.language;
}

/** Changes the language of the whole window at once. */
export function speak(next: Language): void {
  spoken.language = next;
}

/** The BCP 47 tag for `lang` attributes. */
export function languageTag(): string {
  return spoken.language === "zh" ? "zh-CN" : "en";
}

/** The name of a theme, criterion or level in the language of the window. */
export function named(thing: { name: string; nameEn: string }): string {
  return spoken.language === "en" ? thing.nameEn : thing.name;
}

/** A message with its `{facts}` filled in. A missing fact leaves its name, so that a gap is seen in tests. */
export function t(key: Key, facts: Facts = {}): string {
  return fill(books[spoken.language][key] ?? key, facts);
}

/** A message whose key is made at run time, or `null` when there is none. */
export function lookUp(key: string, facts: Facts = {}): string | null {
  const text = books[spoken.language][key];
  return text === undefined ? null : fill(text, facts);
}

/** A message in Chinese, whatever the window speaks: for letters to people who wrote in it. */
export function inChinese(key: string, facts: Facts = {}): string | null {
  const text = books.zh[key];
  return text === undefined ? null : fill(text, facts);
}

function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    if (!(name in facts)) return whole;
    if (one === undefined || other === undefined) return String(facts[name]);
    return counting.select(Number(facts[name])) === "one" ? one : other;
  });
}
