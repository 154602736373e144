// The carved seal beside a fingerprint: a five-by-five maze drawn from the digits alone. Equal digits give an equal
// picture; the digits stay the check, the seal is only for the eye.

const CELLS = 5;

/** One SVG path of unit squares on an 11 × 11 grid, for the carved (light) strokes. */
export function sealPath(digits: string): string {
  const next = stream(digits);
  const carved = new Set<number>();
  const key = (x: number, y: number) => y * 11 + x;
  const seen = new Set<number>();
  const path: [number, number][] = [[next(CELLS), next(CELLS)]];
  while (path.length > 0) {
    const here = path[path.length - 1];
    if (!here) break;
    const [x, y] = here;
    seen.add(y * CELLS + x);
    carved.add(key(2 * x + 1, 2 * y + 1));
    const free = (
      [
        [x + 1, y],
        [x - 1, y],
        [x, y + 1],
        [x, y - 1],
      ] as [number, number][]
    ).filter(([a, b]) => a >= 0 && b >= 0 && a < CELLS && b < CELLS && !seen.has(b * CELLS + a));
    const chosen = free[next(Math.max(1, free.length))];
    if (!chosen) {
      path.pop();
      continue;
    }
    carved.add(key(x + chosen[0] + 1, y + chosen[1] + 1));
    path.push(chosen);
  }
  return [...carved]
    .sort((a, b) => a - b)
    .map((at) => `M${at % 11} ${Math.floor(at / 11)}h1v1h-1z`)
    .join("");
}

/** A small deterministic stream of numbers below `limit`, seeded by the text (FNV-1a, then xorshift32). */
function stream(seed: string): (limit: number) => number {
  let state = 0x811c9dc5;
  for (const character of seed) {
    state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  state = state || 1;
  return (limit) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}
