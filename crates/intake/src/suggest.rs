//! Which theme a text most likely belongs to, and by which words: pairs of characters that the theme's own words and
//! the entry share, weighed by how few themes have them. Simple enough to be explained in one line, works without any
//! other source, and decides nothing: a person confirms the theme.
//!
//! The weight of a pair is its inverse document frequency over the themes (Spärck Jones, 1972): ln(themes ÷ themes that
//! have it).

use std::collections::{BTreeMap, BTreeSet};

use crate::count::is_han;

/// The words of one theme: its name, what it asks for, what its rubric speaks of, and any others that tell it apart.
#[derive(Debug, Clone, Copy)]
pub struct ThemeWords<'a> {
    /// The theme's number.
    pub theme: u8,
    /// Texts in the contest's own words.
    pub texts: &'a [&'a str],
}

/// A text of an entry, and how much a word in it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage<'a> {
    /// The entry's title: three times.
    Title(&'a str),
    /// The subject of its mail: twice. Without the name of the unit, which is no word of the idea.
    Subject(&'a str),
    /// A section of the form, or the body of the mail: once.
    Text(&'a str),
}

/// A theme that a text probably belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The theme's number.
    pub theme: u8,
    /// The words that speak for it, the most telling first, at most five: what a person is shown as the reason.
    pub words: Vec<String>,
}

/// The words of all themes of a contest, ready to be looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// For each pair of characters, the themes that have it.
    pairs: BTreeMap<(char, char), BTreeSet<u8>>,
    themes: BTreeSet<u8>,
}

/// Characters that join words and belong to none.
const JOINTS: &str = "的了和与或在是有为对以及把被从向到将等其之也又就让使这那个";
/// Words that every call for ideas uses, whatever its themes.
const COMMON: [&str; 22] = [
    "怎样", "如何", "办法", "方法", "机制", "建设", "加强", "问题", "城市", "创新", "参与", "提升",
    "推动", "发展", "工作", "活动", "进行", "新机", "小区", "社区", "服务", "居民",
];
/// Fewest points, in units of one pair that only one theme has, that make a suggestion.
const LEAST: f64 = 2.0;
/// How far the best theme must be ahead of the next.
const AHEAD: f64 = 1.5;
/// A word that is repeated counts so often and no more.
const REPEATS_MAX: u32 = 4;
/// Most words that are given as the reason.
const WORDS_MAX: usize = 5;
/// Most characters of one passage that are looked at.
const PASSAGE_MAX: usize = 20_000;

