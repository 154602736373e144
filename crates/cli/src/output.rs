//! What is printed, where, and with which exit code. A reader that closes early, such as `head`, is no failure.

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::words::Words;

/// What a command has to say.
pub(crate) struct Report {
    /// For programs.
    pub(crate) json: Value,
    /// For people.
    pub(crate) text: String,
    /// Whether a person must look at something before going on.
    pub(crate) attention: bool,
    /// Whether what was to be checked does not hold.
    pub(crate) refused: bool,
}

impl Report {
    /// A report of something serialisable.
    pub(crate) fn new(result: &impl serde::Serialize, text: String) -> Self {
        Self {
            json: serde_json::to_value(result).unwrap_or(Value::Null),
            text,
            attention: false,
            refused: false,
        }
    }
}

/// The two streams.
pub(crate) struct Output<'a> {
    words: &'a Words,
    json: bool,
}

impl<'a> Output<'a> {
    pub(crate) fn new(words: &'a Words, json: bool) -> Self {
        Self { words, json }
    }

    pub(crate) fn report(&self, report: &Report) -> ExitCode {
        let text = if self.json {
            pretty(&report.json)
        } else {
            report.text.clone()
        };
        write(&mut std::io::stdout().lock(), &text);
        ExitCode::from(match (report.refused, report.attention) {
            (true, _) => 3,
            (false, true) => 1,
            (false, false) => 0,
        })
    }

    pub(crate) fn failure(&self, failure: &Failure) -> ExitCode {
        let [what, safe, todo] = self.words.error(&failure.code, &failure.facts);
        if self.json {
            let error = json!({"error": {
                "code": failure.code, "facts": failure.facts, "what": what, "safe": safe, "do": todo,
            }});
            write(&mut std::io::stdout().lock(), &pretty(&error));
        } else {
            let text = format!("{what}\n{safe}\n{todo}\n");
            write(&mut std::io::stderr().lock(), &text);
        }
        ExitCode::from(3)
    }
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn write(to: &mut impl Write, text: &str) {
    // Nobody is left to be told that nobody reads.
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}
