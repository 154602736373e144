//! The window program: both desks over the crates below it.
//!
//! The shell owns the window, the typed commands, the dialogs and the loopback media server. It decides
//! nothing about contests, packs or scores.
#![cfg_attr(windows, windows_subsystem = "windows")]

mod dialogs;
mod failure;
mod judge;
mod launch;
mod media_server;
mod organize;
mod preferences;
mod state;
mod surroundings;
mod wire;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use tauri::{DragDropEvent, Manager, WindowEvent};
use tauri_specta::{Builder, Event, collect_commands, collect_events};

use crate::launch::Launch;
use crate::state::{Judge, Shell};
use crate::wire::{DropHover, FilesDropped};

/// The commands and events the window may use.
fn contract() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            judge::open::start,
            judge::open::set_preferences,
            judge::open::choose_pack,
            judge::open::look_at_pack,
            judge::open::unlock_pack,
            judge::open::check_pack,
            judge::open::cancel_check,
            judge::open::confirm_fingerprint,
            judge::open::leave_desk,
            judge::score::enter_desk,
            judge::score::open_entry,
            judge::score::set_mark,
            judge::score::set_comment,
            judge::score::set_flag,
            judge::score::recuse,
            judge::score::withdraw_recusal,
            judge::score::undo,
            judge::score::redo,
            judge::score::add_note,
            judge::score::delete_note,
            judge::submit::submission,
            judge::submit::choose_bundle_place,
            judge::submit::export_bundle,
            judge::submit::show_in_folder,
            organize::choose_contest,
            organize::organizer_desk,
            organize::choose_bundles,
            organize::merge_bundles,
        ])
        .events(collect_events![FilesDropped, DropHover])
        // Every value crosses in one direction only, so one shape for both is the true one.
        .disable_serde_phases()
}

#[expect(
    clippy::print_stderr,
    reason = "before there is a window, the terminal is the only place to say what is wrong"
)]
fn main() -> ExitCode {
    let launch = match Launch::parse(std::env::args_os().skip(1)) {
        Ok(launch) => launch,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if let Err(missing) = surroundings::check_display() {
        eprintln!("{missing}");
        return ExitCode::from(3);
    }
    if let Err(error) = surroundings::prepare() {
        eprintln!("{error}");
        return ExitCode::from(3);
    }
    match run(launch) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

fn run(launch: Launch) -> Result<(), Box<dyn std::error::Error>> {
    let contract = contract();
    let commands = contract.invoke_handler();
    tauri::Builder::default()
        .invoke_handler(commands)
        .setup(move |app| {
            contract.mount_events(app);
            let folder = match &launch.data {
                Some(folder) => folder.clone(),
                None => app.path().app_data_dir()?,
            };
            std::fs::create_dir_all(&folder)?;
            app.manage(shell(launch, folder)?);
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(drop) = event {
                pass_drop(window, drop);
            }
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

fn shell(launch: Launch, folder: PathBuf) -> std::io::Result<Shell> {
    let on_air = media_server::OnAir::default();
    let (media, server) = tauri::async_runtime::block_on(media_server::serve(on_air.clone()))?;
    tauri::async_runtime::spawn(server);
    Ok(Shell {
        launch,
        folder,
        media,
        on_air,
        judge: Mutex::new(Judge::default()),
        organizer: Mutex::new(None),
        stop_check: Arc::new(AtomicBool::new(false)),
    })
}

/// Files dragged onto the window reach it as events; the webview itself never sees a path.
fn pass_drop(window: &tauri::Window, drop: &DragDropEvent) {
    // A window that is closing has nobody to tell.
    let _ = match drop {
        DragDropEvent::Enter { .. } => DropHover { over: true }.emit(window),
        DragDropEvent::Leave => DropHover { over: false }.emit(window),
        DragDropEvent::Drop { paths, .. } => {
            let paths = paths
                .iter()
                .map(|path| path.to_string_lossy().into_owned())
                .collect();
            DropHover { over: false }
                .emit(window)
                .and_then(|()| FilesDropped { paths }.emit(window))
        }
        _ => Ok(()),
    };
}

#[cfg(test)]
mod tests {
    use specta_typescript::Typescript;

    const BINDINGS: &str = "../ui/src/bindings.ts";

    /// Rewrites the file when `UPDATE_BINDINGS` is set; otherwise holds it against the commands.
    #[test]
    fn the_windows_bindings_are_those_of_the_commands() {
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("bindings.ts");
        super::contract()
            .export(Typescript::default(), &fresh)
            .unwrap();
        let fresh = std::fs::read_to_string(fresh).unwrap();
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(BINDINGS, &fresh).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(BINDINGS).unwrap(),
            fresh,
            "run UPDATE_BINDINGS=1 cargo test -p jurydesk"
        );
    }
}