impl Vocabulary {
    /// Gathers the words of the themes.
    pub fn new(themes: &[ThemeWords<'_>]) -> Self {
        let mut pairs: BTreeMap<(char, char), BTreeSet<u8>> = BTreeMap::new();
        for words in themes {
            for text in words.texts {
                for pair in pairs_of(text).into_iter().flatten() {
                    pairs.entry(pair).or_default().insert(words.theme);
                }
            }
        }
        Self {
            pairs,
            themes: themes.iter().map(|words| words.theme).collect(),
        }
    }

    /// Returns the theme that most of the passages' words speak for; `None` when too little does, or as much for
    /// another one.
    pub fn suggest(&self, passages: &[Passage<'_>]) -> Option<Suggestion> {
        let mut seen: BTreeMap<(char, char), u32> = BTreeMap::new();
        for passage in passages {
            let (text, times) = passage.weighed();
            for pair in pairs_of(text).into_iter().flatten() {
                if self.pairs.contains_key(&pair) {
                    let count = seen.entry(pair).or_default();
                    *count = count.saturating_add(times).min(REPEATS_MAX);
                }
            }
        }
        let score = |theme: u8| -> f64 {
            seen.iter()
                .map(|(pair, count)| self.weight(*pair, theme) * f64::from(*count).sqrt())
                .sum()
        };
        let mut scores: Vec<(f64, u8)> = self
            .themes
            .iter()
            .map(|theme| (score(*theme), *theme))
            .collect();
        scores.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (best, theme) = *scores.first()?;
        let next = scores.get(1).map_or(0.0, |(score, _)| *score);
        // One pair that only one theme has weighs ln(themes).
        let unit = (self.themes.len() as f64).ln();
        if unit <= 0.0 || best < LEAST * unit || best < AHEAD * next {
            return None;
        }
        Some(Suggestion {
            theme,
            words: self.words(passages, theme),
        })
    }

    /// How much a pair speaks for a theme.
    fn weight(&self, pair: (char, char), theme: u8) -> f64 {
        match self.pairs.get(&pair) {
            Some(having) if having.contains(&theme) => {
                (self.themes.len() as f64 / having.len() as f64).ln()
            }
            _ => 0.0,
        }
    }

    /// The longest stretches of the passages that are made of a theme's pairs, the most telling first.
    fn words(&self, passages: &[Passage<'_>], theme: u8) -> Vec<String> {
        let mut found: BTreeMap<String, f64> = BTreeMap::new();
        for passage in passages {
            let (text, times) = passage.weighed();
            let mut word = String::new();
            let mut weight = 0.0;
            for pair in pairs_of(text) {
                let own = pair.map_or(0.0, |pair| self.weight(pair, theme));
                if let Some((first, second)) = pair.filter(|_| own > 0.0) {
                    if word.is_empty() {
                        word.push(first);
                    }
                    word.push(second);
                    weight += own;
                } else if !word.is_empty() {
                    *found.entry(std::mem::take(&mut word)).or_default() +=
                        weight * f64::from(times);
                    weight = 0.0;
                }
            }
            if !word.is_empty() {
                *found.entry(word).or_default() += weight * f64::from(times);
            }
        }
        let mut ranked: Vec<(String, f64)> = found.into_iter().collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        ranked
            .into_iter()
            .take(WORDS_MAX)
            .map(|(word, _)| word)
            .collect()
    }
}

impl<'a> Passage<'a> {
    fn weighed(self) -> (&'a str, u32) {
        match self {
            Self::Title(text) => (text, 3),
            Self::Subject(text) => (text, 2),
            Self::Text(text) => (text, 1),
        }
    }
}

/// Returns each two neighbours of a text that may be part of a word, and `None` wherever a word ends.
fn pairs_of(text: &str) -> Vec<Option<(char, char)>> {
    let mut pairs = Vec::new();
    let mut last: Option<char> = None;
    for c in text.chars().take(PASSAGE_MAX) {
        let part = is_han(c) && !JOINTS.contains(c);
        if !part {
            pairs.push(None);
        } else if let Some(before) = last {
            let common = COMMON.iter().any(|word| word.chars().eq([before, c]));
            pairs.push((!common).then_some((before, c)));
        }
        last = part.then_some(c);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::new(&[
            ThemeWords {
                theme: 2,
                texts: &[
                    "城市交通问题",
                    "数字交通与物流怎样支撑疫情后的高品质公共交通",
                    "公交 换乘 停车 站台 骑手",
                ],
            },
            ThemeWords {
                theme: 4,
                texts: &["城市卫生健康问题", "怎样加强社区健康服务", "慢病 医生 体检"],
            },
            ThemeWords {
                theme: 6,
                texts: &[
                    "城市文化遗产保护问题",
                    "公众怎样参与文化遗产保护",
                    "非遗 古桥 老街",
                ],
            },
            ThemeWords {
                theme: 7,
                texts: &[
                    "城市环境问题",
                    "生态补偿、公共安全与跨界绿色发展的新机制",
                    "垃圾 噪声 水质",
                ],
            },
        ])
    }

    #[test]
    fn the_theme_is_suggested_with_the_words_that_speak_for_it() {
        let found = vocabulary()
            .suggest(&[
                Passage::Title("公交站台“候车气泡”预约换乘"),
                Passage::Text("乘客扫码登记要坐的线路和换乘站，公共交通更均衡"),
            ])
            .unwrap();
        assert_eq!(found.theme, 2);
        assert_eq!(found.words, ["换乘", "公交", "站台", "公共交通"]);
        let found =
            vocabulary().suggest(&[Passage::Title("古桥体检"), Passage::Text("非遗与文化遗产")]);
        assert_eq!(found.unwrap().theme, 6);
    }

    #[test]
    fn too_little_and_too_much_are_no_suggestion() {
        let none = |passages: &[Passage<'_>]| assert_eq!(vocabulary().suggest(passages), None);
        none(&[]);
        none(&[Passage::Text("城市问题怎样创新发展")]);
        none(&[Passage::Text("社区")]);
        none(&[Passage::Title("换乘站台的体检医生")]);
        assert_eq!(
            Vocabulary::new(&[]).suggest(&[Passage::Title("换乘")]),
            None
        );
        let one = ThemeWords {
            theme: 1,
            texts: &["换乘"],
        };
        assert_eq!(
            Vocabulary::new(&[one]).suggest(&[Passage::Title("换乘")]),
            None
        );
    }

    #[test]
    fn the_order_of_the_themes_and_repetition_change_nothing() {
        let texts: [&[&str]; 2] = [&["公交 换乘"], &["垃圾 噪声"]];
        let words = |theme: u8| ThemeWords {
            theme,
            texts: texts[usize::from(theme) - 1],
        };
        let passages = [Passage::Title("公交换乘"), Passage::Text("噪声")];
        let one = Vocabulary::new(&[words(1), words(2)]).suggest(&passages);
        let other = Vocabulary::new(&[words(2), words(1)]).suggest(&passages);
        assert_eq!(one, other);
        let noise = "噪声".repeat(10_000);
        let found = Vocabulary::new(&[words(1), words(2)])
            .suggest(&[Passage::Title("公交换乘"), Passage::Text(&noise)]);
        assert_eq!(found.map(|found| found.theme), Some(1));
    }
}
