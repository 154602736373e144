//! The allowed edges, as tables. A crate that is added gets its line here and its paragraph in `docs/decisions/`.

use super::Refusal;
use super::manifest::Manifest;

/// What one crate may know of ours.
struct Floor {
    name: &'static str,
    may_know: &'static [&'static str],
    because: &'static str,
}

/// Outside libraries that belong to few crates.
struct Owned {
    libraries: &'static [&'static str],
    owners: &'static [&'static str],
    because: &'static str,
}

/// The package of whole flows: it may look at anything, and use any library to check ours against.
const WHOLE: &str = "whole";

const LEAF: &str = "it is a leaf of the house and depends on nothing of ours";

const FLOORS: [Floor; 18] = [
    Floor {
        name: "contest",
        may_know: &[],
        because: "it is the domain in plain types and depends on nothing of ours",
    },
    Floor {
        name: "ranking",
        may_know: &[],
        because: LEAF,
    },
    Floor {
        name: "assign",
        may_know: &[],
        because: LEAF,
    },
    Floor {
        name: "likeness",
        may_know: &[],
        because: LEAF,
    },
    Floor {
        name: "results",
        may_know: &["ranking", "contest"],
        because: "results follow from the rules and the sheets alone",
    },
    Floor {
        name: "archive",
        may_know: &["results", "pack", "seal", "contest"],
        because: "a stranger who recomputes results needs neither desk",
    },
    Floor {
        name: "media",
        may_know: &[],
        because: LEAF,
    },
    Floor {
        name: "seal",
        may_know: &[],
        because: LEAF,
    },
    Floor {
        name: "pack",
        may_know: &["seal", "contest"],
        because: "the file formats know only the seal and the domain",
    },
    Floor {
        name: "intake",
        may_know: &["media", "contest"],
        because: "intake turns bytes into drafts and findings, no more",
    },
    Floor {
        name: "organizer",
        may_know: &[
            "intake", "likeness", "pack", "assign", "results", "archive", "ranking", "seal",
            "media", "contest",
        ],
        because: "the organiser's side must not know the judge's, nor anything above it",
    },
    Floor {
        name: "desk",
        may_know: &["pack", "seal", "contest"],
        because: "the judge's side must not know the organiser's: a judge's build path cannot merge",
    },
    Floor {
        name: "playback",
        may_know: &["pack"],
        because: "playback serves bytes of an open pack and knows no window and no desk",
    },
    Floor {
        name: "report",
        may_know: &["contest", "results"],
        because: "a report is made from finished results",
    },
    Floor {
        name: "cli",
        may_know: &[
            "organizer",
            "desk",
            "report",
            "archive",
            "results",
            "pack",
            "assign",
            "ranking",
            "seal",
            "media",
            "contest",
        ],
        because: "the command line reaches the leaves through the two sides, and the mathematics for tables without a contest",
    },
    Floor {
        name: "jurydesk",
        may_know: &[
            "desk",
            "organizer",
            "report",
            "archive",
            "results",
            "playback",
            "pack",
            "seal",
            "contest",
        ],
        because: "the window holds no domain logic and reaches the leaves through the two sides",
    },
    Floor {
        name: "xtask",
        may_know: &[],
        because: "the developer commands must compile in a moment on a fresh system",
    },
    Floor {
        name: WHOLE,
        may_know: &[],
        because: "",
    },
];

const OWNED: [Owned; 5] = [
    Owned {
        libraries: &["rusqlite"],
        owners: &["organizer", "desk"],
        because: "only the two sides contain SQL",
    },
    Owned {
        libraries: &["ffmpeg-sidecar"],
        owners: &["media"],
        because: "only media starts a process",
    },
    Owned {
        libraries: &[
            "age",
            "age-core",
            "ssh-key",
            "chacha20poly1305",
            "hkdf",
            "secrecy",
            "zeroize",
        ],
        owners: &["seal"],
        because: "only seal touches a secret",
    },
    Owned {
        libraries: &["tauri", "tauri-build", "rfd"],
        owners: &["jurydesk"],
        because: "only the shell has a window",
    },
    Owned {
        libraries: &["axum"],
        owners: &["playback"],
        because: "only playback listens, and on the loopback interface alone",
    },
];

