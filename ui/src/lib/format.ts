// Numbers, times and sizes as people read them. No words: those are in the messages.

/** Minutes and seconds, `1:07`; hours only when there are any, `1:02:07`. Fractions of a second are cut. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A file size from KiB: `86 KB`, `12.4 MB`, `1.86 GB`. */
export function size(kib: number): string {
  if (kib < 1024) return `${kib} KB`;
  const mib = kib / 1024;
  if (mib < 1024) return `${mib < 100 ? mib.toFixed(1) : Math.round(mib)} MB`;
  return `${(mib / 1024).toFixed(2)} GB`;
}

/** A title that may break before an opening bracket; where it breaks otherwise is the style's affair. */
export function breakable(title: string): string {
  return title.replace(/[（(]/g, "\u200b$&");
}

/** The end of a folder's path, which is what a person knows it by: `…/demo/packs`; the whole of a short one. */
export function nearFolder(folder: string): string {
  const mark = folder.includes("\\") ? "\\" : "/";
  const parts = folder.split(mark).filter((part) => part !== "");
  return parts.length <= 2 ? folder : ["…", ...parts.slice(-2)].join(mark);
}

/** A mark in half points (`15` is 7.5) without a needless `.0`. */
export function points(half: number): string {
  return half % 2 === 0 ? String(half / 2) : (half / 2).toFixed(1);
}

/** The parts of a moment, on the wall clock it was written for. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/**
 * Reads an RFC 3339 time. A time with an offset stays on that offset's clock, because a deadline in Beijing
 * is read as Beijing wrote it; a UTC time is shown on this computer's clock. `null` when it is no time.
 */
export function wall(iso: string): Wall | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/i.exec(iso);
  if (!parts) return null;
  if (parts[7]?.toUpperCase() === "Z") {
    const local = new Date(iso);
    if (Number.isNaN(local.getTime())) return null;
    return {
      year: local.getFullYear(),
      month: local.getMonth() + 1,
      day: local.getDate(),
      hour: local.getHours(),
      minute: local.getMinutes(),
      second: local.getSeconds(),
    };
  }
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0, second: second || 0 };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day: `2026 年 8 月 26 日` or `26 Aug 2026`; without the year when `short`. */
export function day(iso: string, language: "zh" | "en", short = false): string {
  const w = wall(iso);
  if (!w) return iso;
  if (language === "zh") return `${short ? "" : `${w.year} 年 `}${w.month} 月 ${w.day} 日`;
  return `${w.day} ${MONTHS[w.month - 1]}${short ? "" : ` ${w.year}`}`;
}

/** The time of day, `14:32`. The last second of a day reads `24:00`, as deadlines are announced. */
export function timeOfDay(iso: string): string {
  const w = wall(iso);
  if (!w) return iso;
  if (w.hour === 23 && w.minute === 59 && w.second === 59) return "24:00";
  return `${String(w.hour).padStart(2, "0")}:${String(w.minute).padStart(2, "0")}`;
}

/** Day and time. */
export function moment(iso: string, language: "zh" | "en", short = false): string {
  return `${day(iso, language, short)} ${timeOfDay(iso)}`;
}

/** Whole days from `now` until `iso`, rounded up; negative when it has passed. */
export function daysUntil(iso: string, now: Date): number {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return 0;
  const days = (then - now.getTime()) / 86_400_000;
  return days >= 0 ? Math.ceil(days) : Math.floor(days);
}

/** A call number in its two parts: `交-017` gives `["交", "017"]`. */
export function splitLabel(label: string): [string, string] {
  const at = label.indexOf("-");
  return at < 0 ? ["", label] : [label.slice(0, at), label.slice(at + 1)];
}

/** A body of text as its paragraphs, without blank ones. */
export function paragraphs(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
