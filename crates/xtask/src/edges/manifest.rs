//! What a Cargo.toml says about dependencies: a scan of its sections that is enough for manifests that Cargo accepts, and
//! needs no library.

use std::collections::HashMap;

/// A package and what it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The package's name.
    pub(crate) name: String,
    /// The packages it depends on by their own names, whatever kind the dependency is and however it is renamed.
    pub(crate) dependencies: Vec<String>,
}

/// One line `key = value` with the section it stands in.
struct Entry {
    section: Vec<String>,
    key: String,
    value: String,
}

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

impl Manifest {
    /// Scans a manifest. `shared` are the renames of the workspace's own list of dependencies.
    pub(crate) fn read(text: &str, shared: &HashMap<String, String>) -> Self {
        let entries = entries(text);
        let name = entries
            .iter()
            .find(|entry| entry.section == ["package"] && entry.key == "name")
            .map(|entry| unquoted(&entry.value).to_owned())
            .unwrap_or_default();
        let own = dependencies(&entries);
        let mut dependencies: Vec<String> = own
            .into_iter()
            .map(|(key, package)| package.or_else(|| shared.get(&key).cloned()).unwrap_or(key))
            .collect();
        dependencies.sort();
        dependencies.dedup();
        Self { name, dependencies }
    }
}

/// The dependencies of a workspace manifest that go by another name than their package's.
pub(crate) fn renames(text: &str) -> HashMap<String, String> {
    dependencies(&entries(text))
        .into_iter()
        .filter_map(|(key, package)| Some((key, package?)))
        .collect()
}

/// Each dependency's key, and its package where that is named: from `[dependencies]` and its kinds, alone or below a target,
/// and from `[dependencies.KEY]`.
fn dependencies(entries: &[Entry]) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let is_kind = |name: Option<&String>| name.is_some_and(|name| KINDS.contains(&name.as_str()));
    for Entry {
        section,
        key,
        value,
    } in entries
    {
        let (name, package) = if is_kind(section.last()) {
            // `key = "1"`, `key = { package = "x" }`, `key.workspace = true`, `key.package = "x"`
            let (name, field) = key.split_once('.').unwrap_or((key, ""));
            let package = if field == "package" {
                Some(unquoted(value).to_owned())
            } else {
                inline_package(value)
            };
            (name.to_owned(), package)
        } else if is_kind(section.iter().rev().nth(1)) {
            let package = (key == "package").then(|| unquoted(value).to_owned());
            (section.last().cloned().unwrap_or_default(), package)
        } else {
            continue;
        };
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = known.take().or(package),
            None => found.push((name, package)),
        }
    }
    found
}

/// The lines that set something, values that run over several lines joined.
fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut section: Vec<String> = Vec::new();
    let mut open = 0_i32;
    for line in text.lines() {
        let line = without_comment(line).trim();
        if line.is_empty() {
            continue;
        }
        if open > 0 {
            if let Some(entry) = entries.last_mut() {
                entry.value.push_str(line);
            }
            open += depth(line);
        } else if let Some(header) = line.strip_prefix('[') {
            section = words(header.trim_start_matches('[').trim_end_matches(']'));
            // A table may have no line of its own and still be a dependency: `[dependencies.x]` alone.
            entries.push(Entry {
                section: section.clone(),
                key: String::new(),
                value: String::new(),
            });
        } else if let Some((key, value)) = line.split_once('=') {
            let key = words(key).join(".");
            entries.push(Entry {
                section: section.clone(),
                key,
                value: value.trim().to_owned(),
            });
            open = depth(value);
        }
    }
    // The empty lines that stand for headers count only where the header itself names a dependency.
    entries.retain(|entry| {
        !entry.key.is_empty()
            || entry
                .section
                .last()
                .is_some_and(|last| !KINDS.contains(&last.as_str()))
    });
    entries
}

/// The text before a `#` that stands in no string.
fn without_comment(line: &str) -> &str {
    let end = outside_strings(line)
        .find(|&(_, character)| character == '#')
        .map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or(line)
}

/// How many more brackets a line opens than it closes.
fn depth(line: &str) -> i32 {
    outside_strings(line).fold(0, |depth, (_, character)| match character {
        '[' | '{' => depth + 1,
        ']' | '}' => depth - 1,
        _ => depth,
    })
}

/// The characters that stand in no string, the quotes themselves left out.
fn outside_strings(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    line.char_indices()
        .filter(move |&(_, character)| match quote {
            Some(open) => {
                if character == open && !escaped {
                    quote = None;
                }
                escaped = character == '\\' && !escaped && open == '"';
                false
            }
            None if character == '"' || character == '\'' => {
                quote = Some(character);
                false
            }
            None => true,
        })
}

/// The parts of a dotted key, a quoted part in one piece.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in key.trim().chars() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, '.') => words.push(String::new()),
            (None, space) if space.is_whitespace() => {}
            _ => {
                if let Some(word) = words.last_mut() {
                    word.push(character);
                }
            }
        }
    }
    words
}

/// The package that an inline table names.
fn inline_package(value: &str) -> Option<String> {
    let fields = value.strip_prefix('{')?;
    fields.split([',', '{', '}']).find_map(|field| {
        let (key, value) = field.split_once('=')?;
        (key.trim() == "package").then(|| unquoted(value).to_owned())
    })
}

fn unquoted(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Manifest {
        Manifest::read(text, &HashMap::new())
    }

    #[test]
    fn every_way_to_write_a_dependency_is_seen() {
        let manifest = read(
            r#"
            [package]
            name = "desk" # the judge's side
            description = "not a [dependencies] section"

            [lints]
            workspace = true

            [features]
            default = ["loud"]

            [dependencies]
            contest.workspace = true
            serde = { version = "1", features = [
                "derive", # = "x"
            ] }
            "quoted" = "1"
            renamed = { version = "1", package = "rusqlite" }
            dotted.package = "axum"

            [dependencies.table]
            version = "1"

            [dependencies.alias]
            package = "tauri"

            [dev-dependencies]
            tempfile = "3"
            [build-dependencies]
            cc = "1"
            [target.'cfg(target_os = "linux")'.dependencies]
            gtk = "1"
            [target."cfg(windows)".dev-dependencies.winapi]
            version = "1"

            [[bin]]
            name = "other"
        "#,
        );
        assert_eq!(manifest.name, "desk");
        assert_eq!(
            manifest.dependencies,
            [
                "axum", "cc", "contest", "gtk", "quoted", "rusqlite", "serde", "table", "tauri",
                "tempfile", "winapi"
            ]
        );
    }

    #[test]
    fn a_rename_in_the_workspace_hides_nothing() {
        let shared = renames(
            "[workspace.dependencies]\ndb = { package = \"rusqlite\", version = \"0.41\" }\nage = \"1\"\n",
        );
        let manifest = Manifest::read(
            "[package]\nname = \"pack\"\n[dependencies]\ndb.workspace = true\n",
            &shared,
        );
        assert_eq!(manifest.dependencies, ["rusqlite"]);
    }

    #[test]
    fn an_empty_manifest_has_no_dependencies() {
        assert!(
            read("[package]\nname = \"xtask\"\n[dependencies]\n")
                .dependencies
                .is_empty()
        );
    }
}