/// Every edge that is not allowed.
pub(crate) fn refusals(manifests: &[Manifest]) -> Vec<Refusal> {
    manifests
        .iter()
        .flat_map(|manifest| of_one(manifest, manifests))
        .collect()
}

fn of_one(manifest: &Manifest, all: &[Manifest]) -> Vec<Refusal> {
    let refuse = |does: String, because: &str| Refusal {
        at: manifest.name.clone(),
        does,
        because: because.to_owned(),
    };
    let Some(floor) = FLOORS.iter().find(|floor| floor.name == manifest.name) else {
        let because = "every crate has its line in the table of allowed edges and its paragraph in docs/decisions";
        return vec![refuse(
            "is a crate that the edge check does not know".to_owned(),
            because,
        )];
    };
    if floor.name == WHOLE {
        return Vec::new();
    }
    let mut refusals = Vec::new();
    for dependency in &manifest.dependencies {
        let edge = format!("{} → {dependency}", manifest.name);
        let ours = all.iter().any(|other| other.name == *dependency);
        if ours && !floor.may_know.contains(&dependency.as_str()) {
            refusals.push(refuse(edge, floor.because));
        } else if let Some(owned) = OWNED
            .iter()
            .find(|owned| owned.libraries.contains(&dependency.as_str()))
            && !owned.owners.contains(&floor.name)
        {
            refusals.push(refuse(edge, owned.because));
        }
    }
    refusals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> Vec<Manifest> {
        FLOORS
            .iter()
            .map(|floor| Manifest {
                name: floor.name.to_owned(),
                dependencies: floor.may_know.iter().map(|&name| name.to_owned()).collect(),
            })
            .collect()
    }

    fn refused(from: &str, to: &str) -> Vec<String> {
        let mut house = house();
        let one = house
            .iter_mut()
            .find(|manifest| manifest.name == from)
            .unwrap();
        one.dependencies.push(to.to_owned());
        refusals(&house).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_house_as_drawn_stands() {
        assert_eq!(refusals(&house()), []);
    }

    #[test]
    fn a_desk_that_knows_the_organizer_is_refused_with_the_reason() {
        assert_eq!(
            refused("desk", "organizer"),
            [
                "desk: desk → organizer: the judge's side must not know the organiser's: a judge's build path cannot merge"
            ]
        );
    }

    #[test]
    fn every_wrong_edge_between_crates_is_refused() {
        for from in FLOORS.iter().filter(|floor| floor.name != WHOLE) {
            for to in FLOORS
                .iter()
                .filter(|to| to.name != from.name && !from.may_know.contains(&to.name))
            {
                assert_eq!(
                    refused(from.name, to.name).len(),
                    1,
                    "{} → {}",
                    from.name,
                    to.name
                );
            }
        }
    }

    #[test]
    fn a_library_stays_with_its_owners() {
        assert_eq!(
            refused("cli", "rusqlite"),
            ["cli: cli → rusqlite: only the two sides contain SQL"]
        );
        assert_eq!(refused("organizer", "ffmpeg-sidecar").len(), 1);
        assert_eq!(refused("pack", "age").len(), 1);
        assert_eq!(refused("desk", "axum").len(), 1);
        for (owner, library) in [
            ("desk", "rusqlite"),
            ("media", "ffmpeg-sidecar"),
            ("seal", "ssh-key"),
            ("jurydesk", "rfd"),
        ] {
            assert_eq!(refused(owner, library), Vec::<String>::new());
        }
    }

    #[test]
    fn the_tests_of_whole_flows_may_use_anything() {
        assert_eq!(refused("whole", "organizer"), Vec::<String>::new());
        assert_eq!(refused("whole", "age"), Vec::<String>::new());
    }

    #[test]
    fn a_crate_without_a_line_in_the_table_is_refused() {
        let stranger = Manifest {
            name: "helpers".to_owned(),
            dependencies: Vec::new(),
        };
        assert_eq!(refusals(&[stranger]).len(), 1);
    }
}
