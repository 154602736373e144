// The passphrase as it is typed: twenty digits in groups of four. Anything else is left as the user wrote it.

/** How many digits a generated passphrase has. */
export const LENGTH = 20;

/** What is sent: bare digits when only digits and separators were typed (full-width ones too), else the text itself. */
export function bare(typed: string): string {
  const half = typed.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  return /^[\d\s\-–—－·.]*$/u.test(half) ? half.replace(/\D/g, "") : typed;
}

/** What is shown: groups of four digits, or the text itself when it is not a number. */
export function grouped(typed: string): string {
  const value = bare(typed);
  return /^\d+$/.test(value) ? value.replace(/(\d{4})(?=\d)/g, "$1 ") : value;
}

/** Where the caret goes after regrouping, so that it stays behind the same digit. */
export function caretAfter(shown: string, charactersBefore: number): number {
  let seen = 0;
  for (let at = 0; at < shown.length; at += 1) {
    if (seen === charactersBefore) return at;
    if (shown[at] !== " ") seen += 1;
  }
  return shown.length;
}
