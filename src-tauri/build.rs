//! Lets the window framework read its configuration.

fn main() {
    tauri_build::build();
}
