//! Writing a form as a contest file, and knowing which field stands on which line.

use std::fmt::Display;

use chrono::DateTime;
use serde::Serialize;
use toml::Value;

use super::{AwardForm, ContestForm, RoundForm, ShareForm};

/// A form as a file.
pub(super) struct Written {
    pub(super) text: String,
    /// The field on each line; of a line that is none, the table it is in.
    fields: Vec<String>,
    /// Every text that is to be a date, with its line, from 1.
    pub(super) dates: Vec<(String, u32)>,
    /// What the lines are in now, with a dot at its end.
    table: String,
}

impl Written {
    /// The field on a line, from 1.
    pub(super) fn field_at(&self, line: u32) -> String {
        let at = usize::try_from(line).unwrap_or(0).saturating_sub(1);
        self.fields.get(at).cloned().unwrap_or_default()
    }

    fn line(&mut self, text: impl Display, field: &str) {
        self.text.push_str(&text.to_string());
        self.text.push('\n');
        self.fields.push(format!("{}{field}", self.table));
    }

    /// Begins a table; `path` is how the form names it.
    fn table(&mut self, head: &str, path: &str) {
        self.table = String::new();
        self.line("", "");
        self.line(head, path.trim_end_matches('.'));
        self.table = path.to_owned();
    }

    /// A line `key = value` for the field of the form.
    fn put(&mut self, key: &str, value: impl Into<Value>, field: &str) {
        let value = match value.into() {
            Value::String(text) => basic(&text),
            other => other.to_string(),
        };
        self.line(format_args!("{key} = {value}"), field);
    }

    fn put_some(&mut self, key: &str, value: Option<u32>, field: &str) {
        if let Some(value) = value {
            self.put(key, value, field);
        }
    }

    fn date(&mut self, key: &str, text: &str, field: &str) {
        let line = u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
        self.dates.push((text.to_owned(), line.saturating_add(1)));
        // A text that is no date is refused before the file is parsed; whatever it is, it stays on its line.
        let shown = DateTime::parse_from_rfc3339(text)
            .map_or_else(|_| basic(text), |date| date.to_rfc3339());
        self.line(format_args!("{key} = {shown}"), field);
    }

    fn texts(&mut self, key: &str, texts: &[String], field: &str) {
        self.line(format_args!("{key} = ["), field);
        for (at, text) in texts.iter().enumerate() {
            let line = format!("  {},", basic(text));
            self.line(line, &format!("{field}.{at}"));
        }
        self.line("]", field);
    }

    fn rubric(&mut self, shares: &[ShareForm]) {
        self.line("rubric = [", "rubric");
        for (at, share) in shares.iter().enumerate() {
            let criterion = basic(&share.criterion);
            let line = format!(
                "  {{ criterion = {criterion}, weight = {} }},",
                share.weight
            );
            self.line(line, &format!("rubric.{at}"));
        }
        self.line("]", "rubric");
    }
}

/// A TOML string on one line.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A word of a fixed list, as the file spells it.
fn word(one: impl Serialize) -> Value {
    Value::try_from(one).unwrap_or(Value::String(String::new()))
}

