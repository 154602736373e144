//! System packages: installed by apt-get where there is one; elsewhere the tools must be there, and the line that installs
//! them is told.

use std::collections::HashSet;
use std::env;
use std::fs;
use std::process::Command;

use super::node;
use crate::shell::{self, Stop, answer, on_path, say, succeeds};
use crate::workspace::Workspace;

/// What Debian 12 and Ubuntu call everything that building, playing and testing need: a compiler, the webview with its driver
/// and decoders, a display without a screen, a small desktop with a Chinese input method, ffmpeg, Chinese fonts, and the stock tools that must be able to open our files.
const DEBIAN: [&str; 24] = [
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "ca-certificates",
    "libwebkit2gtk-4.1-dev",
    "webkit2gtk-driver",
    "gstreamer1.0-libav",
    "gstreamer1.0-plugins-ugly",
    "gstreamer1.0-plugins-good",
    "ffmpeg",
    "xvfb",
    "xauth",
    "dbus",
    "xdotool",
    "openbox",
    "fcitx5",
    "fcitx5-frontend-gtk3",
    "fcitx5-pinyin",
    "libime-data",
    "fonts-noto-cjk",
    "age",
    "unzip",
    "openssh-client",
    "python3",
];

const FEDORA: &str = "sudo dnf install -y gcc gcc-c++ make pkgconf-pkg-config openssl-devel webkit2gtk4.1-devel /usr/bin/WebKitWebDriver \
    gstreamer1-plugin-libav gstreamer1-plugins-ugly-free gstreamer1-plugins-good ffmpeg-free /usr/bin/xvfb-run xorg-x11-xauth \
    dbus-daemon xdotool openbox fcitx5 fcitx5-gtk3 fcitx5-chinese-addons google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts age unzip openssh-clients python3 nodejs npm git";
const ARCH: &str = "sudo pacman -S --needed base-devel openssl webkit2gtk-4.1 webkitgtk-6.0 gst-libav gst-plugins-ugly gst-plugins-good ffmpeg \
    xorg-server-xvfb xorg-xauth dbus xdotool openbox fcitx5 fcitx5-gtk fcitx5-chinese-addons noto-fonts-cjk age unzip openssh python nodejs npm git";
const MACOS: &str = "xcode-select --install; brew install ffmpeg age node python git";
const WINDOWS: &str = "winget install Microsoft.VisualStudio.2022.BuildTools Microsoft.EdgeWebView2Runtime OpenJS.NodeJS.LTS \
    Gyan.FFmpeg FiloSottile.age Python.Python.3.12 Git.Git";

/// Makes sure of the system packages.
///
/// # Errors
/// A refusal by apt-get, no way to become root, or, without apt-get, tools that are not there; the reason holds the line that
/// would install them.
pub(super) fn install(workspace: &Workspace) -> Result<(), Stop> {
    if cfg!(target_os = "linux") && on_path("apt-get").is_some() && on_path("dpkg-query").is_some()
    {
        install_by_apt(workspace)
    } else {
        look_for_tools()
    }
}

fn install_by_apt(workspace: &Workspace) -> Result<(), Stop> {
    let installed = installed_packages();
    let mut missing: Vec<&str> = DEBIAN
        .into_iter()
        .filter(|package| !installed.contains(*package))
        .collect();
    if node::usable(workspace).is_none() && on_path("npm").is_none() {
        missing.extend(["nodejs", "npm"]);
    }
    if missing.is_empty() {
        say("system packages: all there");
        return Ok(());
    }

    let list = missing.join(" ");
    say(&format!("system packages: installing {list}"));
    let as_root = as_root().ok_or_else(|| {
        Stop(format!("not root and no sudo; as root run: apt-get update && apt-get install -y --no-install-recommends {list}"))
    })?;
    let apt = |args: &[&str]| {
        let (program, prefix) = as_root.split_first().unwrap_or((&"env", &[]));
        let mut command = Command::new(program);
        command
            .args(prefix)
            .args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-q",
                "-o",
                "DPkg::Lock::Timeout=300",
            ])
            .args(args);
        command
    };
    let log = workspace.own().join("apt.log");
    shell::run_quietly(&mut apt(&["update"]), &log)?;
    let mut install = apt(&["install", "-y", "--no-install-recommends"]);
    shell::run_quietly(install.args(&missing), &log)
}

