//! What a player asks for with the `Range` header (RFC 9110 §14).

/// The part of a file that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it.
    Whole,
    /// From the first byte to before the last; never empty, never beyond the end.
    Part(u64, u64),
    /// A part that the file does not have.
    Nothing,
}

/// What the value of a `Range` header asks for of a file of `length` bytes. Several ranges, other units and whatever
/// cannot be read are answered whole, which the RFC allows.
#[must_use]
pub fn asked(range: Option<&str>, length: u64) -> Asked {
    let text = range.and_then(|value| value.strip_prefix("bytes="));
    let Some((first, last)) = text.and_then(|text| text.split_once('-')) else {
        return Asked::Whole;
    };
    let (from, to) = match (first.trim(), last.trim()) {
        ("", suffix) => match suffix.parse::<u64>() {
            Ok(count) => (length.saturating_sub(count), length),
            Err(_) => return Asked::Whole,
        },
        (first, last) => {
            let last = if last.is_empty() {
                Ok(length)
            } else {
                last.parse::<u64>().map(|last| last.saturating_add(1))
            };
            match (first.parse::<u64>(), last) {
                (Ok(from), Ok(to)) => (from, to.min(length)),
                _ => return Asked::Whole,
            }
        }
    };
    if from < to {
        Asked::Part(from, to)
    } else {
        Asked::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(asked(Some(text), 1000), expected, "{text}");
        }
        assert_eq!(asked(None, 1000), Asked::Whole);
    }

    #[test]
    fn an_empty_file_has_no_satisfiable_range() {
        assert_eq!(asked(Some("bytes=0-"), 0), Asked::Nothing);
    }
}
