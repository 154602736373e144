//! Pages to print: templates with places, filled so that no value can break out of its place.

/// Fills the places of a template. A value is never looked through for places.
pub(crate) fn filled(template: &str, fields: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, at) = rest.split_at(start);
        out.push_str(before);
        if let Some((name, value)) = fields.iter().find(|(name, _)| at.starts_with(name)) {
            out.push_str(value);
            rest = at.get(name.len()..).unwrap_or_default();
        } else {
            out.push('{');
            rest = at.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// Text that stays text inside a page.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Each group of digits apart, so that a line never breaks inside one.
pub(crate) fn groups(text: &str) -> String {
    text.split(' ')
        .map(|group| format!("<b>{}</b>", escaped(group)))
        .collect::<Vec<_>>()
        .join(" ")
}
