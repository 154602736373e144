//! Character sets as mailboxes really name them. Owns the alias table and the guess for bytes without a name;
//! knows nothing of headers or mails.

use encoding_rs::{Encoding, GB18030, UTF_8};

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
        | "euccn" | "x-euc-cn" | "hz-gb-2312" | "chinese" | "csgb2312" | "iso-ir-58" => {
            Some(GB18030)
        }
        "utf8" | "utf-8" | "unicode-1-1-utf-8" | "cp65001" | "utf-8-mac" => Some(UTF_8),
        // These name no character set at all; the bytes themselves say more.
        "" | "us-ascii" | "ascii" | "ansi-x3.4-1968" | "unknown-8bit" | "x-unknown" | "default"
        | "binary" | "iso-8859-1" | "latin1" => None,
        other => Encoding::for_label(other.as_bytes()),
    }
}

/// Returns the text of `bytes`: UTF-8 when they are valid UTF-8, else `declared`, else GB18030.
///
/// Never fails; what cannot be read becomes U+FFFD.
pub(crate) fn guess(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        Err(_) => {
            let set = declared.filter(|set| *set != UTF_8).unwrap_or(GB18030);
            set.decode(bytes).0.into_owned()
        }
    }
}

/// Returns the text of `bytes` that came with a label: the labelled set, unless it is unknown.
pub(crate) fn decode(bytes: &[u8], label: &[u8]) -> String {
    match by_label(label) {
        Some(set) if set == UTF_8 => guess(bytes, None),
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
}
