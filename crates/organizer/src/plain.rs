//! Texts as a judge's screen can show them: no characters that steer a terminal, turn the direction of writing or end a
//! line where none ends.

/// The most bytes of a text that goes into a pack. The form allows 500 字; what is longer is cut; the finding on its length says
/// how long it was.
const LONGEST: usize = 60_000;

/// One line without control characters; blanks at the ends are gone.
pub(crate) fn one_line(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_steering(*c))
        .collect();
    cut(kept.trim())
}

/// Paragraphs that end in single line feeds.
pub(crate) fn paragraphs(text: &str) -> String {
    let unified = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}'], "\n");
    let kept: String = unified
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !is_steering(*c))
        .collect();
    cut(kept.trim())
}

fn is_steering(character: char) -> bool {
    character.is_control() || pack::json::is_bidi_control(character)
}

fn cut(text: &str) -> String {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_screen_is_left() {
        assert_eq!(
            one_line(" 站台\u{202e}\u{1b}[31m\n预约\t换乘 "),
            "站台[31m 预约 换乘"
        );
        assert_eq!(paragraphs("一\r\n二\u{2028}三\0\t四\n"), "一\n二\n三 四");
        assert_eq!(paragraphs(&"字".repeat(40_000)).len(), 60_000);
    }
}
