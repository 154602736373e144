//! The readable text of an HTML body, and the links in any body. Not a browser: tags are dropped, line-breaking
//! ones become line breaks, and nothing is fetched.

/// A link in the text of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it points, as written.
    pub address: String,
    /// The file name it promises, else the words that are linked; for people only. May be empty.
    pub name: String,
}

/// A piece of an HTML document.
pub(crate) enum Token<'a> {
    /// Text between two tags, with its references unresolved.
    Text(&'a str),
    /// A tag: its name in lower case, with the slash of an end tag, and everything between the angle brackets.
    Tag(String, &'a str),
}

/// Calls `visit` for every text and tag, comments and the content of styles and scripts left out.
pub(crate) fn tokens<'a>(html: &'a str, mut visit: impl FnMut(Token<'a>)) {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        visit(Token::Text(rest.get(..open).unwrap_or_default()));
        let after = rest.get(open..).unwrap_or_default();
        if let Some(comment) = after.strip_prefix("<!--") {
            rest = comment
                .find("-->")
                .and_then(|end| comment.get(end + 3..))
                .unwrap_or_default();
            continue;
        }
        let Some(close) = after.find('>') else {
            return;
        };
        let tag = after.get(1..close).unwrap_or_default();
        rest = after.get(close + 1..).unwrap_or_default();
        let name: String = tag
            .char_indices()
            .take_while(|(at, c)| c.is_ascii_alphanumeric() || (*at == 0 && *c == '/'))
            .map(|(_, c)| c.to_ascii_lowercase())
            .collect();
        if matches!(name.as_str(), "style" | "script" | "title") {
            rest = skip_to(rest, &name);
        }
        visit(Token::Tag(name, tag));
    }
    visit(Token::Text(rest));
}

/// Whether a tag ends the line before it.
pub(crate) fn breaks_line(name: &str) -> bool {
    matches!(
        name.trim_start_matches('/'),
        "br" | "p"
            | "div"
            | "tr"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
            | "table"
            | "ul"
            | "ol"
            | "blockquote"
            | "hr"
    )
}

/// Returns the text of an HTML document and its links.
pub(crate) fn read(html: &str) -> (String, Vec<Link>) {
    let mut text = String::new();
    let mut links = Vec::new();
    let mut anchor: Option<(Link, usize)> = None;
    tokens(html, |token| match token {
        Token::Text(piece) => push_text(&mut text, piece),
        Token::Tag(name, tag) => match name.as_str() {
            "td" | "/td" | "th" | "/th" => text.push(' '),
            "a" => {
                finish(&mut links, &text, anchor.take());
                let link = Link {
                    address: attribute(tag, "href").unwrap_or_default(),
                    name: attribute(tag, "download").unwrap_or_default(),
                };
                anchor = Some((link, text.len()));
            }
            "/a" => finish(&mut links, &text, anchor.take()),
            name if breaks_line(name) => text.push('\n'),
            _ => {}
        },
    });
    finish(&mut links, &text, anchor);
    (tidy(&text), links)
}

/// Skips the content of an element whose content is not text.
fn skip_to<'a>(rest: &'a str, name: &str) -> &'a str {
    let end = rest
        .match_indices("</")
        .find(|(at, _)| {
            rest.get(at + 2..at + 2 + name.len())
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name))
        })
        .map(|(at, _)| at);
    end.and_then(|at| rest.get(at..)).unwrap_or_default()
}

fn finish(links: &mut Vec<Link>, text: &str, anchor: Option<(Link, usize)>) {
    if let Some((mut link, from)) = anchor
        && !link.address.is_empty()
    {
        if link.name.is_empty() {
            link.name = text.get(from..).unwrap_or_default().trim().to_owned();
        }
        links.push(link);
    }
}

/// Returns the addresses that stand bare in a plain text.
pub(crate) fn bare_links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let from = rest.get(at..).unwrap_or_default();
        let end = from
            .find(|c: char| {
                !c.is_ascii() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')')
            })
            .unwrap_or(from.len());
        let address = from.get(..end).unwrap_or_default();
        if address.starts_with("http://") || address.starts_with("https://") {
            links.push(Link {
                address: address.to_owned(),
                name: String::new(),
            });
        }
        rest = from.get(end.max(4)..).unwrap_or_default();
    }
    links
}

/// Reads one attribute of a tag, with or without quotes.
fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(wanted).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).and_then(|head| head.chars().next_back());
        let after = lower
            .get(at + wanted.len()..)
            .unwrap_or_default()
            .trim_start();
        before.is_some_and(|c| c.is_whitespace() || c == '"' || c == '\'') && after.starts_with('=')
    })?;
    let value = tag
        .get(at + wanted.len()..)?
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace()).next()?,
    };
    let mut out = String::new();
    push_text(&mut out, value);
    Some(out)
}

/// Appends text with its character references resolved.
pub(crate) fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let reference = after
            .char_indices()
            .take(12)
            .find(|(_, c)| *c == ';')
            .and_then(|(end, _)| Some((resolve(after.get(..end)?)?, after.get(end + 1..)?)));
        match reference {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

/// Returns the character behind `amp`, `#38` or `#x26`.
pub(crate) fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "middot" => Some('·'),
        "mdash" => Some('—'),
        "hellip" => Some('…'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "ndash" => Some('–'),
        "times" => Some('×'),
        "deg" => Some('°'),
        "ensp" | "emsp" | "thinsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

/// Trims lines and drops runs of empty ones.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut out = String::new();
    for line in lines {
        if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_and_links_stay() {
        let (text, links) = read(
            "<style>p{}</style><div>你好&amp;<br>再见</div><a href=\"http://a.example/?x&amp;y\" download='片.mp4'>下载</a>",
        );
        assert_eq!(text, "你好&\n再见\n下载");
        assert_eq!(
            links,
            [Link {
                address: "http://a.example/?x&y".into(),
                name: "片.mp4".into()
            }]
        );
    }

    #[test]
    fn broken_html_ends_without_harm() {
        for html in [
            "<",
            "<a href",
            "&#x110000; &",
            "<!--",
            "<style>",
            "a<b",
            "<a href=http://x>",
        ] {
            let _ = read(html);
        }
        assert_eq!(
            bare_links("见 https://pan.example/s/1，谢谢 http"),
            [Link {
                address: "https://pan.example/s/1".into(),
                name: String::new()
            }]
        );
    }
}
