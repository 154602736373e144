//! Counting 字 as Chinese word processors show it.

/// Returns the number of 字: every Han character, CJK mark and full-width form is one; every unbroken run of other
/// characters that are not blank is one.
pub fn zi(text: &str) -> u32 {
    let mut count: u32 = 0;
    let mut in_run = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            in_run = false;
        } else if stands_alone(c) {
            count = count.saturating_add(1);
            in_run = false;
        } else if !in_run {
            count = count.saturating_add(1);
            in_run = true;
        }
    }
    count
}

/// Returns the number of characters that are not white space.
pub fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().filter(|c| !c.is_whitespace()).count()).unwrap_or(u32::MAX)
}

/// Whether a character is a Han ideograph.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Han, kana, CJK marks, full-width forms, and the quotation marks, dashes, dots and circled numbers that a Chinese
/// font shows at full width.
fn stands_alone(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{b7}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}' | '\u{2160}'..='\u{217f}'
            | '\u{2460}'..='\u{24ff}' | '\u{2e80}'..='\u{33ff}' | '\u{ac00}'..='\u{d7af}'
            | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_and_runs_of_latin_count_once() {
        assert_eq!(zi("作业“红绿灯”家校共管"), 11);
        assert_eq!(zi("共 3 个 jpg，2020年"), 6 + 1);
        assert_eq!(zi(" \u{3000}\n"), 0);
        assert_eq!(characters("a b　中"), 3);
    }
}
