// One video or recording being played: what the element says, and what the controls ask of it. Never starts by itself.

const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;

export class Playback {
  playing = $state(false);
  ms = $state(0);
  loadedMs = $state<number | null>(null);
  speed = $state(1);
  volume = $state(1);
  muted = $state(false);
  failed = $state(false);
  stalled = $state(false);
  #element: HTMLMediaElement | undefined;

  constructor(
    readonly measuredMs: number | null,
    readonly startMs: number,
  ) {}

  /** The measured length, or what the element found. */
  get lengthMs(): number {
    return this.measuredMs ?? this.loadedMs ?? 0;
  }

  /** Svelte action: takes hold of the element. */
  readonly hold = (element: HTMLMediaElement): { destroy: () => void } => {
    this.#element = element;
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
    return {
      destroy: () => {
        for (const [name, run] of on) element.removeEventListener(name, run);
        element.pause();
        element.removeAttribute("src");
        element.load();
        this.#element = undefined;
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
    if (!this.#element) return;
    const to = Math.min(Math.max(0, ms), this.lengthMs || ms);
    this.ms = to;
    this.#element.currentTime = to / 1000;
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
    this.volume = volume;
    this.muted = volume === 0;
    if (this.#element) {
      this.#element.volume = volume;
      this.#element.muted = this.muted;
    }
  };

  readonly toggleMute = (): void => {
    this.muted = !this.muted;
    if (this.#element) this.#element.muted = this.muted;
  };

  readonly retry = (): void => {
    this.failed = false;
    this.#element?.load();
  };

  #setSpeed(speed: number): void {
    this.speed = speed;
    if (this.#element) {
      this.#element.playbackRate = speed;
      this.#element.preservesPitch = true;
    }
  }

  #loaded(element: HTMLMediaElement): void {
    if (Number.isFinite(element.duration)) this.loadedMs = element.duration * 1000;
    this.failed = false;
    if (this.startMs > 0 && element.currentTime === 0) element.currentTime = this.startMs / 1000;
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
