//! A window full of nothing but one file that can be dragged out of it: what a file manager is to a drop. It goes when the file
//! was dropped.

/// The title of its window.
#[cfg(target_os = "linux")]
const TITLE: &str = "one file to drag";

#[cfg(target_os = "linux")]
fn main() {
    use gtk::prelude::*;

    let Some(file) = std::env::args_os().nth(1) else {
        return;
    };
    gtk::init().expect("a display");
    let Ok(uri) = gtk::glib::filename_to_uri(file, None) else {
        return;
    };
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    window.set_title(TITLE);
    window.set_default_size(160, 120);
    let handle = gtk::EventBox::new();
    handle.drag_source_set(
        gtk::gdk::ModifierType::BUTTON1_MASK,
        &[],
        gtk::gdk::DragAction::COPY,
    );
    handle.drag_source_add_uri_targets();
    handle.connect_drag_data_get(move |_, _, data, _, _| {
        data.set_uris(&[&uri]);
    });
    handle.connect_drag_end(|_, _| gtk::main_quit());
    window.add(&handle);
    window.connect_destroy(|_| gtk::main_quit());
    window.show_all();
    gtk::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {}
