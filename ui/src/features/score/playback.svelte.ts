// One video or recording being played: what the element says, and what the controls ask of it. Never starts by itself.

import { afterPaint } from "../../lib/after-paint";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/* One frame at 25 a second, as most entries are filmed. */
const FRAME_S = 1 / 25;

/* How loud the judge likes it; kept from one entry to the next until the window closes. */
const loudness = $state({ volume: 1, muted: false });

export class Playback {
  playing = $state(false);
  ms = $state(0);
  loadedMs = $state<number | null>(null);
  speed = $state(1);
  failed = $state(false);
  stalled = $state(false);
  #element: HTMLMediaElement | undefined;
  #resumeMs: number;

  constructor(
    readonly measuredMs: number | null,
    startMs: number,
  ) {
    this.#resumeMs = startMs;
  }

  /** The measured length, or what the element found. */
  get lengthMs(): number {
    return this.measuredMs ?? this.loadedMs ?? 0;
  }

  get volume(): number {
    return loudness.volume;
  }

  get muted(): boolean {
    return loudness.muted;
  }

  /** Svelte action: takes hold of the element and gives it what is at `url`, after the text beside it is drawn. */
  readonly hold = (element: HTMLMediaElement, url: string): { destroy: () => void } => {
    this.#element = element;
    afterPaint(() => {
      if (this.#element === element) element.src = url;
    });
    const on: [string, () => void][] = [
      ["play", () => (this.playing = true)],
      ["pause", () => (this.playing = false)],
      ["ended", () => (this.playing = false)],
      ["timeupdate", () => (this.ms = element.currentTime * 1000)],
      ["seeking", () => (this.ms = element.currentTime * 1000)],
      ["waiting", () => (this.stalled = true)],
      ["playing", () => (this.stalled = false)],
      ["canplay", () => (this.stalled = false)],
      ["error", () => (this.failed = true)],
      ["loadedmetadata", () => this.#loaded(element)],
    ];
    for (const [name, run] of on) element.addEventListener(name, run);
    this.#sound();
    return {
      destroy: () => {
        for (const [name, run] of on) element.removeEventListener(name, run);
        element.pause();
        this.#element = undefined;
        // Taking a decoder down takes time, which the page that comes now needs first.
        afterPaint(() => {
          element.removeAttribute("src");
          element.load();
        });
      },
    };
  };

  readonly toggle = (): void => {
    const element = this.#element;
    if (!element || this.failed) return;
    if (element.paused) element.play().catch((thrown: unknown) => this.#refused(thrown));
    else element.pause();
  };

  readonly pause = (): void => this.#element?.pause();

  readonly seek = (ms: number): void => {
    if (!this.#element || this.failed) return;
    const to = Math.min(Math.max(0, ms), this.lengthMs || ms);
    this.ms = to;
    this.#element.currentTime = to / 1000;
  };

  /** One frame back or forward. Does nothing while playing. */
  readonly frame = (by: 1 | -1): void => {
    if (this.#element?.paused) this.seek((this.#element.currentTime + by * FRAME_S) * 1000);
  };

  readonly nudge = (by: number): void => this.seek(this.ms + by);

  /** The next faster or slower speed; stays at the ends. */
  readonly faster = (by: 1 | -1): void => {
    const at = SPEEDS.findIndex((speed) => speed === this.speed);
    this.#setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))] ?? 1);
  };

  /** The next speed, going round: one button is enough for the mouse. */
  readonly nextSpeed = (): void => {
    const at = SPEEDS.findIndex((speed) => speed === this.speed);
    this.#setSpeed(SPEEDS[(at + 1) % SPEEDS.length] ?? 1);
  };

  readonly setVolume = (volume: number): void => {
    loudness.volume = volume;
    loudness.muted = volume === 0;
    this.#sound();
  };

  readonly toggleMute = (): void => {
    loudness.muted = !loudness.muted;
    if (!loudness.muted && loudness.volume === 0) loudness.volume = 0.5;
    this.#sound();
  };

  readonly retry = (): void => {
    this.failed = false;
    this.#resumeMs = this.ms || this.#resumeMs;
    this.#element?.load();
  };

  #sound(): void {
    if (!this.#element) return;
    this.#element.volume = loudness.volume;
    this.#element.muted = loudness.muted;
  }

  #setSpeed(speed: number): void {
    this.speed = speed;
    if (this.#element) {
      this.#element.defaultPlaybackRate = speed;
      this.#element.playbackRate = speed;
      this.#element.preservesPitch = true;
    }
  }

  #loaded(element: HTMLMediaElement): void {
    if (Number.isFinite(element.duration)) this.loadedMs = element.duration * 1000;
    this.failed = false;
    if (this.#resumeMs > 0 && element.currentTime === 0) element.currentTime = this.#resumeMs / 1000;
  }

  #refused(thrown: unknown): void {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return;
    this.failed = true;
  }
}

/** Speeds as they are printed: `1.0×`, `1.25×`. */
export function speedText(speed: number): string {
  return `${Number.isInteger(speed) ? speed.toFixed(1) : speed}×`;
}
