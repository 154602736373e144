//! One whole contest in the organiser's window alone: from a mailbox dropped on it to certificates, and the results archive
//! that a stranger recomputes. 40 judges, at least 600 ideas in seven themes, a final of 60, a round for the videos.
//!
//! Everything the organiser does is done as a person does it: by clicks, keys, the system's dialogs and files dragged over
//! from another window. The judges sit at other computers; `jury score` sits there for them.

mod award;
mod begin;
mod publish;
mod receive;
mod round;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use whole::desktop::Desktop;
use whole::window::Window;

use crate::desk::until;
use crate::dialog::Screen;
use crate::dragging::drag;

/// How many ideas are in judging, at least.
const ENTRIES: u64 = 600;
const JUDGES: u64 = 40;
/// How long reading a mailbox, writing packs and computing results may take.
const LONG: Duration = Duration::from_secs(240);

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_of_600_entries_and_40_judges_runs_in_the_window_alone_from_mails_to_certificates()
 {
    let mut office = begin::a_new_contest().await;
    office.took("a new contest");
    let truth = receive::mails_become_entries(&mut office).await;
    office.took("mails become entries");
    round::judges_come_from_a_list(&office).await;
    office.took("judges come from a list");
    begin::another_day(&office).await;
    round::is_planned_packed_and_judged(&mut office, &truth, "panel").await;
    office.took("the panels judge");
    round::begins_with_its_shortlist(&office, "final").await;
    round::is_planned_packed_and_judged(&mut office, &truth, "final").await;
    office.took("the final is judged");
    round::begins_with_its_shortlist(&office, "video").await;
    round::is_planned_packed_and_judged(&mut office, &truth, "video").await;
    office.took("the videos are judged");
    award::every_award_is_given(&office).await;
    office.took("every award is given");
    let archive = publish::papers_and_archive_are_written(&office).await;
    office.took("papers and archive are written");
    publish::a_stranger_finds_it_good(&archive);
    office.took("a stranger finds it good");
    office.window.close().await;
}

/// The organiser's computer: one folder with everything, a desktop, and the window on it.
struct Office {
    /// The window goes before the desktop it is on.
    window: Window,
    desktop: Desktop,
    folder: TempDir,
    /// Twenty digits, from the sheet that came with the contest.
    passphrase: String,
    /// How many pictures there are.
    pictures: std::cell::Cell<u32>,
    since: std::cell::Cell<Instant>,
}

impl Office {
    /// A place beside the contest.
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new folder beside the contest.
    fn new_folder(&self, name: &str) -> PathBuf {
        let folder = self.at(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Says how long a stage took.
    fn took(&self, stage: &str) {
        let begun = self.since.replace(Instant::now());
        println!("| {stage} | {:.1} s |", begun.elapsed().as_secs_f64());
    }

    /// Keeps a picture of the page; pictures are numbered in the order of the story.
    async fn picture(&self, name: &str) {
        self.pictures.set(self.pictures.get() + 1);
        let name = format!("whole-contest/{:02}-{name}", self.pictures.get());
        self.window.picture(&name).await;
    }

    /// Goes to a page and says when it took more than a second.
    async fn page(&self, page: &str, shown: &str) {
        let begun = Instant::now();
        self.window.click(&format!("nav-{page}")).await;
        self.window.css(shown).await;
        if begun.elapsed() > Duration::from_secs(1) {
            println!("| slow: {page} | {:.1} s |", begun.elapsed().as_secs_f64());
        }
    }

    /// Goes to the first page and finds these counts on it.
    async fn counts_are(&self, counts: &[(&str, u64)]) {
        self.page("home", "[data-testid='home']").await;
        for (stage, count) in counts {
            let there = format!(
                "document.querySelector(\"[data-testid='stage'][data-stage='{stage}']\")?.dataset.count === '{count}'"
            );
            until(&self.window, &there).await;
        }
    }

    /// Answers the system's dialog with a file.
    async fn choose(&self, title: &str, file: &Path) {
        self.on_screen(async |screen| screen.choose(title, file).await)
            .await;
    }

    /// Answers the system's dialog with a folder.
    async fn choose_folder(&self, title: &str, folder: &Path) {
        self.on_screen(async |screen| screen.choose_folder(title, folder).await)
            .await;
    }

    /// Answers the system's dialog with a file that is not there yet.
    async fn save_to(&self, title: &str, file: &Path) {
        self.on_screen(async |screen| screen.save_to(title, file).await)
            .await;
    }

    async fn on_screen(&self, answer: impl AsyncFnOnce(&Screen<'_>)) {
        let desktop = &self.desktop;
        let xdotool = |arguments: &[&str]| desktop.xdotool(arguments);
        answer(&Screen(&xdotool)).await;
    }

    /// Drops a file or folder on the window by the pointer; `held` runs while it hovers.
    async fn drop_on_window(&mut self, file: &Path, held: impl AsyncFnOnce(&Window)) {
        let window = &self.window;
        drag(&mut self.desktop, window, file, async || held(window).await).await;
    }

    /// Types the passphrase where the window asks for it.
    async fn unlock(&self) {
        let window = &self.window;
        window.write("organizer-passphrase", &self.passphrase).await;
        window.click("unlock-keys").await;
        until(
            window,
            "!document.querySelector(\"[data-testid='unlock-keys']\")",
        )
        .await;
    }
}

/// A number out of the page.
async fn number(window: &Window, expression: &str) -> u64 {
    let found = window.script(&format!("return Number({expression})")).await;
    found.as_f64().map_or(0, |number| number as u64)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
