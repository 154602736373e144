//! What the webview needs from its surroundings before it starts.

/// There is no display to open a window on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Surroundings {
    /// No display on a system that needs one.
    #[error(
        "没有可用的显示（DISPLAY 与 WAYLAND_DISPLAY 都没有设置）。评审数据没有改动。请在图形桌面里启动，或用 xvfb-run。\n\
         No display (neither DISPLAY nor WAYLAND_DISPLAY is set). No data was touched. Start it in a graphical session, or under xvfb-run."
    )]
    NoDisplay,
    /// The program could not start itself again with the settings the webview needs.
    #[error("{0}")]
    Restart(#[from] std::io::Error),
}

/// Whether a window can be opened at all; without this check the toolkit panics.
pub(crate) fn check_display() -> Result<(), Surroundings> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        return Err(Surroundings::NoDisplay);
    }
    Ok(())
}

/// Sets what WebKitGTK reads at start: loopback never goes through a proxy, and no GL video sink, which
/// shows blank frames after a seek.
///
/// Changing the environment of a running process is not safe in Rust, so where something is missing the
/// program replaces itself with a copy of itself that has it.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> Result<(), Surroundings> {
    use std::os::unix::process::CommandExt;

    const MARK: &str = "JURYDESK_PREPARED";
    if std::env::var_os(MARK).is_some() {
        return Ok(());
    }
    let mut command = std::process::Command::new(std::env::current_exe()?);
    command.args(std::env::args_os().skip(1)).env(MARK, "1");
    command.env("WEBKIT_GST_DISABLE_GL_SINK", "1");
    for name in ["no_proxy", "NO_PROXY"] {
        let mut hosts = std::env::var(name).unwrap_or_default();
        if !hosts.is_empty() {
            hosts.push(',');
        }
        hosts.push_str("127.0.0.1,localhost");
        command.env(name, hosts);
    }
    // Only returns when it failed.
    Err(command.exec().into())
}

/// Nothing to set on systems with another webview.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> Result<(), Surroundings> {
    Ok(())
}
