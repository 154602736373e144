//! Files that a mail only points to: big attachments that stayed with the mail service, and net disks.

use crate::finding::QueueReason;
use crate::html::Link;
use crate::sort::QueueItem;

/// What addresses and words of the big-attachment services of Chinese mailboxes and net disks have in common.
const LINK_MARKS: [&str; 16] = [
    "netease-huge-attachment",
    "large-attachment",
    "bigattach",
    "ftn_handler",
    "ftnexs",
    "/ftn/",
    "超大附件",
    "文件中转站",
    "云附件",
    "pan.baidu.",
    "yun.baidu.",
    "weiyun.",
    "lanzou",
    "aliyundrive.",
    "cowtransfer.",
    "wenshushu.",
];

/// Returns the files that are only links in the text, each once.
pub(crate) fn behind_links(links: &[Link]) -> Vec<QueueItem> {
    let mut items: Vec<QueueItem> = Vec::new();
    for link in links {
        let address = link.address.to_lowercase();
        let marked = LINK_MARKS
            .iter()
            .any(|mark| address.contains(mark) || link.name.contains(mark));
        if !marked && !names_a_file(&link.name) {
            continue;
        }
        let about = if link.name.is_empty() {
            &link.address
        } else {
            &link.name
        };
        if items.iter().all(|item| item.about != *about) {
            items.push(QueueItem {
                reason: QueueReason::AttachmentBehindLink,
                about: about.clone(),
                attachment: None,
            });
        }
    }
    items
}

/// Whether linked words end like a file a sender would submit.
fn names_a_file(name: &str) -> bool {
    let Some((_, extension)) = name.trim().rsplit_once('.') else {
        return false;
    };
    matches!(
        extension.to_ascii_lowercase().as_str(),
        "mp4"
            | "mov"
            | "avi"
            | "wmv"
            | "mkv"
            | "mp3"
            | "wav"
            | "m4a"
            | "docx"
            | "doc"
            | "pdf"
            | "zip"
            | "rar"
            | "7z"
    )
}
