//! What the program was started with.

use std::path::PathBuf;

/// The command line of the window program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Launch {
    /// A judge pack to open at once; what a double click on one passes.
    pub(crate) pack: Option<PathBuf>,
    /// A contest folder: open the organiser's desk on it.
    pub(crate) contest: Option<PathBuf>,
    /// Where the judge's data is kept, instead of the user's own folder.
    pub(crate) data: Option<PathBuf>,
    /// The passphrase of a demonstration pack, to be shown on the opening page.
    pub(crate) shown_passphrase: Option<String>,
}

/// An argument nobody knows, or one without its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown argument: {0}\nusage: jurydesk [PACK] [--demo DIR] [--organizer DIR] [--data DIR]"
)]
pub(crate) struct UnknownArgument(pub(crate) String);

impl Launch {
    /// Reads the arguments after the program's name.
    pub(crate) fn parse(
        arguments: impl IntoIterator<Item = std::ffi::OsString>,
    ) -> Result<Launch, UnknownArgument> {
        let mut launch = Launch::default();
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            let text = argument.to_string_lossy().into_owned();
            let mut value = || {
                rest.next()
                    .map(PathBuf::from)
                    .ok_or(UnknownArgument(text.clone()))
            };
            match text.as_str() {
                "--organizer" => launch.contest = Some(value()?),
                "--data" => launch.data = Some(value()?),
                "--demo" => launch.open_demo(&value()?),
                option if option.starts_with("--") => return Err(UnknownArgument(text)),
                _ => launch.pack = Some(PathBuf::from(argument)),
            }
        }
        Ok(launch)
    }

    /// Opens the first pack of a demonstration contest, keeps the judge's data inside its folder and
    /// shows the passphrase, which for every real pack is on paper only.
    fn open_demo(&mut self, folder: &std::path::Path) {
        let packs = folder.join("packs");
        self.data.get_or_insert_with(|| folder.join("judge"));
        let Ok(sheet) = std::fs::read_to_string(packs.join("passphrases.csv")) else {
            return;
        };
        let mut lines = sheet.trim_start_matches('\u{feff}').lines();
        let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let first: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let field = |name: &str| {
            let at = names.iter().position(|n| n.trim() == name)?;
            first
                .get(at)
                .map(|value| value.trim().trim_matches('"').to_owned())
        };
        self.shown_passphrase = field("passphrase");
        if let Some(file) = field("file")
            && self.pack.is_none()
        {
            self.pack = Some(packs.join(file));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Launch, UnknownArgument> {
        Launch::parse(arguments.iter().map(|a| std::ffi::OsString::from(*a)))
    }

    #[test]
    fn a_file_alone_is_a_pack_to_open() {
        let launch = parse(&["评审包.judgepack"]).unwrap();
        assert_eq!(launch.pack, Some(PathBuf::from("评审包.judgepack")));
    }

    #[test]
    fn an_unknown_option_is_refused_by_name() {
        assert_eq!(
            parse(&["--fullscreen"]),
            Err(UnknownArgument("--fullscreen".to_owned()))
        );
        assert!(parse(&["--data"]).is_err());
    }

    #[test]
    fn a_demonstration_opens_its_first_pack_and_shows_its_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let packs = folder.path().join("packs");
        std::fs::create_dir(&packs).unwrap();
        std::fs::write(
            packs.join("passphrases.csv"),
            "judge,name,file,passphrase\nJ01,甲,demo_J01.judgepack,1234 5678 9012 3456 7890\n",
        )
        .unwrap();
        let launch = parse(&["--demo", &folder.path().to_string_lossy()]).unwrap();
        assert_eq!(launch.pack, Some(packs.join("demo_J01.judgepack")));
        assert_eq!(
            launch.shown_passphrase.as_deref(),
            Some("1234 5678 9012 3456 7890")
        );
        assert_eq!(launch.data, Some(folder.path().join("judge")));
    }
}
