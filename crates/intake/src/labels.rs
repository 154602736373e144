//! The words printed on the form: the labels of its fields and the hints in its cells.

use crate::count::is_han;

/// A field of the form as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    Title,
    Authors,
    Phones,
    Unit,
    Number,
    Measures,
    Innovation,
    Effect,
    /// A printed part that is no field, such as a note below the table: what follows belongs to no field.
    Note,
}

const LABELS: [(Label, &[&str]); 9] = [
    (
        Label::Title,
        &[
            "点子标题",
            "点子名称",
            "点子题目",
            "金点子标题",
            "金点子名称",
            "标题",
            "题目",
        ],
    ),
    (Label::Authors, &["作者姓名", "点子作者", "作者", "姓名"]),
    (
        Label::Phones,
        &["联系电话", "联系方式", "手机号码", "手机号", "电话", "手机"],
    ),
    (
        Label::Unit,
        &["工作单位", "所在单位", "作者单位", "单位名称", "单位"],
    ),
    (Label::Number, &["点子编号", "编号"]),
    (Label::Measures, &["主要举措", "主要措施", "举措"]),
    (Label::Innovation, &["创新之处", "创新点"]),
    (Label::Effect, &["预期效果", "预期成效", "预期作用"]),
    (Label::Note, &["备注", "填表说明"]),
];

/// Returns the text with all white space removed.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

/// Returns the label when `text` is nothing but one; white space, a hint and a colon beside it do not matter.
pub(crate) fn whole(text: &str) -> Option<Label> {
    // A label is short; a cell full of prose need not be looked at.
    if text.len() > 400 {
        return None;
    }
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*' | '＊');
    let squeezed = squeeze(&without_hints(text.trim_matches(marks)));
    let bare = squeezed.trim_end_matches(marks);
    let known = |bare: &str| {
        LABELS
            .iter()
            .find(|(_, words)| words.contains(&bare))
            .map(|(label, _)| *label)
    };
    known(bare).or_else(|| known(unnumbered(bare)))
}

/// Returns a label without the number that some put before it, as in 一、 or （2） or 3., and the brackets around it.
fn unnumbered(text: &str) -> &str {
    let digits = |c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十".contains(c) || ('①'..='⑩').contains(&c)
    };
    let marks = |c: char| matches!(c, '、' | '.' | '．' | '（' | '）' | '(' | ')');
    text.trim_start_matches(|c: char| digits(c) || marks(c))
        .trim_matches(|c: char| matches!(c, '【' | '】' | '[' | ']' | '［' | '］' | '「' | '」'))
        .trim_end_matches([':', '：'])
}

/// Returns the label at the front of a typed line when two blanks or a wide one follow it, and the text behind them.
pub(crate) fn spaced(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let at = line
        .find("  ")
        .into_iter()
        .chain(line.find('\u{3000}'))
        .min()?;
    let (label, value) = line.split_at_checked(at)?;
    whole(label).is_some().then_some((label, value.trim()))
}

/// Returns the label at the front of `text` when a colon follows it, and the text after the colon.
pub(crate) fn leading(text: &str) -> Option<(Label, &str)> {
    let (at, colon) = text.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let label = whole(text.get(..at)?)?;
    Some((label, text.get(at + colon.len_utf8()..)?))
}

/// Returns the text without the hints that the empty form prints in its cells, such as （不超过 20 个字）.
///
/// Only parentheses at the very front or end are looked at: inside the text they are the author's own.
pub(crate) fn without_hints(text: &str) -> String {
    let mut text = text.trim();
    loop {
        let front = text
            .strip_prefix(['(', '（'])
            .and_then(|inner| inner.split_once([')', '）']))
            .filter(|(hint, _)| is_hint(hint))
            .map(|(_, rest)| rest.trim());
        if let Some(rest) = front {
            text = rest;
            continue;
        }
        let back = text
            .strip_suffix([')', '）'])
            .and_then(|inner| inner.rsplit_once(['(', '（']))
            .filter(|(_, hint)| is_hint(hint))
            .map(|(rest, _)| rest.trim());
        match back {
            Some(rest) => text = rest,
            None => return text.to_owned(),
        }
    }
}

/// A hint gives a number of 字, or says who fills the cell in.
fn is_hint(text: &str) -> bool {
    let hint = squeeze(text);
    if hint.starts_with('由') && hint.ends_with("填写") {
        return true;
    }
    let limit = hint
        .trim_end_matches("以内")
        .trim_end_matches("左右")
        .trim_end_matches("之内");
    limit
        .strip_suffix('字')
        .map(|rest| rest.trim_end_matches('个'))
        .is_some_and(|rest| {
            rest.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        })
}

/// Returns a text for comparing: letters, digits and Han characters only, in lower case.
pub(crate) fn bare(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc()
        .filter(|c| c.is_alphanumeric() || is_han(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_however_it_is_spaced() {
        assert_eq!(whole("作 者　姓 名"), Some(Label::Authors));
        assert_eq!(whole("主\n要\n举\n措"), Some(Label::Measures));
        assert_eq!(whole("点子标题（不超过 20 个字）："), Some(Label::Title));
        assert_eq!(whole("二、主要举措："), Some(Label::Measures));
        assert_eq!(whole("【创新之处】"), Some(Label::Innovation));
        assert_eq!(
            spaced("点子标题　　灯　会变色"),
            Some(("点子标题", "灯　会变色"))
        );
        assert_eq!(spaced("他的  灯"), None);
        assert_eq!(whole("主要举措很多"), None);
        assert_eq!(leading("作者：林舟"), Some((Label::Authors, "林舟")));
        assert_eq!(leading("他说：好"), None);
    }

    #[test]
    fn hints_go_and_the_authors_own_parentheses_stay() {
        assert_eq!(
            without_hints("租房“明白纸”（不超过 20 个字）"),
            "租房“明白纸”"
        );
        assert_eq!(
            without_hints("（简明扼要，通俗易懂，200—500 字）\n正文（一）"),
            "正文（一）"
        );
        assert_eq!(without_hints("（由活动主办方填写）"), "");
        assert_eq!(without_hints("试点（三个月）"), "试点（三个月）");
    }
}
