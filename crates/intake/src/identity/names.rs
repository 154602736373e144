//! The authors: their names, also spread out, and their surnames with a title.

use super::{Kind, Strength, Told, all_of};

/// The least letters of a name that is looked for; a single character stands in too many words.
const NAME_MIN: usize = 2;
const TITLES: [&str; 16] = [
    "老师",
    "教授",
    "同学",
    "医生",
    "主任",
    "书记",
    "校长",
    "院长",
    "经理",
    "先生",
    "女士",
    "博士",
    "师傅",
    "工程师",
    "学长",
    "学姐",
];
/// Surnames of two characters.
const COMPOUND: [&str; 14] = [
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "令狐", "东方", "南宫", "司徒", "夏侯", "公孙",
    "慕容", "端木",
];
/// Surnames that are small words before most titles.
const SMALL_WORDS: &str = "向和从由同时让给有代应能别对与为请于";

pub(super) fn find(letters: &[char], authors: &[String], found: &mut Vec<Told>) {
    for author in authors {
        let name: Vec<char> = author.chars().filter(|c| !c.is_whitespace()).collect();
        if name.len() >= NAME_MIN {
            all_of(letters, &name, true, (Kind::Author, Strength::Sure), found);
        }
        for title in TITLES {
            if let Some(called) = called(author.trim(), title) {
                all_of(
                    letters,
                    &called,
                    false,
                    (Kind::Author, Strength::Hint),
                    found,
                );
            }
        }
    }
}

/// Surname and title; `None` for names without a surname that tells.
fn called(author: &str, title: &str) -> Option<Vec<char>> {
    let compound = COMPOUND.iter().find(|one| author.starts_with(**one));
    let surname: String = match compound {
        Some(surname) => (*surname).to_owned(),
        None => author.chars().take(1).collect(),
    };
    let first = surname.chars().next()?;
    let tells = crate::count::is_han(first) && !SMALL_WORDS.contains(first);
    tells.then(|| surname.chars().chain(title.chars()).collect())
}
