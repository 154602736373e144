//! The organiser's keys: unlocked once, for as long as the contest is open in this window.

use rand::rngs::OsRng;
use seal::{NotAPassphrase, Passphrase};
use tauri::State;

use super::changing;
use crate::state::Shell;
use crate::wire::Failure;

/// Unlocks the keys of the open contest with what was typed, which is wiped.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn unlock_keys(shell: State<'_, Shell>, passphrase: String) -> Result<(), Failure> {
    let passphrase = Passphrase::parse_and_wipe(passphrase).map_err(|why| match why {
        NotAPassphrase::NotADigit { place } => {
            Failure::with("keys_not_a_digit", "place", place.to_string())
        }
        NotAPassphrase::WrongLength { digits } => {
            Failure::with("keys_passphrase_length", "digits", digits.to_string())
        }
    })?;
    changing(&shell, |organizer| {
        organizer
            .unlock(&passphrase, &mut OsRng)
            .map_err(|error| Failure::of(&error))
    })
}
