//! A contest before judging: real mails received, nothing accepted yet.

use std::path::{Path, PathBuf};

use whole::programs::{jury_json, root};
use whole::window::Window;

use crate::desk;

/// Mails that make drafts with and without findings, and questions; their media are small.
const MAILS: [&str; 11] = [
    "03-", "09-", "10-", "13-", "14-", "16-", "17-", "18-", "20-", "21-", "23-",
];

/// The contest's folder goes when this is dropped.
pub(crate) struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    /// A new contest with the mails taken in.
    pub(crate) fn new() -> Office {
        Office::with(&MAILS)
    }

    /// A new contest with these of the sample mails taken in.
    pub(crate) fn with(wanted: &[&str]) -> Office {
        let office = Office::with_mails_beside(wanted);
        jury_json(
            &["intake", &text(&office.contest()), &text(&office.mails())],
            0,
        );
        office
    }

    /// A new contest, and the mails beside it.
    pub(crate) fn unread() -> Office {
        Office::with_mails_beside(&MAILS)
    }

    fn with_mails_beside(wanted: &[&str]) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let office = Office { folder };
        let mails = office.mails();
        std::fs::create_dir(&mails).unwrap();
        let fixtures = root().join("tests/fixtures/eml");
        for mail in std::fs::read_dir(fixtures).unwrap().flatten() {
            let name = mail.file_name().to_string_lossy().into_owned();
            if wanted.iter().any(|wanted| name.starts_with(wanted)) {
                std::fs::copy(mail.path(), mails.join(name)).unwrap();
            }
        }
        jury_json(&["new", &text(&office.contest())], 0);
        office
    }

    /// All drafts accepted, and six judges on the list.
    pub(crate) fn staffed() -> Office {
        let office = Office::new();
        let contest = text(&office.contest());
        jury_json(&["accept", &contest, "--all", "--theme", "2"], 0);
        let list = office.folder.path().join("judges.csv");
        let names = ["沈清", "陆远", "顾平", "裴宁", "章和", "温言"];
        let lines: Vec<String> = (1..)
            .zip(names)
            .map(|(at, name)| format!("J{at:02},{name},城研院{at},j{at}@x.example,"))
            .collect();
        let table = format!("id,name,unit,email,themes\n{}\n", lines.join("\n"));
        std::fs::write(&list, table).unwrap();
        jury_json(&["judges", &contest, &text(&list)], 0);
        office
    }

    /// Entries and judges, a plan, and its packs issued into [`Office::out`].
    pub(crate) fn issued() -> Office {
        let office = Office::staffed();
        let contest = text(&office.contest());
        jury_json(&["assign", &contest, "--seed", "417"], 0);
        let passphrase = office.folder.path().join("passphrase.txt");
        std::fs::write(&passphrase, office.passphrase()).unwrap();
        let (out, passphrase) = (text(&office.out()), text(&passphrase));
        jury_json(
            &[
                "pack",
                &contest,
                "--out",
                &out,
                "--passphrase-file",
                &passphrase,
            ],
            0,
        );
        office
    }

    /// A file beside the contest.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let place = self.folder.path().join(name);
        std::fs::write(&place, text).unwrap();
        place
    }

    pub(crate) fn contest(&self) -> PathBuf {
        self.folder.path().join("c")
    }

    /// Where the mails lie.
    pub(crate) fn mails(&self) -> PathBuf {
        self.folder.path().join("mails")
    }

    /// A file beside the contest.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The organiser's passphrase, from the sheet that was made with the contest.
    pub(crate) fn passphrase(&self) -> String {
        let sheet = self.folder.path().join("c-passphrase.html");
        let page = std::fs::read_to_string(sheet).unwrap();
        let (_, rest) = page.split_once("id=\"passphrase\">").unwrap();
        let (digits, _) = rest.split_once("</dd>").unwrap();
        digits.chars().filter(char::is_ascii_digit).collect()
    }

    /// A folder for packs.
    pub(crate) fn out(&self) -> PathBuf {
        let place = self.folder.path().join("packs");
        std::fs::create_dir_all(&place).unwrap();
        place
    }

    pub(crate) async fn open(&self, language: &str) -> Window {
        open(&self.contest(), &self.folder.path().join("data"), language).await
    }
}

/// Opens the organiser's window on a contest and waits for its first page.
pub(crate) async fn open(contest: &Path, data: &Path, language: &str) -> Window {
    desk::prefer(data, language, "light", "m");
    let window = Window::open(
        &["--organizer", &text(contest), "--data", &text(data)],
        contest,
    )
    .await;
    window.find("home").await;
    window
}

fn text(place: &Path) -> String {
    place.to_string_lossy().into_owned()
}