pub(super) fn file(form: &ContestForm) -> Written {
    let mut out = Written {
        text: String::new(),
        fields: Vec::new(),
        dates: Vec::new(),
        table: String::new(),
    };
    out.put("format", "jurydesk.contest/1", "");
    out.table("[contest]", "");
    out.put("id", form.id.as_str(), "id");
    out.put("title", form.title.as_str(), "title");
    out.put("subtitle", form.subtitle.as_str(), "subtitle");
    out.put("organiser", form.organiser.as_str(), "organiser");
    out.put("subject_mark", form.subject_mark.as_str(), "subjectMark");
    if let Some(place) = &form.hand_in {
        out.put("hand_in", place.as_str(), "handIn");
    }
    out.date("deadline", &form.deadline, "deadline");
    out.put("entries_per_unit", form.entries_per_unit, "entriesPerUnit");
    out.table("[numbering]", "");
    out.put("prefix", form.prefix.as_str(), "prefix");
    out.put("digits", form.digits, "digits");
    out.put("draw", word(form.draw), "draw");
    out.table("[marks]", "");
    out.put("step", word(form.step), "step");
    out.table("[text]", "");
    out.put("title_max", form.title_max, "titleMax");
    out.put("measures_min", form.measures_min, "measuresMin");
    out.put("measures_max", form.measures_max, "measuresMax");
    out.put("innovation_max", form.innovation_max, "innovationMax");
    out.put("effect_max", form.effect_max, "effectMax");
    out.table("[media]", "");
    out.put("longest_s", form.longest_s, "longestS");
    out.put("grace_s", form.grace_s, "graceS");
    out.table("[comment]", "");
    out.put("policy", word(form.comment), "comment");
    out.put("minimum", form.comment_minimum, "commentMinimum");
    out.put("readers", word(form.comment_readers), "commentReaders");
    out.table("[judging]", "");
    out.put("order", word(form.order), "order");
    out.put("ties", word(form.ties), "ties");
    let [first, listed, unlisted] = form.expertise;
    let costs =
        format!("expertise = {{ first = {first}, listed = {listed}, unlisted = {unlisted} }}");
    out.line(costs, "expertise");
    for (at, one) in form.rounds.iter().enumerate() {
        round(&mut out, at, one);
    }
    for (at, level) in form.levels.iter().enumerate() {
        out.table("[[level]]", &format!("levels.{at}."));
        out.put("name", level.name.as_str(), "name");
        out.put("name_en", level.name_en.as_str(), "nameEn");
        out.put("from", i64::from(level.from), "from");
        out.put("to", i64::from(level.to), "to");
    }
    for (at, one) in form.criteria.iter().enumerate() {
        out.table("[[criterion]]", &format!("criteria.{at}."));
        out.put("id", one.id.as_str(), "id");
        out.put("name", one.name.as_str(), "name");
        out.put("name_en", one.name_en.as_str(), "nameEn");
        out.texts("descriptors", &one.descriptors, "descriptors");
    }
    for (at, one) in form.themes.iter().enumerate() {
        out.table("[[theme]]", &format!("themes.{at}."));
        out.put("id", one.id, "id");
        out.put("name", one.name.as_str(), "name");
        out.put("name_en", one.name_en.as_str(), "nameEn");
        out.put("short", one.short.as_str(), "short");
        out.texts("asks", &one.asks, "asks");
        out.texts("words", &one.words, "words");
        out.rubric(&one.rubric);
    }
    for (at, one) in form.awards.iter().enumerate() {
        award(&mut out, at, one);
    }
    out
}

fn round(out: &mut Written, at: usize, one: &RoundForm) {
    out.table("[[round]]", &format!("rounds.{at}."));
    out.put("id", one.id.as_str(), "id");
    out.put("name", one.name.as_str(), "name");
    out.put("kind", word(one.kind), "kind");
    out.put("reviews", one.reviews, "reviews");
    out.put_some("shortlist", one.shortlist, "shortlist");
    if let Some(by) = one.shortlist_by {
        out.put("shortlist_by", word(by), "shortlistBy");
    }
    out.put_some("theme_least", one.theme_least, "themeLeast");
    out.put_some("theme_most", one.theme_most, "themeMost");
    if let Some(shares) = &one.rubric {
        out.rubric(shares);
    }
    if let Some(at) = &one.closes_at {
        out.date("closes_at", at, "closesAt");
    }
}

fn award(out: &mut Written, at: usize, one: &AwardForm) {
    out.table("[[award]]", &format!("awards.{at}."));
    out.put("id", one.id.as_str(), "id");
    out.put("name", one.name.as_str(), "name");
    out.put("name_en", one.name_en.as_str(), "nameEn");
    out.put_some("count", one.count, "count");
    out.put("prize_yuan", one.prize_yuan, "prizeYuan");
    out.put("given_to", word(one.given_to), "givenTo");
    out.put("decided_by", word(one.decided_by), "decidedBy");
    out.put("round", one.round.as_str(), "round");
    out.put("ties", word(one.ties), "ties");
    out.put("beside_others", one.beside_others, "besideOthers");
    out.put_some("per_theme", one.per_theme, "perTheme");
    let themes: Vec<String> = one.themes.iter().map(ToString::to_string).collect();
    out.line(format_args!("themes = [{}]", themes.join(", ")), "themes");
    out.put("unit_points", one.unit_points, "unitPoints");
    if let Some([participation, full, accepted, results]) = one.unit_score {
        let score = format!(
            "unit_score = {{ participation = {participation}, participation_full = {full}, \
             accepted = {accepted}, results = {results} }}"
        );
        out.line(score, "unitScore");
    }
}
