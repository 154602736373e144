//! Units by their names: the author's own, and the others of the contest.

use std::collections::HashMap;

use super::{Kind, Strength, Told, all_of};

/// The least characters of a unit that is looked for.
const UNIT_MIN: usize = 4;
/// Where the name of a house ends and that of a department begins.
pub(super) const HOUSES: [&str; 16] = [
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "幼儿园",
    "医院",
    "公司",
    "集团",
    "银行",
    "研究院",
    "研究所",
    "街道",
    "社区",
    "卫生服务站",
    "卫生服务中心",
];

/// The author's own unit: in full, its house without the department, and the short form of a university.
pub(super) fn own(letters: &[char], unit: &str, found: &mut Vec<Told>) {
    let unit: Vec<char> = unit.chars().filter(|c| !c.is_whitespace()).collect();
    let house = house(&unit);
    for name in [unit.as_slice(), house] {
        if name.len() >= UNIT_MIN {
            all_of(letters, name, true, (Kind::Unit, Strength::Sure), found);
        }
    }
    for short in shorts(house) {
        all_of(letters, &short, false, (Kind::Unit, Strength::Hint), found);
    }
}

/// The name up to the end of the first word for a house; the whole name when it has none.
fn house(unit: &[char]) -> &[char] {
    (0..unit.len())
        .find_map(|at| {
            let rest = unit.get(at..)?;
            let fits = |word: &&str| {
                let word: Vec<char> = word.chars().collect();
                rest.starts_with(&word).then_some(at + word.len())
            };
            let end = HOUSES.iter().filter_map(fits).max()?;
            unit.get(..end).filter(|name| name.len() >= UNIT_MIN)
        })
        .unwrap_or(unit)
}

/// 浙江大学 is 浙大, 浙江工业大学 is 浙工大.
fn shorts(house: &[char]) -> Vec<Vec<char>> {
    let Some(before) = house.strip_suffix(&['大', '学']) else {
        return Vec::new();
    };
    let mut shorts = Vec::new();
    if let Some(first) = before.first() {
        shorts.push(vec![*first, '大']);
        if let Some(third) = before.get(2) {
            shorts.push(vec![*first, *third, '大']);
        }
    }
    shorts
}

/// The units of a contest, to be found in a text however many there are.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// By the first four characters.
    names: HashMap<[char; UNIT_MIN], Vec<Vec<char>>>,
}

impl Units {
    /// Gathers the units by their houses; names of fewer than four characters tell nothing.
    pub fn new<'a>(units: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: HashMap<[char; UNIT_MIN], Vec<Vec<char>>> = HashMap::new();
        for unit in units {
            let unit: Vec<char> = unit.chars().filter(|c| !c.is_whitespace()).collect();
            let house = house(&unit);
            if let Some(key) = house.first_chunk::<UNIT_MIN>() {
                let known = names.entry(*key).or_default();
                if !known.iter().any(|name| name == house) {
                    known.push(house.to_vec());
                }
            }
        }
        Self { names }
    }

    /// Notes every unit but the author's own.
    pub(super) fn find(&self, letters: &[char], own: &str, found: &mut Vec<Told>) {
        let own: Vec<char> = own.chars().filter(|c| !c.is_whitespace()).collect();
        for at in 0..letters.len() {
            let rest = letters.get(at..).unwrap_or_default();
            let known = rest
                .first_chunk::<UNIT_MIN>()
                .and_then(|key| self.names.get(key));
            let here = known
                .into_iter()
                .flatten()
                .filter(|name| rest.starts_with(name) && !own.starts_with(name));
            if let Some(length) = here.map(Vec::len).max() {
                found.push(Told {
                    from: at,
                    to: at + length,
                    kind: Kind::Unit,
                    strength: Strength::Hint,
                });
            }
        }
    }
}
