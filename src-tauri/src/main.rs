//! The window program: both desks over the crates below it.
//!
//! The shell owns the window, the typed commands, the dialogs and the loopback media server. It decides
//! nothing about contests, packs or scores.
#![cfg_attr(windows, windows_subsystem = "windows")]

mod dialogs;
mod door;
mod failure;
mod judge;
mod launch;
mod organize;
mod preferences;
mod state;
mod surroundings;
mod wire;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use tauri::{AppHandle, DragDropEvent, Manager, WindowEvent};
use tauri_specta::{Builder, Event, collect_commands, collect_events};

use crate::door::{Arrival, Handed};
use crate::launch::Launch;
use crate::organize::open_contest::OpenContest;
use crate::state::{Judge, Shell, Waiting};
use crate::wire::{DropHover, FilesDropped, PackLost};

/// The commands and events the window may use.
fn contract() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            judge::open::start,
            judge::open::set_preferences,
            judge::open::choose_pack,
            judge::open::look_at_pack,
            judge::open::unlock_pack,
            judge::check::check_pack,
            judge::check::cancel_check,
            judge::reach::reach_pack,
            judge::reach::find_pack,
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
            judge::score::set_not_seen,
            judge::compare::comparison,
            judge::compare::set_tie_order,
            judge::compare::undo_tie_order,
            judge::compare::redo_tie_order,
            judge::submit::submission,
            judge::submit::choose_bundle_place,
            judge::submit::export_bundle,
            judge::submit::receipt,
            judge::submit::save_bundle_copy,
            judge::submit::save_receipt,
            judge::submit::show_in_folder,
            organize::choose_contest,
            organize::organizer_desk,
            organize::found::built_in_form,
            organize::found::choose_contest_file,
            organize::found::choose_earlier_contest,
            organize::found::check_contest_form,
            organize::found::create_contest,
            organize::backup::back_up,
            organize::backup::restore_contest,
            organize::bundles::choose_bundles,
            organize::bundles::merge_bundles,
            organize::bundles::compare_bundles,
            organize::bundles::confirm_bundle,
            organize::bundles::decide_late,
            organize::judges::choose_judges,
            organize::judges::preview_judges,
            organize::judges::take_judges,
            organize::judges::judge_list,
            organize::judges::put_judge,
            organize::judges::remove_judge,
            organize::judges::set_attendance,
            organize::intake::intake_queue,
            organize::intake::find_ideas,
            organize::intake::accept_draft,
            organize::intake::settle_question,
            organize::covering::draft_media,
            organize::covering::cover_medium,
            organize::covering::make_covered,
            organize::covering::take_back_redaction,
            organize::intake::import::choose_mails,
            organize::intake::import::choose_mail_folder,
            organize::intake::import::import_mails,
            organize::intake::import::import_again,
            organize::intake::import::leave_imports_cut,
            organize::intake::earlier::choose_earlier_folder,
            organize::intake::earlier::compare_earlier,
            organize::intake::shown::show_draft,
            organize::intake::shown::show_question,
            organize::intake::shown::still_picture,
            organize::intake::shown::question_file,
            organize::intake::mend::fix_draft,
            organize::intake::mend::take_out,
            organize::intake::mend::put_back,
            organize::intake::mend::let_stand,
            organize::intake::mend::send_back,
            organize::intake::reply::replying,
            organize::intake::reply::save_reply,
            organize::intake::reply::mail_reply,
            organize::intake::files::give_file,
            organize::intake::files::attach_file,
            organize::intake::files::type_draft,
            organize::intake::bulk::accept_drafts,
            organize::intake::bulk::set_themes,
            organize::intake::decisions::decisions,
            organize::intake::decisions::undo_decision,
            organize::plan::plan_view,
            organize::plan::make_plan,
            organize::plan::plan_back,
            organize::plan::extend_plan,
            organize::packs::choose_packs_folder,
            organize::keys::unlock_keys,
            organize::packs::packs_room,
            organize::packs::issue_packs,
            organize::sent::open_paper,
            organize::sent::choose_letter_place,
            organize::sent::save_letters,
            organize::sent::save_mail,
            organize::sent::open_mail,
            organize::sent::mark_sent,
            organize::sent::mark_reminded,
            organize::sent::take_back_mark,
            organize::open_contest::stop_work,
            organize::results::results_page,
            organize::results::entry_sheets,
            organize::results::decide::decide,
            organize::results::what_if::what_if,
            organize::results::papers::write_papers,
            organize::results::publish::choose_archive_place,
            organize::results::publish::publish_results,
            organize::results::publish::choose_archive,
            organize::results::publish::verify_results,
        ])
        .events(collect_events![FilesDropped, DropHover, PackLost])
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
    let context = tauri::generate_context!();
    let folder = data_folder(&launch, &context.config().identifier)?;
    std::fs::create_dir_all(&folder)?;
    // The organiser's page keeps nothing in the judge's folder, so it asks nobody.
    let door = if launch.contest.is_some() {
        None
    } else {
        match door::arrive(&folder, &handed(&launch)) {
            Arrival::HandedOver => return Ok(()),
            Arrival::First(door) => Some(door),
            Arrival::Alone => None,
        }
    };
    tauri::Builder::default()
        .invoke_handler(commands)
        .setup(move |app| {
            contract.mount_events(app);
            app.manage(shell(launch, folder, app.handle())?);
            if let Some(door) = door {
                let app = app.handle().clone();
                door.keep(move |handed| take_in(&app, handed));
            }
            Ok(())
        })
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(drop) = event {
                pass_drop(window, drop);
            }
        })
        .build(context)?
        .run(|_app, _event| {
            // A double click on a pack reaches the running program as an event there, and only there.
            #[cfg(target_os = "macos")]
            if let tauri::RunEvent::Opened { urls } = _event {
                for pack in urls.iter().filter_map(|url| url.to_file_path().ok()) {
                    take_in(_app, Handed { pack: Some(pack) });
                }
            }
        });
    Ok(())
}