/// The packages of [`DEBIAN`] that are fully installed.
fn installed_packages() -> HashSet<String> {
    let mut query = Command::new("dpkg-query");
    query
        .args(["-W", "-f", "${Package} ${db:Status-Abbrev}\n"])
        .args(DEBIAN);
    let listed = answer(&mut query).unwrap_or_default();
    fully_installed(&listed)
}

/// The names in lines of `name state` whose state is "installed, and meant to be".
fn fully_installed(listed: &str) -> HashSet<String> {
    listed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, state)| state.trim_end() == "ii")
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// What to put before `NAME=value program …` to run it as root.
fn as_root() -> Option<&'static [&'static str]> {
    if answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Some(&["env"]);
    }
    on_path("sudo")?;
    // In CI nobody can type a password: fail at once instead of waiting for one.
    Some(if env::var_os("CI").is_some() {
        &["sudo", "-n", "env"]
    } else {
        &["sudo", "env"]
    })
}

/// Without apt-get nothing is installed, but what is there is good enough.
fn look_for_tools() -> Result<(), Stop> {
    let mut needed = vec!["node", "npm", "ffmpeg", "ffprobe", "age", "python3"];
    if cfg!(unix) {
        needed.extend(["cc", "unzip", "ssh-keygen"]);
    }
    if cfg!(target_os = "linux") {
        needed.extend(["pkg-config", "xvfb-run", "WebKitWebDriver"]);
    }
    if cfg!(windows) {
        needed.retain(|&tool| tool != "python3");
    }
    let mut missing: Vec<&str> = needed
        .into_iter()
        .filter(|tool| on_path(tool).is_none())
        .collect();
    if cfg!(target_os = "linux")
        && !succeeds(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]))
    {
        missing.push("webkit2gtk-4.1");
    }
    let line = install_line();
    if missing.is_empty() {
        say(&format!(
            "system packages: this system's are yours to keep; all tools are there ({line})"
        ));
        Ok(())
    } else {
        Err(Stop(format!(
            "missing: {}. Install with:\n  {line}",
            missing.join(" ")
        )))
    }
}

fn install_line() -> String {
    if cfg!(windows) {
        WINDOWS.to_owned()
    } else if cfg!(target_os = "macos") {
        MACOS.to_owned()
    } else {
        linux_install_line(&fs::read_to_string("/etc/os-release").unwrap_or_default())
    }
}

/// The line for the distribution that an `os-release` file names itself or as a relative.
fn linux_install_line(os_release: &str) -> String {
    let names: Vec<&str> = os_release
        .lines()
        .filter_map(|line| {
            line.strip_prefix("ID=")
                .or_else(|| line.strip_prefix("ID_LIKE="))
        })
        .flat_map(|value| value.trim_matches('"').split_whitespace())
        .collect();
    let is = |family: &str| names.contains(&family);
    if is("fedora") || is("rhel") {
        FEDORA.to_owned()
    } else if is("arch") {
        ARCH.to_owned()
    } else {
        format!(
            "the packages that Debian calls {} nodejs npm",
            DEBIAN.join(" ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_fully_installed_counts() {
        let listed = "xvfb ii \nage un \ndbus rc \npython3 ii \nhalf iU\n";
        assert_eq!(
            fully_installed(listed),
            HashSet::from(["xvfb".to_owned(), "python3".to_owned()])
        );
    }

    #[test]
    fn each_family_gets_its_own_line() {
        assert!(linux_install_line("ID=fedora\n").starts_with("sudo dnf"));
        assert!(
            linux_install_line("NAME=Rocky\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n")
                .starts_with("sudo dnf")
        );
        assert!(linux_install_line("ID=manjaro\nID_LIKE=arch\n").starts_with("sudo pacman"));
        assert!(linux_install_line("ID=nixos\n").contains("Debian calls build-essential"));
    }
}
