// How long a text is, the way Chinese word processors count: every Han character, CJK mark and full-width
// form is one, and every unbroken run of other non-blank characters is one.

const SINGLE = /[\p{Script=Han}\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u303f\u30fb\u3105-\u312f\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef]/u;

/** The number of 字 in `text`; 0 for blank text. */
export function countZi(text: string): number {
  let count = 0;
  let inRun = false;
  for (const character of text) {
    if (/\s/u.test(character)) {
      inRun = false;
    } else if (SINGLE.test(character)) {
      count += 1;
      inRun = false;
    } else if (!inRun) {
      count += 1;
      inRun = true;
    }
  }
  return count;
}
