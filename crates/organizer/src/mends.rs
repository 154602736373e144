//! What a person can do about a finding or an open question, the most likely first. Each is one use case of this crate.

use serde::Serialize;

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// Take the phone from the mail: [`crate::Organizer::fix`].
    TakePhone,
    /// Take the words out of the judging copy: [`crate::Organizer::redact`].
    TakeOut,
    /// Accept all the same: [`crate::Organizer::let_stand`].
    LetStand,
    /// Not the same idea: [`crate::Organizer::let_stand`].
    NotDuplicate,
    /// The newest version takes the place of the others: [`crate::Organizer::send_back`].
    KeepNewest,
    /// Send the draft back with a reply: [`crate::Organizer::send_back`].
    SendBack,
    /// Type the form from what was sent: [`crate::Organizer::type_draft`].
    TypeDraft,
    /// Give the file to a draft: [`crate::Organizer::give`].
    Give,
    /// Add the file that was fetched: [`crate::Organizer::attach`].
    Attach,
    /// Write to the sender.
    Reply,
    /// Nothing more to do: [`crate::Organizer::settle`].
    Settle,
}

/// What can be done about a finding. `phone_in_mail`: whether the mail names one.
pub fn of_finding(code: &str, phone_in_mail: bool) -> &'static [Mend] {
    match code {
        "missing_phone" if phone_in_mail => &[Mend::TakePhone, Mend::SendBack],
        "identity_hint" => &[Mend::TakeOut, Mend::LetStand],
        "identity_in_file" | "identity_in_text" => &[Mend::LetStand],
        "possible_duplicate" => &[Mend::KeepNewest, Mend::NotDuplicate],
        "near_duplicate" | "near_duplicate_previous" | "same_file_elsewhere" => {
            &[Mend::NotDuplicate, Mend::SendBack]
        }
        "media_unreadable" | "media_cut_off" => &[Mend::SendBack, Mend::LetStand],
        other if other.starts_with("missing_") => &[Mend::SendBack, Mend::LetStand],
        _ => &[Mend::LetStand, Mend::SendBack],
    }
}

/// What can be done about an open question. `of_draft`: whether it is about a draft that waits.
pub fn of_question(reason: &str, of_draft: bool) -> &'static [Mend] {
    match reason {
        "no_form_found" | "form_encrypted" | "form_unreadable" | "form_is_image"
        | "archive_unopened" | "archive_encrypted"
            if !of_draft =>
        {
            &[Mend::TypeDraft, Mend::Reply, Mend::Settle]
        }
        "media_owner_unclear" => &[Mend::Give, Mend::Settle],
        "attachment_behind_link" => &[Mend::Attach, Mend::Reply, Mend::Settle],
        "empty_attachment" | "media_unreadable" => &[Mend::Settle, Mend::Reply],
        _ => &[Mend::Settle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_to_wait_has_something_to_do() {
        for reason in intake::QueueReason::ALL {
            for of_draft in [false, true] {
                let mends = of_question(reason.code(), of_draft);
                assert!(mends.contains(&Mend::Settle), "{}", reason.code());
            }
        }
    }
}
