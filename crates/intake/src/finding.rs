//! What a person must look at: findings about an entry, and reasons why something waits in the queue.

use chrono::{DateTime, FixedOffset};

use crate::count::zi;
use crate::form::Form;
use crate::suggest::Vocabulary;

/// The numbers of one contest that sorting measures against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Most 字 a title may have.
    pub title_max: u32,
    /// Fewest and most 字 of 主要举措.
    pub measures: (u32, u32),
    /// Most 字 of 创新之处.
    pub innovation_max: u32,
    /// Most 字 of 预期效果.
    pub effect_max: u32,
    /// The last second that is in time.
    pub deadline: DateTime<FixedOffset>,
    /// The words of the agreed subject after the plus sign, such as 西湖金奖进青年.
    pub subject_mark: String,
    /// The themes: number, name, short name.
    pub themes: Vec<(u8, String, String)>,
    /// The words of the themes, for suggesting one where nobody names it.
    pub vocabulary: Vocabulary,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 点子标题.
    Title,
    /// 作者姓名.
    Authors,
    /// 联系电话.
    Phone,
    /// 工作单位.
    Unit,
    /// 主要举措.
    Measures,
    /// 创新之处.
    Innovation,
    /// 预期效果.
    Effect,
}

impl Field {
    /// Returns the stable name of the field: `title`, `authors`, `phone`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Phone => "phone",
            Self::Unit => "unit",
            Self::Measures => "measures",
            Self::Innovation => "innovation",
            Self::Effect => "effect",
        }
    }
}

/// Something about an entry that a person must look at. Counts are in 字 as [`zi`] counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The title is too long.
    TitleOver {
        /// Its length.
        zi: u32,
        /// The most allowed.
        limit: u32,
    },
    /// 主要举措 is too short.
    MeasuresUnder {
        /// Its length.
        zi: u32,
        /// The fewest allowed.
        limit: u32,
    },
    /// 主要举措 is too long.
    MeasuresOver {
        /// Its length.
        zi: u32,
        /// The most allowed.
        limit: u32,
    },
    /// 创新之处 is too long.
    InnovationOver {
        /// Its length.
        zi: u32,
        /// The most allowed.
        limit: u32,
    },
    /// 预期效果 is too long.
    EffectOver {
        /// Its length.
        zi: u32,
        /// The most allowed.
        limit: u32,
    },
    /// A field is empty.
    MissingField(Field),
    /// A video runs longer than the contest allows; found where media are measured.
    VideoOver {
        /// Its measured length in milliseconds.
        ms: u64,
        /// The most allowed, in milliseconds.
        limit_ms: u64,
    },
    /// A medium cannot be read or is cut off; found where media are measured.
    MediaUnreadable {
        /// The name its sender gave it.
        name: String,
    },
    /// The mail came after the deadline.
    ReceivedAfterDeadline {
        /// When the mailbox took it, in the deadline's time zone.
        received: DateTime<FixedOffset>,
        /// The deadline.
        deadline: DateTime<FixedOffset>,
    },
    /// Another entry has the same title and author; found where entries are compared.
    PossibleDuplicate {
        /// What tells the other one: its entry number or its mail.
        of: String,
    },
}

impl Finding {
    /// Returns the code with the contest's number in it: `title_over_20`, `missing_phone`, `video_over_180s`.
    pub fn code(&self) -> String {
        match self {
            Self::TitleOver { limit, .. }
            | Self::MeasuresUnder { limit, .. }
            | Self::MeasuresOver { limit, .. }
            | Self::InnovationOver { limit, .. }
            | Self::EffectOver { limit, .. } => format!("{}_{limit}", self.kind()),
            Self::MissingField(field) => format!("missing_{}", field.code()),
            Self::VideoOver { limit_ms, .. } => format!("video_over_{}s", limit_ms / 1000),
            other => other.kind().to_owned(),
        }
    }

    /// Returns the code without numbers, the same in every contest: `title_over`, `missing_field`, `video_over`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TitleOver { .. } => "title_over",
            Self::MeasuresUnder { .. } => "measures_under",
            Self::MeasuresOver { .. } => "measures_over",
            Self::InnovationOver { .. } => "innovation_over",
            Self::EffectOver { .. } => "effect_over",
            Self::MissingField(_) => "missing_field",
            Self::VideoOver { .. } => "video_over",
            Self::MediaUnreadable { .. } => "media_unreadable",
            Self::ReceivedAfterDeadline { .. } => "received_after_deadline",
            Self::PossibleDuplicate { .. } => "possible_duplicate",
        }
    }
}

