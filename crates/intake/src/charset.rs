//! Character sets as mailboxes really name them. Owns the alias table and the guess for bytes without a name;
//! knows nothing of headers or mails.

use encoding_rs::{Encoding, GB18030, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// Returns the character set a label stands for, or `None` when the label says nothing usable.
///
/// Every Chinese label is read as GB18030, because senders write `gb2312` and then use characters only GBK has.
pub(crate) fn by_label(label: &[u8]) -> Option<&'static Encoding> {
    let label = String::from_utf8_lossy(label);
    // RFC 2231 §5 lets a language follow the name: `utf-8*en`.
    let name = label.split('*').next().unwrap_or_default();
    let name: String = name
        .trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')
        .to_ascii_lowercase()
        .replace('_', "-");
    match name.as_str() {
        "gb2312" | "gb-2312" | "gb2312-80" | "gb-2312-80" | "gbk" | "cp936" | "ms936" | "936"
        | "windows-936" | "x-gbk" | "gb18030" | "gb-18030" | "gb18030-2000" | "euc-cn"
        | "euccn" | "x-euc-cn" | "chinese" | "csgb2312" | "iso-ir-58" | "cn-gb" | "gb" => {
            Some(GB18030)
        }
        "utf8" | "utf-8" | "unicode-1-1-utf-8" | "cp65001" | "utf-8-mac" => Some(UTF_8),
        // These name no character set at all; the bytes themselves say more.
        "" | "us-ascii" | "ascii" | "ansi-x3.4-1968" | "unknown-8bit" | "x-unknown" | "default"
        | "binary" | "iso-8859-1" | "latin1" | "iso-8859-15" | "windows-1252" | "cp1252" => None,
        // The standard maps what it will not decode, such as ISO-2022-CN, to a set that reads nothing.
        other => Encoding::for_label(other.as_bytes()).filter(|set| *set != REPLACEMENT),
    }
}

/// Whether a label names HZ (RFC 1843), which writes pairs of seven-bit bytes between `~{` and `~}`.
fn is_hz(label: &[u8]) -> bool {
    let label = label.trim_ascii();
    label.eq_ignore_ascii_case(b"hz-gb-2312") || label.eq_ignore_ascii_case(b"hz")
}

/// Returns the text of HZ bytes.
fn hz(bytes: &[u8]) -> String {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut pairs = false;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after.first()) {
            (b'~', Some(b'{')) if !pairs => pairs = true,
            (b'~', Some(b'}')) if pairs => pairs = false,
            (b'~', Some(b'~')) if !pairs => plain.push(b'~'),
            (b'~', Some(b'\n')) if !pairs => {}
            (byte, _) => {
                // A line always begins outside the pairs.
                pairs &= *byte != b'\n';
                plain.push(if pairs { byte | 0x80 } else { *byte });
                continue;
            }
        }
        rest = after.get(1..).unwrap_or_default();
    }
    GB18030.decode(&plain).0.into_owned()
}

/// A text of which nobody says the charset: UTF-8, UTF-16 with a mark, or the charset of Chinese programs.
pub fn text_of(bytes: &[u8]) -> String {
    guess(bytes, None)
}

/// Returns the text of `bytes`: by its byte order mark if it has one, UTF-8 when the bytes are that but for a few, else
/// `declared`, else GB18030.
///
/// Never fails; what cannot be read becomes U+FFFD.
pub(crate) fn guess(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    if let Some((set, _)) = Encoding::for_bom(bytes) {
        return set.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => broken_utf8(bytes).unwrap_or_else(|| {
            let set = declared.filter(|set| *set != UTF_8).unwrap_or(GB18030);
            set.decode(bytes).0.into_owned()
        }),
    }
}

/// Returns the text of UTF-8 that was cut inside a character or damaged in a few places. Read as UTF-8, other Chinese
/// bytes are hardly anything but damage.
fn broken_utf8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let count = |wanted: fn(char) -> bool| text.chars().filter(|c| wanted(*c)).count();
    let whole = count(|c| c >= '\u{800}' && c != char::REPLACEMENT_CHARACTER);
    let damaged = count(|c| c == char::REPLACEMENT_CHARACTER);
    if whole < damaged.saturating_mul(3) {
        return None;
    }
    // Bytes missing at the end are no character; damage within stays to be seen.
    Some(
        text.trim_end_matches(char::REPLACEMENT_CHARACTER)
            .to_owned(),
    )
}

/// Whether bytes are UTF-8 beyond doubt: valid, and nothing in them but ASCII and characters of three bytes and more,
/// as Chinese has them. Bytes of a Chinese set hardly ever look so.
fn is_chinese_utf8(bytes: &[u8]) -> bool {
    !bytes.is_ascii()
        && std::str::from_utf8(bytes).is_ok_and(|text| {
            text.chars()
                .all(|c| c.is_ascii() || c >= '\u{800}' || c == '·')
        })
}

/// Returns the text of `bytes` that came with a label: the labelled set, unless it is unknown or the bytes say
/// plainly that it is wrong.
pub(crate) fn decode(bytes: &[u8], label: &[u8]) -> String {
    if is_hz(label) {
        return hz(bytes);
    }
    match by_label(label) {
        Some(set) if set == UTF_8 || set.is_single_byte() => guess(bytes, Some(set)),
        Some(set) if set != UTF_16LE && set != UTF_16BE && is_chinese_utf8(bytes) => {
            guess(bytes, Some(set))
        }
        Some(set) => set.decode(bytes).0.into_owned(),
        None => guess(bytes, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gb2312_label_covers_characters_only_gbk_has() {
        assert_eq!(
            decode(&[0xcc, 0xd5, 0x86, 0xb4, 0xb0, 0xb2], b"GB2312"),
            "陶喆安"
        );
    }

    #[test]
    fn bytes_without_a_label_are_utf8_when_they_can_be_and_gb18030_otherwise() {
        assert_eq!(guess("湖墅".as_bytes(), None), "湖墅");
        assert_eq!(guess(&[0xba, 0xfe, 0xca, 0xfb], None), "湖墅");
        assert_eq!(decode(&[0xba, 0xfe], b"x-no-such-set"), "湖");
    }

    #[test]
    fn a_wrong_utf8_label_does_not_hide_gbk_bytes() {
        assert_eq!(decode(&[0xba, 0xfe, 0xca, 0xfb], b"utf-8"), "湖墅");
    }

    #[test]
    fn a_wrong_chinese_label_does_not_hide_utf8() {
        assert_eq!(decode("湖墅，a".as_bytes(), b"gb2312"), "湖墅，a");
        assert_eq!(decode("湖墅".as_bytes(), b"big5"), "湖墅");
        assert_eq!(decode(&[0xba, 0xfe, 0xca, 0xfb], b"windows-1252"), "湖墅");
        assert_eq!(decode(&[0xba, 0xfe, 0xca, 0xfb], b"iso-2022-cn"), "湖墅");
    }

    #[test]
    fn utf8_cut_inside_a_character_is_still_utf8() {
        let text = "湖墅学院环境学院";
        assert_eq!(guess(&text.as_bytes()[..22], None), "湖墅学院环境学");
        assert_eq!(guess(&[0xba, 0xfe, 0xca], None), "湖\u{fffd}");
    }

    #[test]
    fn marks_and_escapes_tell_the_set() {
        assert_eq!(guess(b"\xff\xfe\x56\x6e", None), "湖");
        assert_eq!(decode(b"~{VPND~} a~~b!", b"HZ-GB-2312"), "中文 a~b!");
    }
}
