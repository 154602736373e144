//! A bar with the time left, on a terminal only and on standard error only.

use std::io::IsTerminal;
use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use organizer::Step;

use crate::table::tame;
use crate::words::Words;

/// The bar of one command.
pub(crate) struct Progress<'a> {
    words: &'a Words,
    bar: Option<ProgressBar>,
    kind: &'static str,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(words: &'a Words) -> Self {
        let bar = std::io::stderr()
            .is_terminal()
            .then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5)));
        Self {
            words,
            bar,
            kind: "",
        }
    }

    /// Shows a step; never asks to stop, since an ended program goes on at its next run.
    pub(crate) fn show(&mut self, step: &Step<'_>) -> ControlFlow<()> {
        let (kind, done, total, name, bytes) = match *step {
            Step::Reading { done, total, name } => ("progress.reading", done, total, name, true),
            Step::Media { done, total, name } => ("progress.media", done, total, name, true),
            Step::Comparing { done, total } => ("progress.comparing", done, total, "", false),
            Step::Merging { done, total } => ("progress.merging", done, total, "", false),
            Step::Packing { done, total, name } => ("progress.packing", done, total, name, true),
            Step::Saving { done, total, name } => ("progress.saving", done, total, name, true),
        };
        self.count(kind, (done, total), name, bytes)
    }

    /// Shows how many bytes of a file were checked; never asks to stop, since nothing is written.
    pub(crate) fn checking(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        self.count("progress.checking", (done, total), "", true)
    }

    fn count(
        &mut self,
        kind: &'static str,
        (done, total): (u64, u64),
        name: &str,
        bytes: bool,
    ) -> ControlFlow<()> {
        let Some(bar) = &self.bar else {
            return ControlFlow::Continue(());
        };
        if self.kind != kind {
            self.kind = kind;
            bar.reset();
            let counted = if bytes {
                "{bytes}/{total_bytes}"
            } else {
                "{pos}/{len}"
            };
            let template = format!("{{prefix}} {{bar:28}} {counted} {{eta}} {{msg}}");
            if let Ok(style) = ProgressStyle::with_template(&template) {
                bar.set_style(style);
            }
            bar.set_prefix(self.words.say(kind));
        }
        bar.set_length(total);
        bar.set_position(done);
        bar.set_message(tame(name));
        ControlFlow::Continue(())
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
