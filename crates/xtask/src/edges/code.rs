//! Rust source with everything that is not code blanked out, so that a word in a comment or a string breaks no rule.

/// The source with comments, strings and character literals replaced by spaces; line breaks stay where they are.
pub(crate) fn code_of(source: &str) -> String {
    let characters: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let rest = characters.get(at..).unwrap_or_default();
        let after_word = at
            .checked_sub(1)
            .and_then(|before| characters.get(before))
            .is_some_and(|&c| is_word(c));
        let length = literal_or_comment(rest, after_word);
        if length == 0 {
            code.push(character);
            at += 1;
        } else {
            code.extend(
                rest.iter()
                    .take(length)
                    .map(|&c| if c == '\n' { '\n' } else { ' ' }),
            );
            at += length;
        }
    }
    code
}

/// How long the comment, string or character literal is that starts here; 0 when code starts here.
fn literal_or_comment(rest: &[char], after_word: bool) -> usize {
    match rest {
        ['/', '/', ..] => rest.iter().take_while(|&&c| c != '\n').count(),
        ['/', '*', ..] => block_comment(rest),
        ['"', ..] => quoted(rest, '"'),
        ['r' | 'b' | 'c', ..] if !after_word => raw_string(rest),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => quoted(rest, '\''),
        _ => 0,
    }
}

/// Block comments nest.
fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match rest.get(at..) {
            Some(['/', '*', ..]) => (depth, at) = (depth + 1, at + 2),
            Some(['*', '/', ..]) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// From one quote to the next that no backslash hides.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut escaped = false;
    for (at, &character) in rest.iter().enumerate().skip(1) {
        if character == quote && !escaped {
            return at + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, `br##"…"##`; 0 when this is none.
fn raw_string(rest: &[char]) -> usize {
    let letters = rest
        .iter()
        .take(2)
        .take_while(|c| matches!(c, 'r' | 'b' | 'c'))
        .count();
    if letters.checked_sub(1).and_then(|last| rest.get(last)) != Some(&'r') {
        return 0;
    }
    let hashes = rest.iter().skip(letters).take_while(|&&c| c == '#').count();
    let open = letters + hashes;
    if rest.get(open) != Some(&'"') {
        return 0;
    }
    let closes = |at: usize| {
        rest.iter()
            .skip(at + 1)
            .take(hashes)
            .filter(|&&c| c == '#')
            .count()
            == hashes
    };
    (open + 1..rest.len())
        .find(|&at| rest.get(at) == Some(&'"') && closes(at))
        .map_or(rest.len(), |at| at + 1 + hashes)
}

pub(crate) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_code_is_blanked_and_lines_stay() {
        let source = "a // b\n/* c /* d */ e */ f \"g \\\" h\" 'i' '\\'' 'j: r#\"k \" l\"# m br\"n\" b'o' p\"q\"";
        let words: Vec<String> = code_of(source)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        assert_eq!(words, ["a", "f", "'j:", "m", "b", "p"]);
        assert_eq!(code_of(source).lines().count(), 2);
    }

    #[test]
    fn broken_sources_end_where_they_end() {
        for source in ["\"open", "/* open", "r#\"open\"", "'\\", "r", "b", "'"] {
            assert_eq!(code_of(source).chars().count(), source.chars().count());
        }
    }
}
