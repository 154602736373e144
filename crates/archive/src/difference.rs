//! What does not hold in an archive, one variant for each thing that can be wrong.

use std::collections::BTreeMap;

use contest::{AwardId, EntryNumber, JudgeId, RoundId};
use pack::PackError;
use results::{InputsError, Recipient};
use seal::SealError;

use crate::layout::BundleName;

/// Something in an archive that contradicts its signatures, its bundles, or what follows from them. The fields are facts for
/// the message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Difference {
    /// The organiser's signature over the list of files does not fit, or is none.
    #[error("the signature over the list of files does not fit: {why}")]
    Signature {
        /// What is wrong with it.
        why: SealError,
    },
    /// The archive names another key of the organiser than the one that signed it.
    #[error("signed with another key than the organiser's")]
    OtherSigner {
        /// The fingerprint of the key that it names; the text itself when that is no key.
        stated: String,
        /// The fingerprint of the key that signed.
        signer: String,
    },
    /// A file is not the one whose hash was signed.
    #[error("{name} is not the file that was signed")]
    FileChanged {
        /// Its name.
        name: String,
    },
    /// A file that the signed list does not name.
    #[error("{name} is not in the signed list")]
    FileNotListed {
        /// Its name.
        name: String,
    },
    /// The signed list names a file that is not there.
    #[error("{name} is in the signed list and not there")]
    FileGone {
        /// Its name.
        name: String,
    },
    /// A file cannot be understood, so what rests on it was not checked.
    #[error("{name} cannot be read: {why}")]
    Unreadable {
        /// Its name.
        name: String,
        /// The broken rule.
        why: String,
    },
    /// The contest file is of another contest than the archive says.
    #[error("the contest file is of {found}, not {stated}")]
    OtherContest {
        /// The contest that the archive names.
        stated: String,
        /// The contest of the contest file.
        found: String,
    },
    /// Comments are in it although the contest file keeps them for the organiser, or are left out although authors read them.
    #[error("the comments of {name} are not as the contest file says")]
    Comments {
        /// Whose bundle.
        name: BundleName,
    },
    /// A bundle answers no pack that was issued.
    #[error("{name} answers no pack that was issued")]
    PackUnknown {
        /// Which bundle.
        name: BundleName,
    },
    /// A bundle is not what its judge signed, or not for the pack that was issued.
    #[error("the bundle {name} is refused: {why}")]
    BundleRefused {
        /// Which bundle.
        name: BundleName,
        /// Why.
        why: PackError,
    },
    /// Two bundles of one judge for one round.
    #[error("two bundles of {judge} in {round}")]
    TwoBundles {
        /// The judge.
        judge: JudgeId,
        /// The round.
        round: RoundId,
    },
    /// The judge's bundle counts, says the archive, and is not in it.
    #[error("the bundle of {judge} in {round} is missing")]
    BundleMissing {
        /// The judge.
        judge: JudgeId,
        /// The round.
        round: RoundId,
    },
    /// A bundle is in the archive, which does not say that it counts.
    #[error("the bundle of {judge} in {round} is not counted")]
    BundleNotCounted {
        /// The judge.
        judge: JudgeId,
        /// The round.
        round: RoundId,
    },
    /// A bundle has no line in the list where its judge looks for it, or another one.
    #[error("hashes.txt does not have the bundle {name}")]
    HashMissing {
        /// Which bundle.
        name: BundleName,
    },
    /// A line in that list belongs to no bundle.
    #[error("no bundle for this line of hashes.txt: {line}")]
    HashUnknown {
        /// The line, cut to 200 characters.
        line: String,
    },
    /// A sheet of a properly signed bundle cannot count.
    #[error("the sheet of {name} for {entry}: {why}")]
    Sheet {
        /// Whose bundle.
        name: BundleName,
        /// For which entry.
        entry: String,
        /// Why.
        why: SheetFault,
    },
    /// A signed score is not among what was to be judged, so it would not count.
    #[error("{judge} scored {entry} in {round} and has no seat for it")]
    NoSeat {
        /// The judge.
        judge: JudgeId,
        /// The entry.
        entry: EntryNumber,
        /// The round.
        round: RoundId,
    },
    /// A judge is said to have been given an entry that was in no pack of the judge's.
    #[error("{judge} never received {entry} in {round}")]
    SeatNotIssued {
        /// The judge.
        judge: JudgeId,
        /// The entry.
        entry: EntryNumber,
        /// The round.
        round: RoundId,
    },
    /// No results follow from the inputs, because they contradict the contest file or themselves.
    #[error("the inputs contradict themselves: {why}")]
    Inputs {
        /// How.
        why: InputsError,
    },
    /// An entry has another rank than follows.
    #[error("rank of {entry} in {round}: {claimed:?}, follows {follows:?}")]
    Rank {
        /// The round.
        round: RoundId,
        /// The entry.
        entry: EntryNumber,
        /// The rank in the archive; `None` for no rank.
        claimed: Option<u32>,
        /// The rank that follows.
        follows: Option<u32>,
    },
    /// An award goes to others than follows.
    #[error("{award}: {claimed:?}, follows {follows:?}")]
    Award {
        /// The award.
        award: AwardId,
        /// Who receives it in the archive, in that order.
        claimed: Vec<Recipient>,
        /// Who receives it by what follows.
        follows: Vec<Recipient>,
    },
    /// Anything else of the results is another value than follows.
    #[error("{at}: {claimed}, follows {follows}")]
    Figure {
        /// Where, as a JSON Pointer (RFC 6901) into the value of `results` in `results.json`.
        at: String,
        /// What the archive says; `-` for nothing.
        claimed: String,
        /// What follows; `-` for nothing.
        follows: String,
    },
}

