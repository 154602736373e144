//! The organiser's passphrase, from the person at the terminal or from a file. Never from the environment or an argument:
//! other programs of the machine can read those.

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::Path;

use organizer::Organizer;
use rand::rngs::OsRng;
use seal::{NotAPassphrase, Passphrase};

use crate::failure::Failure;
use crate::words::Words;

/// More than any way of typing twenty digits, in bytes.
const LONGEST: u64 = 1024;

/// Unlocks the keys of the contest; asks for nothing when they lie open.
pub(crate) fn unlock(
    organizer: &mut Organizer,
    file: Option<&Path>,
    words: &Words,
) -> Result<(), Failure> {
    if organizer.is_locked() {
        organizer.unlock(&read(file, words)?, &mut OsRng)?;
    }
    Ok(())
}

/// Reads the organiser's passphrase: from the file, from standard input for `-`, else from the terminal without showing
/// it.
pub(crate) fn read(file: Option<&Path>, words: &Words) -> Result<Passphrase, Failure> {
    read_for(file, "keys", words)
}

/// As [`read`], for what is called `what` in the words: its prompt, and the refusals for a missing or mistyped passphrase.
pub(crate) fn read_for(
    file: Option<&Path>,
    what: &str,
    words: &Words,
) -> Result<Passphrase, Failure> {
    let typed = match file {
        Some(path) if path == Path::new("-") => text(std::io::stdin().lock(), path)?,
        Some(path) => {
            let open = File::open(path).map_err(|why| Failure::unreadable(path, &why))?;
            text(open, path)?
        }
        None if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() => {
            ask(&words.say(&format!("{what}.prompt")))?
        }
        None => return Err(Failure::new(&format!("{what}_locked"), [])),
    };
    Passphrase::parse_and_wipe(typed).map_err(|why| match why {
        NotAPassphrase::NotADigit { place } => Failure::new(
            &format!("{what}_not_a_digit"),
            [("place", place.to_string())],
        ),
        NotAPassphrase::WrongLength { digits } => Failure::new(
            &format!("{what}_passphrase_length"),
            [("digits", digits.to_string())],
        ),
    })
}

fn text(from: impl Read, path: &Path) -> Result<String, Failure> {
    // Room for all of it at once: a text that grew would leave copies behind.
    let mut text = String::with_capacity(usize::try_from(LONGEST).unwrap_or(0));
    from.take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|why| Failure::unreadable(path, &why))?;
    Ok(text)
}

fn ask(prompt: &str) -> Result<String, Failure> {
    let terminal = console::Term::stderr();
    let failed = |why| Failure::unreadable(Path::new("/dev/tty"), &why);
    terminal.write_str(prompt).map_err(failed)?;
    terminal.read_secure_line().map_err(failed)
}
