//! What a person decides on one draft: corrections, what judges do not see, what stands, what goes back.

use std::collections::BTreeMap;

use organizer::{Field, Fix, Origin, SendBack, Withhold};
use rand::rngs::OsRng;
use tauri::State;

use super::super::changing;
use crate::state::{Shell, now};
use crate::wire::{Failure, FieldFix, TakeOut};

/// Corrects fields of a draft; the form as read stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn fix_draft(
    shell: State<'_, Shell>,
    draft: u32,
    fixes: Vec<FieldFix>,
    note: String,
) -> Result<(), Failure> {
    let fixes = fixes
        .into_iter()
        .map(fix)
        .collect::<Result<Vec<Fix>, Failure>>()?;
    changing(&shell, |organizer| {
        organizer
            .fix(i64::from(draft), &fixes, &note, now(), &mut OsRng)
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// Takes words or a file out of the judging copy.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn take_out(shell: State<'_, Shell>, draft: u32, what: TakeOut) -> Result<(), Failure> {
    let withhold = match &what {
        TakeOut::Words { words } => Withhold::EachOf(words),
        TakeOut::File { name } => Withhold::File(name),
    };
    changing(&shell, |organizer| {
        organizer
            .redact(i64::from(draft), withhold, "", now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// Puts back what a redaction took out.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn put_back(shell: State<'_, Shell>, redaction: u32) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .unredact(i64::from(redaction), now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// Lets a finding stand.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn let_stand(
    shell: State<'_, Shell>,
    draft: u32,
    code: String,
    facts: BTreeMap<String, String>,
    note: String,
) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .let_stand(i64::from(draft), &code, &facts, &note, now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// Sends a draft back, or puts another version in its place.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn send_back(
    shell: State<'_, Shell>,
    draft: u32,
    reason: String,
    superseded_by: Option<u32>,
) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        let why = SendBack {
            reason: &reason,
            superseded_by: superseded_by.map(i64::from),
        };
        organizer
            .send_back(i64::from(draft), why, now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

fn fix(one: FieldFix) -> Result<Fix, Failure> {
    const FIELDS: [Field; 8] = [
        Field::Title,
        Field::Authors,
        Field::Phone,
        Field::Unit,
        Field::Measures,
        Field::Innovation,
        Field::Effect,
        Field::Theme,
    ];
    let field = FIELDS
        .into_iter()
        .find(|field| field.code() == one.field)
        .ok_or_else(|| Failure::with("field_cannot_be", "field", one.field))?;
    let origin = if one.from_mail {
        Origin::Mail
    } else {
        Origin::Typed
    };
    Ok(Fix {
        field,
        value: one.value,
        origin,
    })
}
