//! Facts about ranges; the server as a whole is tested against a real pack in the flow tests.

use super::*;

fn range(value: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::RANGE, HeaderValue::from_str(value).unwrap());
    headers
}

#[test]
fn a_range_is_read_as_the_rfc_says() {
    let cases = [
        ("bytes=0-", Asked::Part(0, 1000)),
        ("bytes=0-0", Asked::Part(0, 1)),
        ("bytes=500-2000", Asked::Part(500, 1000)),
        ("bytes=-100", Asked::Part(900, 1000)),
        ("bytes=-5000", Asked::Part(0, 1000)),
        ("bytes=1000-", Asked::Nothing),
        ("bytes=7-3", Asked::Nothing),
        ("bytes=-0", Asked::Nothing),
        ("bytes=a-b", Asked::Whole),
        ("bytes=99999999999999999999999-", Asked::Whole),
        ("bytes=0-1,5-6", Asked::Whole),
        ("items=0-1", Asked::Whole),
    ];
    for (text, expected) in cases {
        assert_eq!(asked(&range(text), 1000), expected, "{text}");
    }
    assert_eq!(asked(&HeaderMap::new(), 1000), Asked::Whole);
}

#[test]
fn an_empty_file_has_no_satisfiable_range() {
    assert_eq!(asked(&range("bytes=0-"), 0), Asked::Nothing);
}

#[test]
fn only_our_own_window_is_an_origin() {
    let mut headers = HeaderMap::new();
    assert_eq!(own_origin(&headers), Ok(None));
    headers.insert(
        header::ORIGIN,
        HeaderValue::from_static("tauri://localhost"),
    );
    assert_eq!(own_origin(&headers), Ok(Some("tauri://localhost")));
    headers.insert(header::ORIGIN, HeaderValue::from_static("http://localhost"));
    assert_eq!(own_origin(&headers), Err(StatusCode::FORBIDDEN));
    headers.insert(header::ORIGIN, HeaderValue::from_static("null"));
    assert_eq!(own_origin(&headers), Err(StatusCode::FORBIDDEN));
}