/// Why something waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueReason {
    /// Nothing that could be a form.
    NoFormFound,
    /// A form under a password.
    FormEncrypted,
    /// A form in a format, or a state, that is not read.
    FormUnreadable,
    /// A picture, probably of the filled form.
    FormIsImage,
    /// An attachment of 0 bytes.
    EmptyAttachment,
    /// A mail that says nothing and carries nothing.
    EmptyMessage,
    /// A medium that cannot be read; found where media are measured.
    MediaUnreadable,
    /// A medium that could belong to several forms.
    MediaOwnerUnclear,
    /// A file that is only a link in the text.
    AttachmentBehindLink,
    /// Probably the same idea as an earlier one; found where entries are compared.
    PossibleDuplicate,
    /// A text much of which stands in another one too; found where entries are compared.
    NearDuplicate,
    /// An automatic reply, a newsletter.
    NotASubmission,
    /// Bytes that are no readable mail.
    MailUnreadable,
    /// An archive that could not be opened, or not to its end.
    ArchiveUnopened,
    /// An archive under a password.
    ArchiveEncrypted,
}

impl QueueReason {
    /// Every reason, in the order of declaration.
    pub const ALL: [Self; 15] = [
        Self::NoFormFound,
        Self::FormEncrypted,
        Self::FormUnreadable,
        Self::FormIsImage,
        Self::EmptyAttachment,
        Self::EmptyMessage,
        Self::MediaUnreadable,
        Self::MediaOwnerUnclear,
        Self::AttachmentBehindLink,
        Self::PossibleDuplicate,
        Self::NearDuplicate,
        Self::NotASubmission,
        Self::MailUnreadable,
        Self::ArchiveUnopened,
        Self::ArchiveEncrypted,
    ];

    /// Returns the stable code: `no_form_found`, `form_encrypted`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::NoFormFound => "no_form_found",
            Self::FormEncrypted => "form_encrypted",
            Self::FormUnreadable => "form_unreadable",
            Self::FormIsImage => "form_is_image",
            Self::EmptyAttachment => "empty_attachment",
            Self::EmptyMessage => "empty_message",
            Self::MediaUnreadable => "media_unreadable",
            Self::MediaOwnerUnclear => "media_owner_unclear",
            Self::AttachmentBehindLink => "attachment_behind_link",
            Self::PossibleDuplicate => "possible_duplicate",
            Self::NearDuplicate => "near_duplicate",
            Self::NotASubmission => "not_a_submission",
            Self::MailUnreadable => "mail_unreadable",
            Self::ArchiveUnopened => "archive_unopened",
            Self::ArchiveEncrypted => "archive_encrypted",
        }
    }

    /// Returns the reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Returns what the form itself shows: missing fields and lengths outside the limits. A missing field is not also
/// too short.
pub fn check_form(form: &Form, limits: &Limits) -> Vec<Finding> {
    let mut findings = Vec::new();
    let count = zi(&form.title);
    let limit = limits.title_max;
    if count > limit {
        findings.push(Finding::TitleOver { zi: count, limit });
    }
    let count = zi(&form.measures);
    let (least, most) = limits.measures;
    if count > 0 && count < least {
        findings.push(Finding::MeasuresUnder {
            zi: count,
            limit: least,
        });
    }
    if count > most {
        findings.push(Finding::MeasuresOver {
            zi: count,
            limit: most,
        });
    }
    let count = zi(&form.innovation);
    let limit = limits.innovation_max;
    if count > limit {
        findings.push(Finding::InnovationOver { zi: count, limit });
    }
    let count = zi(&form.effect);
    let limit = limits.effect_max;
    if count > limit {
        findings.push(Finding::EffectOver { zi: count, limit });
    }
    let missing = [
        (Field::Title, form.title.is_empty()),
        (Field::Authors, form.authors.is_empty()),
        (Field::Phone, form.phones.is_empty()),
        (Field::Unit, form.unit.is_empty()),
        (Field::Measures, form.measures.is_empty()),
        (Field::Innovation, form.innovation.is_empty()),
        (Field::Effect, form.effect.is_empty()),
    ];
    findings.extend(
        missing
            .into_iter()
            .filter(|(_, empty)| *empty)
            .map(|(field, _)| Finding::MissingField(field)),
    );
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_again_by_its_code() {
        for reason in QueueReason::ALL {
            assert_eq!(QueueReason::from_code(reason.code()), Some(reason));
        }
    }
}
