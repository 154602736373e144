//! An HTML body as paragraphs and tables, for a form that was pasted into a mail. Forgives what mail programs forget:
//! cells and rows without an end, tables inside paragraphs.

use crate::blocks::{Block, Builder};
use crate::count::is_han;
use crate::html::{Token, breaks_line, push_text, tokens};

/// Returns the visible blocks of an HTML document, as many as are read.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    let mut page = Builder::default();
    // Text that is struck out was taken back by its author.
    let mut struck: usize = 0;
    // A document that is too large is read as far as the limit.
    let mut full = false;
    tokens(html, |token| {
        if full || page.check().is_err() {
            full = true;
            return;
        }
        match token {
            Token::Text(text) if struck == 0 => write(&mut page, text),
            Token::Text(_) => {}
            Token::Tag(name, _) => match name.as_str() {
                "table" => page.open_table(),
                "/table" => page.close_table(),
                "tr" | "/tr" => page.next_row(),
                "td" | "th" => {
                    page.close_cell();
                    page.open_cell();
                }
                "/td" | "/th" => page.close_cell(),
                "del" | "s" | "strike" => struck += 1,
                "/del" | "/s" | "/strike" => struck = struck.saturating_sub(1),
                name if breaks_line(name) => page.close_paragraph(),
                _ => {}
            },
        }
    });
    page.finish()
}

/// Appends text with its blanks as a browser shows them: a run of them is one, and none stands where a line of Chinese
/// was only wrapped.
fn write(page: &mut Builder, text: &str) {
    let mut resolved = String::new();
    push_text(&mut resolved, text);
    let mut out = String::new();
    let mut last = page.line().and_then(|line| line.chars().next_back());
    let mut blanks = String::new();
    for c in resolved.chars() {
        if c.is_whitespace() {
            blanks.push(c);
            continue;
        }
        let wrapped = blanks.contains('\n') && is_han(c) && last.is_some_and(is_han);
        if !blanks.is_empty() && !wrapped && last.is_some() {
            out.push(' ');
        }
        blanks.clear();
        out.push(c);
        last = Some(c);
    }
    if !blanks.is_empty() && last.is_some() {
        out.push(' ');
    }
    if !out.is_empty() {
        page.write(&out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::flat;
    use crate::form;

    #[test]
    fn a_form_pasted_as_a_table_is_read() {
        let html = "<p>您好</p><TABLE><tbody><tr><td><p>点子<br>标题</p></td><td colspan=3>会\n变色的灯&nbsp;</td></tr>\
            <tr><td>作者姓名<td>程野<td>联系电话<td>18800000101<tr><td>主要举措</td><td><p>一、装灯。</p><p>二、<del>关灯</del>开灯。</p></td></tr>\
            <tr><th>创新之处<td>新<tr><td>预期效果<td>好</table><p>谢谢</p>";
        let form = form::from_blocks(&blocks(html)).unwrap();
        assert_eq!(form.title, "会变色的灯");
        assert_eq!(form.phones, ["18800000101"]);
        assert_eq!(form.measures, "一、装灯。\n二、开灯。");
        assert_eq!(form.effect, "好");
    }

    #[test]
    fn any_nesting_ends() {
        for html in [
            "<table>".repeat(100_000),
            "<td><table>".repeat(50_000),
            "</table><tr><td>x".into(),
        ] {
            let _ = flat(&blocks(&html));
        }
    }
}
