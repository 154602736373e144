import { describe, expect, it } from "vitest";
import { peaks } from "./waveform";

describe("the peaks of a recording", () => {
  it("are the loudest sample of each stretch, over all channels", () => {
    expect(peaks([Float32Array.of(0, 0.25, -0.5, 0), Float32Array.of(0.125, 0, 0, 0)], 2)).toEqual([0.5, 1]);
  });

  it("fill the height however soft the recording is", () => {
    expect(Math.max(...peaks([Float32Array.of(0.01, 0.02)], 2))).toBe(1);
  });

  it("are nothing for silence, and for no samples at all", () => {
    expect(peaks([new Float32Array(100)], 3)).toEqual([0, 0, 0]);
    expect(peaks([], 3)).toEqual([0, 0, 0]);
  });

  it("repeat when there are fewer samples than bars", () => {
    expect(peaks([Float32Array.of(1, 0.5)], 4)).toEqual([1, 1, 0.5, 0.5]);
  });
});