/// Why a sheet of a properly signed bundle cannot count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// The entry was not in the judge's pack.
    #[error("not in the pack")]
    NotIssued,
    /// The judge saw another text or other media than were issued.
    #[error("another text than was issued")]
    EntryChanged,
    /// The entry is not among the accepted ones, or of a theme that the contest does not have.
    #[error("no accepted entry")]
    NotAccepted,
    /// A mark for a criterion that the rubric does not have, or finer than the contest's step.
    #[error("a mark outside the rubric for {criterion}")]
    MarkOutside {
        /// The criterion.
        criterion: String,
    },
    /// It says that it is scored and has not every mark.
    #[error("not complete")]
    Incomplete,
    /// It stands in an order among entries that are not of one theme or do not share a total.
    #[error("no tie")]
    NoTie,
}

impl SheetFault {
    fn code(&self) -> &'static str {
        match self {
            SheetFault::NotIssued => "sheet_not_issued",
            SheetFault::EntryChanged => "sheet_entry_changed",
            SheetFault::NotAccepted => "sheet_not_accepted",
            SheetFault::MarkOutside { .. } => "sheet_mark_outside",
            SheetFault::Incomplete => "sheet_incomplete",
            SheetFault::NoTie => "sheet_no_tie",
        }
    }
}

impl Difference {
    /// A name for programs, under which the words for people are found.
    pub fn code(&self) -> &'static str {
        match self {
            Difference::Signature { .. } => "signature",
            Difference::OtherSigner { .. } => "other_signer",
            Difference::FileChanged { .. } => "file_changed",
            Difference::FileNotListed { .. } => "file_not_listed",
            Difference::FileGone { .. } => "file_gone",
            Difference::Unreadable { .. } => "unreadable",
            Difference::OtherContest { .. } => "other_contest",
            Difference::Comments { .. } => "comments",
            Difference::PackUnknown { .. } => "pack_unknown",
            Difference::BundleRefused { why, .. } => refusal(why),
            Difference::TwoBundles { .. } => "two_bundles",
            Difference::BundleMissing { .. } => "bundle_missing",
            Difference::BundleNotCounted { .. } => "bundle_not_counted",
            Difference::HashMissing { .. } => "hash_missing",
            Difference::HashUnknown { .. } => "hash_unknown",
            Difference::Sheet { why, .. } => why.code(),
            Difference::NoSeat { .. } => "no_seat",
            Difference::SeatNotIssued { .. } => "seat_not_issued",
            Difference::Inputs { .. } => "inputs",
            Difference::Rank { .. } => "rank",
            Difference::Award { .. } => "award",
            Difference::Figure { .. } => "figure",
        }
    }

    /// Its facts, by the names that the words for it use.
    pub fn facts(&self) -> BTreeMap<String, String> {
        fn facts<const N: usize>(pairs: [(&str, &dyn ToString); N]) -> BTreeMap<String, String> {
            let owned = |(name, value): (&str, &dyn ToString)| (name.to_owned(), value.to_string());
            pairs.into_iter().map(owned).collect()
        }
        let rank = |rank: &Option<u32>| rank.map_or_else(|| "-".to_owned(), |r| r.to_string());
        match self {
            Difference::Signature { why } => facts([("why", why)]),
            Difference::OtherSigner { stated, signer } => {
                facts([("stated", stated), ("signer", signer)])
            }
            Difference::FileChanged { name }
            | Difference::FileNotListed { name }
            | Difference::FileGone { name } => facts([("file", name)]),
            Difference::Unreadable { name, why } => facts([("file", name), ("why", why)]),
            Difference::OtherContest { stated, found } => {
                facts([("stated", stated), ("found", found)])
            }
            Difference::Comments { name }
            | Difference::PackUnknown { name }
            | Difference::HashMissing { name } => facts([("bundle", name)]),
            Difference::BundleRefused { name, why } => facts([("bundle", name), ("why", why)]),
            Difference::TwoBundles { judge, round }
            | Difference::BundleMissing { judge, round }
            | Difference::BundleNotCounted { judge, round } => {
                facts([("judge", judge), ("round", round)])
            }
            Difference::HashUnknown { line } => facts([("line", line)]),
            Difference::Sheet { name, entry, why } => {
                let criterion = match why {
                    SheetFault::MarkOutside { criterion } => criterion.as_str(),
                    _ => "",
                };
                let mut told = facts([("bundle", name), ("entry", entry)]);
                if !criterion.is_empty() {
                    told.insert("criterion".to_owned(), criterion.to_owned());
                }
                told
            }
            Difference::NoSeat {
                judge,
                entry,
                round,
            }
            | Difference::SeatNotIssued {
                judge,
                entry,
                round,
            } => facts([("judge", judge), ("entry", entry), ("round", round)]),
            Difference::Inputs { why } => facts([("why", why)]),
            Difference::Rank {
                round,
                entry,
                claimed,
                follows,
            } => facts([
                ("round", round),
                ("entry", entry),
                ("claimed", &rank(claimed)),
                ("follows", &rank(follows)),
            ]),
            Difference::Award {
                award,
                claimed,
                follows,
            } => facts([
                ("award", award),
                ("claimed", &names(claimed)),
                ("follows", &names(follows)),
            ]),
            Difference::Figure {
                at,
                claimed,
                follows,
            } => facts([("at", at), ("claimed", claimed), ("follows", follows)]),
        }
    }
}

/// Why a bundle is refused, as far as people act differently on it.
fn refusal(why: &PackError) -> &'static str {
    match why {
        PackError::BadSignature { .. } => "bundle_signature",
        PackError::Altered { .. } => "bundle_comments",
        PackError::WrongInvitation => "bundle_invitation",
        PackError::SecondKey { .. } => "bundle_second_key",
        PackError::OtherContest { .. }
        | PackError::OtherPack { .. }
        | PackError::OtherJudge { .. } => "bundle_elsewhere",
        _ => "bundle_malformed",
    }
}

fn names(recipients: &[Recipient]) -> String {
    let name = |recipient: &Recipient| match recipient {
        Recipient::Entry(number) => number.to_string(),
        Recipient::Unit(unit) => unit.clone(),
    };
    if recipients.is_empty() {
        return "-".to_owned();
    }
    let names: Vec<String> = recipients.iter().map(name).collect();
    names.join(", ")
}
