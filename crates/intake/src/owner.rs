//! Which form a file belongs to when one source holds several: told by the folder it lies in, the title, the leading
//! number or the author in its name, and by nothing else.

use std::collections::BTreeSet;

use crate::attachment::Attachment;
use crate::form::Form;
use crate::labels::bare;

/// A form as far as ownership needs it: where it stands in the list of files, and what is in it. A form that could
/// not be read is a candidate without content.
pub(crate) struct Candidate<'a> {
    pub(crate) attachment: usize,
    pub(crate) form: Option<&'a Form>,
}

/// Returns the position in `candidates` of the one form that file `index` belongs to, or `None` when that is unclear.
pub(crate) fn owner(
    files: &[Attachment],
    index: usize,
    candidates: &[Candidate<'_>],
) -> Option<usize> {
    if candidates.len() <= 1 {
        return (!candidates.is_empty()).then_some(0);
    }
    let file = files.get(index)?;
    // A file of an attached mail belongs to a form of the same mail, a file of an archive to one of the same archive.
    let near: Vec<usize> = positions(candidates, |c| {
        files
            .get(c.attachment)
            .is_some_and(|form| form.inside == file.inside)
    });
    let pool: Vec<usize> = if near.is_empty() {
        (0..candidates.len()).collect()
    } else {
        near
    };
    if let [only] = pool.as_slice() {
        return Some(*only);
    }
    let folder = folder_of(&file.name);
    let name_of = |position: &usize| {
        candidates
            .get(*position)
            .and_then(|candidate| files.get(candidate.attachment))
            .map(|form| form.name.as_str())
            .unwrap_or_default()
    };
    let folders: BTreeSet<&str> = pool
        .iter()
        .map(|position| folder_of(name_of(position)))
        .collect();
    let pool: Vec<usize> = if folders.len() > 1 && folders.contains(folder) {
        pool.into_iter()
            .filter(|position| folder_of(name_of(position)) == folder)
            .collect()
    } else {
        pool
    };
    if let [only] = pool.as_slice() {
        return Some(*only);
    }
    let (number, stem) = number_and_stem(file.file_name());
    let form_of = |position: &usize| {
        candidates
            .get(*position)
            .and_then(|candidate| candidate.form)
    };
    let tests: [&dyn Fn(&usize) -> bool; 3] = [
        &|position| {
            let own = form_of(position)
                .map(|form| bare(&form.title))
                .unwrap_or_default();
            let (_, form_stem) =
                number_and_stem(name_of(position).rsplit('/').next().unwrap_or_default());
            [own, form_stem]
                .iter()
                .any(|title| names_each_other(title, &stem))
        },
        &|position| {
            let (own, _) =
                number_and_stem(name_of(position).rsplit('/').next().unwrap_or_default());
            number.is_some() && own == number
        },
        &|position| {
            form_of(position).is_some_and(|form| {
                form.authors
                    .iter()
                    .map(|author| bare(author))
                    .any(|author| author.chars().count() >= 2 && stem.contains(&author))
            })
        },
    ];
    tests.iter().find_map(|test| {
        let mut matching = pool.iter().filter(|position| test(position));
        match (matching.next(), matching.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    })
}

fn positions(candidates: &[Candidate<'_>], keep: impl Fn(&Candidate<'_>) -> bool) -> Vec<usize> {
    candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| keep(candidate))
        .map(|(position, _)| position)
        .collect()
}

fn folder_of(name: &str) -> &str {
    name.rsplit_once('/')
        .map(|(folder, _)| folder)
        .unwrap_or_default()
}

/// Whether one name contains the other; short words such as 视频 name nothing.
fn names_each_other(title: &str, stem: &str) -> bool {
    let long_enough = |text: &str| text.chars().count() >= 3;
    (long_enough(title) && stem.contains(title)) || (long_enough(stem) && title.contains(stem))
}

/// Splits `2 街角灯效果图.jpg` into 2 and the bare rest.
fn number_and_stem(name: &str) -> (Option<u32>, String) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    let digits: String = stem.chars().take_while(char::is_ascii_digit).collect();
    let rest = stem.get(digits.len()..).unwrap_or_default();
    // A date or a camera's counter is no entry's number.
    let number = (digits.len() <= 3).then(|| digits.parse().ok()).flatten();
    match number {
        Some(number)
            if rest.starts_with(|c: char| !c.is_ascii_alphanumeric()) || rest.is_empty() =>
        {
            (Some(number), bare(rest))
        }
        _ => (None, bare(stem)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(forms: &[(&str, &str, &str)], media: &[&str]) -> Vec<Option<usize>> {
        let read: Vec<Form> = forms
            .iter()
            .map(|(_, title, author)| Form {
                title: (*title).into(),
                authors: vec![(*author).into()],
                ..Form::default()
            })
            .collect();
        let names = forms
            .iter()
            .map(|(name, _, _)| *name)
            .chain(media.iter().copied());
        let files: Vec<Attachment> = names.map(|name| Attachment::new(name, vec![1])).collect();
        let candidates: Vec<Candidate<'_>> = read
            .iter()
            .enumerate()
            .map(|(attachment, form)| Candidate {
                attachment,
                form: Some(form),
            })
            .collect();
        (forms.len()..files.len())
            .map(|index| owner(&files, index, &candidates))
            .collect()
    }

    #[test]
    fn title_number_and_author_tell_the_owner() {
        let forms = [
            ("1 体检角.docx", "菜场里的十分钟体检角", "邵瑾"),
            ("2 街角灯.docx", "会变色的灯", "程野"),
        ];
        assert_eq!(
            owners(
                &forms,
                &[
                    "体检角.mp4",
                    "2 效果图.jpg",
                    "程野的录音.mp3",
                    "视频.mp4",
                    "3 别的.mp4"
                ]
            ),
            [Some(0), Some(1), Some(1), None, None]
        );
    }

    #[test]
    fn a_folder_of_its_own_tells_the_owner() {
        let forms = [
            ("a/form.docx", "甲乙丙", "甲"),
            ("b/form.docx", "丁戊己", "丁"),
        ];
        assert_eq!(
            owners(&forms, &["a/视频.mp4", "b/视频.mp4", "视频.mp4"]),
            [Some(0), Some(1), None]
        );
    }
}
