//! Who wrote a text, as far as the text itself tells: names, numbers and units that a judge must not read, and words that
//! may tell and that only a person can judge.
//!
//! What is [`Strength::Sure`] is what the form itself names, or cannot be anything else; it can be masked without asking.
//! Everything that is only of a likely shape is a [`Strength::Hint`].

mod names;
mod numbers;
mod organisations;
mod units;

pub use units::Units;

/// What the form says about who wrote it.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// The authors' names.
    pub authors: &'a [String],
    /// Their telephone numbers.
    pub phones: &'a [String],
    /// Their unit.
    pub unit: &'a str,
}

/// A place that tells who wrote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The first character, from 0.
    pub from: usize,
    /// The character after the last.
    pub to: usize,
    /// What it tells.
    pub kind: Kind,
    /// How sure that is.
    pub strength: Strength,
}

/// What a place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An author's name, or surname and title.
    Author,
    /// A telephone number.
    Phone,
    /// The unit, in full or short, or the name of any other.
    Unit,
    /// An e-mail address.
    Email,
    /// An account with a messenger.
    Account,
    /// The number of an identity card.
    IdNumber,
    /// The name of a team.
    Team,
}

impl Kind {
    /// Returns the stable code: `author`, `phone`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Phone => "phone",
            Self::Unit => "unit",
            Self::Email => "email",
            Self::Account => "account",
            Self::IdNumber => "id_number",
            Self::Team => "team",
        }
    }
}

/// How sure it is that a place tells who wrote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// It is what the form names, or of a shape that nothing else has.
    Sure,
    /// A person must look.
    Hint,
}

/// Most characters of a text that are looked at.
const TEXT_MAX: usize = 100_000;

/// Finds every place of a text that tells who wrote it, in order and without overlaps; where two overlap, the sure one
/// and then the longer one stays. `others` are the units of the contest.
pub fn told(text: &str, who: &Who<'_>, others: &Units) -> Vec<Told> {
    let letters: Vec<char> = text.chars().take(TEXT_MAX).collect();
    let mut found = Vec::new();
    names::find(&letters, who.authors, &mut found);
    numbers::find(&letters, who.phones, &mut found);
    units::own(&letters, who.unit, &mut found);
    others.find(&letters, who.unit, &mut found);
    organisations::find(&letters, &mut found);
    without_overlaps(found)
}

fn without_overlaps(mut found: Vec<Told>) -> Vec<Told> {
    found.sort_by_key(|one| (one.strength, std::cmp::Reverse(one.to - one.from), one.from));
    let mut kept: Vec<Told> = Vec::new();
    for one in found {
        let apart = kept
            .iter()
            .all(|other| one.to <= other.from || other.to <= one.from);
        if apart {
            kept.push(one);
        }
    }
    kept.sort_unstable();
    kept
}

/// Whether `word` stands at the front of `letters`; blanks between its characters are passed over when `blanks` are
/// allowed. Returns how many letters it takes.
fn word_at(letters: &[char], word: &[char], blanks: bool) -> Option<usize> {
    let mut wanted = word.iter();
    let mut next = wanted.next()?;
    for (at, letter) in letters.iter().enumerate() {
        if letter.eq_ignore_ascii_case(next) {
            match wanted.next() {
                Some(following) => next = following,
                None => return Some(at + 1),
            }
        } else if at == 0 || !blanks || !matches!(letter, ' ' | '\u{3000}' | '\u{a0}') {
            return None;
        }
    }
    None
}

/// Notes every place of a word.
fn all_of(
    letters: &[char],
    word: &[char],
    blanks: bool,
    (kind, strength): (Kind, Strength),
    found: &mut Vec<Told>,
) {
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let length = word_at(rest, word, blanks);
        if let Some(length) = length {
            found.push(Told {
                from: at,
                to: at + length,
                kind,
                strength,
            });
        }
        at += length.unwrap_or(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unit: &str) -> Vec<(String, &'static str, Strength)> {
        let authors = ["林舟".to_owned(), "欧阳林舟".to_owned(), "王".to_owned()];
        let phones = ["18800000101".to_owned()];
        let who = Who {
            authors: &authors,
            phones: &phones,
            unit,
        };
        let others = Units::new(["云栖里社区卫生服务站", "湖墅学院", unit]);
        told(text, &who, &others)
            .into_iter()
            .map(|one| {
                let length = one.to - one.from;
                let words = text.chars().skip(one.from).take(length).collect();
                (words, one.kind.code(), one.strength)
            })
            .collect()
    }

    fn sure(text: &str) -> Vec<String> {
        let found = read(text, "钱潮理工大学交通工程系团支部").into_iter();
        found
            .filter(|one| one.2 == Strength::Sure)
            .map(|one| one.0)
            .collect()
    }

    fn hints(text: &str) -> Vec<String> {
        let found = read(text, "钱潮理工大学交通工程系团支部").into_iter();
        found
            .filter(|one| one.2 == Strength::Hint)
            .map(|one| one.0)
            .collect()
    }

    #[test]
    fn names_numbers_and_addresses_are_sure() {
        assert_eq!(sure("欧阳林舟和林 舟"), ["欧阳林舟", "林 舟"]);
        assert_eq!(
            sure("电话188 0000-0101，或１３９１２３４５６７８"),
            ["188 0000-0101", "１３９１２３４５６７８"]
        );
        assert_eq!(
            sure("写信到lin.zhou@qq.example.cn，或加微信：linzhou_88"),
            ["lin.zhou@qq.example.cn", "微信：linzhou_88"]
        );
        assert_eq!(sure("QQ 123456789"), ["QQ 123456789"]);
        assert_eq!(sure("身份证11010519491231002X。"), ["11010519491231002X"]);
        assert_eq!(
            sure("在钱潮理工大学交通工程系团支部，也就是钱潮理工大学"),
            ["钱潮理工大学交通工程系团支部", "钱潮理工大学"]
        );
    }

    #[test]
    fn what_only_may_tell_is_a_hint() {
        assert_eq!(hints("由林老师和欧阳教授指导"), ["林老师", "欧阳教授"]);
        assert_eq!(hints("我校已经试点，钱大也有"), ["我校", "钱大"]);
        assert_eq!(
            hints("在湖墅学院和望江第一中学试行"),
            ["湖墅学院", "望江第一中学"]
        );
        assert_eq!(hints("“青橙”团队"), ["“青橙”团队"]);
        assert_eq!(hints("致电0571-85251234"), ["0571-85251234"]);
    }

    #[test]
    fn plain_words_of_city_life_tell_nothing() {
        for text in [
            "与附近大学、职业学院合作，未来社区和老旧小区，由街道和社区牵头，请物业公司配合",
            "拨打12345热线，先试行 3 个月，1880000010 不是号码",
            "由于老师和学生都忙，向教授请教，专业团队和志愿者团队参加，自我校正，我院子里",
            "在微信小程序登记，扫QQ音乐二维码，每万元投入，2020年6月18日至2021年12月31日",
            "各中小学、幼儿园，社区医院，三甲医院，国有企业集团，互联网公司，该街道，本市高校",
        ] {
            assert_eq!(read(text, "钱潮理工大学"), [], "{text}");
        }
    }
}
