// The shape of a recording: how loud each of some hundred stretches of it is. Decoded at a low rate, since a picture
// this small needs no more, and never before the recording can be played.

/** How many bars are drawn. */
export const BARS = 120;

/* 8 kHz keeps a quarter of an hour under 60 MB while it is decoded; anything longer is scrubbed without a picture. */
const RATE = 8000;
const LONGEST_MS = 15 * 60_000;
const LARGEST_KIB = 64 * 1024;

/** The waveforms of one entry's recordings, or `null` for one that has none. */
export type Waves = Map<string, Promise<readonly number[] | null>>;

/** The peaks of `bars` equal stretches, from 0 to 1, the loudest being 1. Silence is all zeros. */
export function peaks(samples: readonly Float32Array[], bars: number): number[] {
  const length = Math.max(0, ...samples.map((channel) => channel.length));
  const found = Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * length) / bars));
    let peak = 0;
    for (const channel of samples) {
      for (let at = from; at < to; at += 1) peak = Math.max(peak, Math.abs(channel[at] ?? 0));
    }
    return peak;
  });
  const loudest = Math.max(...found);
  return loudest > 0 ? found.map((peak) => peak / loudest) : found;
}

/** Reads and decodes the recording behind `url`. `null` when it is too long, cannot be decoded, or `stop` was raised. */
export async function waveform(url: string, ms: number | null, kib: number, stop: AbortSignal): Promise<readonly number[] | null> {
  if (kib > LARGEST_KIB || (ms ?? 0) > LONGEST_MS) return null;
  try {
    const answer = await fetch(url, { signal: stop });
    if (!answer.ok) return null;
    const bytes = await answer.arrayBuffer();
    if (stop.aborted) return null;
    const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
    return peaks(Array.from({ length: decoded.numberOfChannels }, (_, channel) => decoded.getChannelData(channel)), BARS);
  } catch {
    return null;
  }
}
