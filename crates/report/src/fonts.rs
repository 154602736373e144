//! The type faces, and what they cannot print.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Noto Serif SC holds every Han character of Unicode's first two blocks and stands in where another face has none. Its bold
/// and Noto Sans SC hold GB 2312 and the Table of General Standard Chinese Characters (2013).
const FILES: [&[u8]; 3] = [
    include_bytes!("../../../assets/fonts/NotoSerifSC-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSerifSC-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansSC-Regular.ttf"),
];

/// What stands for a character that cannot be printed. Every face has it.
const BOX: char = '□';

/// A place where a line may end, without width.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

pub(crate) struct Faces {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

pub(crate) static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES
        .iter()
        .flat_map(|file| Font::iter(Bytes::new(*file)))
        .collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Faces { fonts, book }
});

/// Whether a character has a glyph in one of the faces and does nothing but print it.
///
/// Characters that steer others (direction marks, joiners, variation selectors, controls) count as not printable: inside the
/// text of a stranger they could turn a title round or hide a part of it.
pub fn is_printable(character: char) -> bool {
    let steers = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    !character.is_control()
        && !steers
        && FACES
            .fonts
            .iter()
            .any(|font| font.info().coverage.contains(u32::from(character)))
}

/// The longest run of letters and digits without a place to break a line.
const LONGEST_RUN: usize = 20;

/// Makes every text in the value printable: line breaks and tabs become blanks, what has no glyph becomes a box and is noted,
/// and long runs of letters get places where a line may end.
pub(crate) fn make_printable(value: &mut Value, unprintable: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => *text = printable(text, unprintable),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| make_printable(item, unprintable)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|field| make_printable(field, unprintable)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn printable(text: &str, unprintable: &mut BTreeSet<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for character in text.chars() {
        let shown = match character {
            '\n' | '\r' | '\t' => ' ',
            other if is_printable(other) => other,
            other => {
                unprintable.insert(other);
                BOX
            }
        };
        // A line may end at a blank, and between any two characters of the CJK blocks.
        if shown == ' ' || shown >= '\u{2e80}' {
            run = 0;
        } else if run == LONGEST_RUN {
            out.push(ZERO_WIDTH_SPACE);
            run = 1;
        } else {
            run += 1;
        }
        out.push(shown);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_has_every_character_of_gb_2312() {
        let mut checked = 0;
        for lead in 0xb0..=0xf7_u8 {
            for trail in 0xa1..=0xfe_u8 {
                let bytes = [lead, trail];
                let (text, _, wrong) = encoding_rs::GBK.decode(&bytes);
                let character = text.chars().next().unwrap();
                // 0xD7FA to 0xD7FE are not assigned in GB 2312.
                if wrong || ('\u{e000}'..='\u{f8ff}').contains(&character) {
                    continue;
                }
                checked += 1;
                for font in &FACES.fonts {
                    assert!(
                        font.info().coverage.contains(u32::from(character)),
                        "{character} in {}",
                        font.info().family
                    );
                }
            }
        }
        assert_eq!(
            checked, 6_763,
            "level 1 has 3,755 characters, level 2 has 3,008"
        );
    }

    #[test]
    fn every_face_has_the_characters_of_names_outside_gb_2312() {
        for character in "喆堃珺祎玥昇翀甪犇淼翯𬱖𬍛".chars() {
            for font in &FACES.fonts {
                assert!(
                    font.info().coverage.contains(u32::from(character)),
                    "{character} in {}",
                    font.info().family
                );
            }
        }
    }

    #[test]
    fn a_rare_or_traditional_character_is_printed_by_the_face_that_has_it() {
        for character in "頔龘㛃".chars() {
            assert!(is_printable(character), "{character}");
        }
    }

    #[test]
    fn what_cannot_be_printed_is_a_box_and_is_named() {
        let mut value = serde_json::json!({ "title": ["a\u{202e}b\n😀", "通\u{200d}"] });
        let mut unprintable = BTreeSet::new();
        make_printable(&mut value, &mut unprintable);
        assert_eq!(value, serde_json::json!({ "title": ["a□b □", "通□"] }));
        assert_eq!(unprintable, BTreeSet::from(['\u{200d}', '\u{202e}', '😀']));
    }

    #[test]
    fn a_run_of_letters_never_runs_out_of_its_column() {
        let mut value = Value::String("w".repeat(45));
        make_printable(&mut value, &mut BTreeSet::new());
        let parts: Vec<usize> = value
            .as_str()
            .unwrap()
            .split(ZERO_WIDTH_SPACE)
            .map(str::len)
            .collect();
        assert_eq!(parts, [20, 20, 5]);
    }

    #[test]
    fn the_words_of_the_papers_need_no_box() {
        for text in [
            include_str!("../../../assets/messages/papers.zh-CN.json"),
            include_str!("../../../assets/messages/papers.en.json"),
        ] {
            for character in text.chars().filter(|character| *character != '\n') {
                assert!(is_printable(character), "{character}");
            }
        }
    }
}
