//! Strict JSON: what two readers could understand differently is refused.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use pack::json::{JsonRule, check};

fn rule(text: &str) -> Option<JsonRule> {
    check(text.as_bytes()).err().map(|error| error.why)
}

#[test]
fn ordinary_json_is_accepted() {
    for text in [
        "{}",
        " [ ] \n",
        "null",
        "-0.5",
        "18446744073709551615",
        r#"{"a":[1,2.5,true,false,null,"x"],"b":{"a":"\u4e2d\ud83d\ude00\n\"\\\/"}}"#,
        "\"点子 \u{1F6B2}\"",
    ] {
        assert_eq!(rule(text), None, "{text}");
        serde_json::from_str::<serde_json::Value>(text).unwrap();
    }
}

#[test]
fn a_repeated_key_is_refused_at_any_depth_and_in_any_spelling() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"[{"x":{"a":1,"b":2,"a":3}}]"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"{"":1,"":2}"#,
    ] {
        assert_eq!(rule(text), Some(JsonRule::DuplicateKey), "{text}");
    }
}

#[test]
fn nesting_ends_at_sixteen() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(rule(&nested(16)), None);
    assert_eq!(rule(&nested(17)), Some(JsonRule::TooDeep));
    assert_eq!(rule(&"[".repeat(1_000_000)), Some(JsonRule::TooDeep));
    assert_eq!(rule(&"{\"a\":".repeat(1_000_000)), Some(JsonRule::TooDeep));
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    for text in [
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800\u0041""#,
        r#""\ud800x""#,
        r#""\ud800\ud800""#,
        r#""\u0000""#,
    ] {
        assert_eq!(rule(text), Some(JsonRule::Escape), "{text}");
    }
    assert_eq!(
        check(b"\"\xED\xA0\x80\"").unwrap_err().why,
        JsonRule::NotUtf8
    );
}

#[test]
fn a_huge_or_odd_number_is_refused() {
    for text in [
        "1e400",
        "1E5",
        "-1e-5",
        "123456789012345678901",
        "0.1234567890123456789",
    ] {
        assert_eq!(rule(text), Some(JsonRule::Number), "{text}");
    }
    for text in [
        "NaN", "Infinity", "-", "01", "1.", ".5", "+1", "0x10", "--1", "1.5.5",
    ] {
        assert!(rule(text).is_some(), "{text}");
    }
}

#[test]
fn bytes_after_the_end_are_refused() {
    for text in ["{} {}", "[]x", "1 2", "null\0", "\"a\"\""] {
        assert_eq!(rule(text), Some(JsonRule::Trailing), "{text}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "'a'",
        "[1 2]",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u+123\"",
        "\"\n\"",
        "tru",
        "// c\n1",
        "\u{FEFF}1",
    ] {
        assert_eq!(rule(text), Some(JsonRule::Syntax), "{text:?}");
    }
}

#[test]
fn a_long_string_is_refused() {
    let string = |length| format!("\"{}\"", "a".repeat(length));
    assert_eq!(rule(&string(65_536)), None);
    assert_eq!(rule(&string(65_537)), Some(JsonRule::LongString));
}

#[test]
fn a_key_that_turns_the_text_around_is_refused() {
    for control in ["\u{202E}", "\\u202e", "\u{2066}", "\u{200F}"] {
        assert_eq!(rule(&format!("{{\"a{control}\":1}}")), Some(JsonRule::Bidi));
    }
}