/// Where the judge's data is kept: where the command line says, else in the user's own folder.
fn data_folder(launch: &Launch, identifier: &str) -> std::io::Result<PathBuf> {
    match &launch.data {
        Some(folder) => std::path::absolute(folder),
        None => dirs::data_dir()
            .map(|folder| folder.join(identifier))
            .ok_or_else(|| std::io::Error::other("this user has no folder for data")),
    }
}

/// What a second start has for the window that is open: its pack, by a path that holds wherever it was started.
fn handed(launch: &Launch) -> Handed {
    let whole = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    Handed {
        pack: launch.pack.as_ref().map(whole),
    }
}

/// A second start, or the system, hands a pack to this window; it comes to the front and is told as of a dropped file.
fn take_in(app: &AppHandle, handed: Handed) {
    if let Some(window) = app.webview_windows().values().next() {
        // A window manager that will not move a window to the front is no reason to lose the pack.
        let _ = window.unminimize().and_then(|()| window.set_focus());
    }
    let Some(shell) = app.try_state::<Shell>() else {
        return;
    };
    if let Some(pack) = handed.pack.and_then(|pack| shell.keep_waiting(pack)) {
        let paths = vec![pack.to_string_lossy().into_owned()];
        // A window that is closing has nobody to tell.
        let _ = FilesDropped { paths }.emit(app);
    }
}

fn shell(launch: Launch, folder: PathBuf, app: &AppHandle) -> std::io::Result<Shell> {
    let on_air = Arc::new(playback::OnAir::default());
    let app = app.clone();
    let failed = Arc::new(move |error: pack::PackError| {
        let error = desk::DeskError::from(error);
        if error.is_pack_out_of_reach() {
            let code = error.code().to_owned();
            // A window that is closing has nobody to tell.
            let _ = PackLost { code }.emit(&app);
        }
    });
    let (media, server) = tauri::async_runtime::block_on(playback::serve(on_air.clone(), failed))?;
    tauri::async_runtime::spawn(server);
    let waiting = Waiting {
        pack: launch.pack.clone(),
        listening: false,
    };
    Ok(Shell {
        launch,
        folder,
        media,
        on_air,
        judge: Mutex::new(Judge::default()),
        contest: OpenContest::default(),
        stop_check: Mutex::new(Arc::new(AtomicBool::new(false))),
        waiting: Mutex::new(waiting),
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
