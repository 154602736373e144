//! Words of the shape of a unit's or a team's name, and words by which authors speak of their own.

use super::{Kind, Strength, Told};
use crate::count::is_han;

/// Words by which authors speak of their unit, and what must not follow them.
const OUR: [(&str, &str); 16] = [
    ("我校", "正验准对"),
    ("我院", "子落"),
    ("我系", "统"),
    ("我司", "机"),
    ("我班", ""),
    ("我局", "限部"),
    ("我社区", ""),
    ("我街道", ""),
    ("我公司", ""),
    ("我单位", ""),
    ("我们学校", ""),
    ("我们学院", ""),
    ("我们公司", ""),
    ("我们单位", ""),
    ("我们社区", ""),
    ("我所在的", ""),
];
/// Words that end a name. 街道, 社区 and 公司 are common words as well: their names are of the right length.
const ENDS: [&str; 12] = [
    "大学",
    "学院",
    "中学",
    "小学",
    "幼儿园",
    "医院",
    "有限公司",
    "研究院",
    "街道",
    "社区",
    "团委",
    "团支部",
];
/// Characters that stand before a name and in none.
const BEFORE: &str = "的在由与和及或是有为对以把被从向到将等其之也又就让使这那个各每本该我你他请去来给同跟往于某所近周边内外里上下中两三几多全省市区县千百万家户跑何用等";
/// Words that make a kind and no name.
const KINDS: [&str; 82] = [
    "未来",
    "智慧",
    "老旧",
    "附近",
    "职业",
    "民办",
    "公办",
    "农村",
    "城市",
    "老年",
    "示范",
    "试点",
    "物业",
    "合作",
    "专科",
    "高等",
    "综合",
    "普通",
    "重点",
    "社会",
    "商学",
    "党员",
    "基层",
    "乡镇",
    "完全",
    "九年一贯",
    "寄宿制",
    "公立",
    "私立",
    "三甲",
    "二甲",
    "社区",
    "街道",
    "牵头",
    "部分",
    "相关",
    "完整",
    "绿色",
    "低碳",
    "健康",
    "平安",
    "美丽",
    "和谐",
    "文明",
    "国际",
    "开放",
    "安置",
    "新建",
    "青年",
    "工人",
    "拆迁",
    "城郊",
    "企业",
    "高校",
    "联系",
    "沿线",
    "毗邻",
    "辖区",
    "当地",
    "本地",
    "一流",
    "双一流",
    "名牌",
    "外地",
    "国内",
    "国外",
    "定点",
    "专业",
    "儿童",
    "妇幼",
    "大型",
    "小型",
    "联合",
    "走进",
    "进入",
    "服务",
    "隔壁",
    "试行",
    "任何",
    "招募",
    "返乡",
    "对口",
];
/// Words after a name in quotation marks that make it one of a team.
const TEAMS: [&str; 9] = [
    "团队",
    "工作室",
    "小队",
    "课题组",
    "项目组",
    "实践队",
    "志愿队",
    "创业队",
    "小分队",
];
/// Longest and shortest name before its last word.
const NAME: std::ops::RangeInclusive<usize> = 2..=8;

pub(super) fn find(letters: &[char], found: &mut Vec<Told>) {
    for at in 0..letters.len() {
        let rest = letters.get(at..).unwrap_or_default();
        let mut note = |from: usize, to: usize, kind: Kind| {
            found.push(Told {
                from,
                to,
                kind,
                strength: Strength::Hint,
            });
        };
        if let Some(length) = our(letters.get(..at).unwrap_or_default(), rest) {
            note(at, at + length, Kind::Unit);
        }
        if let Some((from, to)) = named(letters, at) {
            note(from, to, Kind::Unit);
        }
        if let Some(length) = team(rest) {
            note(at, at + length, Kind::Team);
        }
    }
}

fn starts(letters: &[char], word: &str) -> Option<usize> {
    let length = word.chars().count();
    let fits = letters.len() >= length && word.chars().eq(letters.iter().take(length).copied());
    fits.then_some(length)
}

fn our(before: &[char], rest: &[char]) -> Option<usize> {
    // 自我校正.
    if before.last() == Some(&'自') {
        return None;
    }
    OUR.iter().find_map(|(word, not_before)| {
        let length = starts(rest, word)?;
        let next = rest.get(length);
        (!next.is_some_and(|next| not_before.contains(*next))).then_some(length)
    })
}

/// The name that ends with a word at this place.
fn named(letters: &[char], at: usize) -> Option<(usize, usize)> {
    let rest = letters.get(at..)?;
    let length = ENDS.iter().find_map(|word| starts(rest, word))?;
    let before = letters.get(..at)?;
    let name = before
        .iter()
        .rev()
        .take(*NAME.end() + 1)
        .take_while(|c| is_han(**c) && !BEFORE.contains(**c))
        .count();
    let words: String = before.get(at - name..)?.iter().collect();
    let is_kind = KINDS.iter().any(|kind| {
        let room = kind.len() + "一".len();
        words.starts_with(kind) || (words.ends_with(kind) && words.len() <= room)
    });
    // 大学生, 中学生.
    if rest.get(length) == Some(&'生') {
        return None;
    }
    // 社区 and 街道 alone stand in every second sentence; their names have two or three characters.
    let fits = if matches!(rest.first(), Some('街' | '社')) {
        (2..=3).contains(&name)
    } else {
        NAME.contains(&name)
    };
    (fits && !is_kind).then_some((at - name, at + length))
}

/// “…”团队, “…团队”.
fn team(rest: &[char]) -> Option<usize> {
    if !matches!(rest.first(), Some('“' | '「' | '《')) {
        return None;
    }
    let close = rest
        .iter()
        .take(14)
        .position(|c| matches!(c, '”' | '」' | '》'))?;
    let after = rest.get(close + 1..)?;
    if let Some(length) = TEAMS.iter().find_map(|word| starts(after, word)) {
        return Some(close + 1 + length);
    }
    let inside: String = rest.get(1..close)?.iter().collect();
    let ends = TEAMS
        .iter()
        .any(|word| inside.ends_with(word) && inside != **word);
    ends.then_some(close + 1)
}
