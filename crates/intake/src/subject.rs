//! What a subject line, a file name or a summary sheet says beside the form: the unit and the theme.

use crate::finding::Limits;
use crate::labels::{bare, squeeze};

/// Returns the unit named before the agreed words, as in `单位+西湖金奖进青年`; `None` when the subject is not of
/// that pattern.
pub(crate) fn unit(subject: &str, mark: &str) -> Option<String> {
    let at = subject.find(mark).filter(|_| !mark.is_empty())?;
    let before = subject
        .get(..at)?
        .trim_end_matches(|c: char| c.is_whitespace() || is_quote(c));
    let unit = before.strip_suffix(['+', '＋', '﹢', '➕'])?;
    let mut unit = unit.trim();
    // Prefixes of replies and corrections, as mail programs and people put them.
    while let Some((prefix, rest)) = unit.split_once([':', '：']) {
        let prefix = squeeze(prefix).to_lowercase();
        let known = [
            "re", "fw", "fwd", "回复", "答复", "转发", "更正", "补充", "投稿", "重发", "修改",
        ];
        if !known
            .iter()
            .any(|word| prefix == *word || prefix.ends_with(&format!("]{word}")))
        {
            break;
        }
        unit = rest.trim();
    }
    let unit = unit.trim_matches(|c: char| c.is_whitespace() || is_quote(c));
    (!unit.is_empty()).then(|| unit.to_owned())
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '‘' | '’' | '「' | '」' | '《' | '》' | '【' | '】'
    )
}

/// Which names of a theme are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// Short names too: where a person was asked for the theme.
    Any,
    /// Full names only: elsewhere a short one is likelier part of a unit's name, as in 环境学院.
    Full,
}

/// Returns the number of the one theme that `text` names; `None` when it names none or several.
pub(crate) fn theme(text: &str, limits: &Limits, names: Names) -> Option<u8> {
    let text = bare(text);
    let mut found = None;
    for (number, name, short) in &limits.themes {
        let name = bare(name);
        let core = name.strip_suffix("问题").unwrap_or(&name).to_owned();
        let short = match names {
            Names::Any => bare(short),
            Names::Full => String::new(),
        };
        let named = [core, short]
            .iter()
            .any(|word| word.chars().count() >= 2 && text.contains(word.as_str()));
        if named {
            if found.is_some_and(|other| other != *number) {
                return None;
            }
            found = Some(*number);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_stands_before_the_plus_sign() {
        let mark = "西湖金奖进青年";
        assert_eq!(
            unit("杭州青芒科技有限公司＋西湖金奖进青年", mark).as_deref(),
            Some("杭州青芒科技有限公司")
        );
        assert_eq!(
            unit("“某校”+西湖金奖进青年·2020", mark).as_deref(),
            Some("某校")
        );
        assert_eq!(
            unit("更正：某校 + “西湖金奖进青年”", mark).as_deref(),
            Some("某校")
        );
        assert_eq!(
            unit("Re: 回复：某校+西湖金奖进青年", mark).as_deref(),
            Some("某校")
        );
        assert_eq!(
            unit("自动回复: 关于举办“西湖金奖进青年·2020”活动的通知", mark),
            None
        );
        assert_eq!(unit("转发: 社区投稿", mark), None);
    }
}
