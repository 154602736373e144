// The dividers over the attachments: one for each video, recording and PDF, one for all pictures together.
import type { MediaKind, MediaView } from "../../lib/ask";
import { clock } from "../../lib/format";
import { t } from "../../lib/i18n.svelte";

export interface MediaTab {
  id: string;
  kind: MediaKind;
  media: [MediaView, ...MediaView[]];
  text: () => string;
}

/** The tabs of an entry's attachments, in the order video, PDF, pictures, recordings. */
export function tabsOf(media: readonly MediaView[]): MediaTab[] {
  const of = (kind: MediaKind) => media.filter((medium) => medium.kind === kind);
  const single = (kind: "video" | "pdf" | "audio") => {
    const all = of(kind);
    return all.map<MediaTab>((medium, i) => ({ id: medium.id, kind, media: [medium], text: () => title(kind, medium, all.length > 1 ? i + 1 : null) }));
  };
  const [first, ...rest] = of("image");
  const pictures: MediaTab[] = first
    ? [{ id: "images", kind: "image", media: [first, ...rest], text: () => t("media.images", { n: rest.length + 1 }) }]
    : [];
  return [...single("video"), ...single("pdf"), ...pictures, ...single("audio")];
}

function title(kind: "video" | "pdf" | "audio", medium: MediaView, nth: number | null): string {
  const time = medium.ms === null ? t("media.unknown") : clock(medium.ms);
  const n = medium.pages ?? t("media.unknown");
  if (kind === "pdf") return nth === null ? t("media.pdf", { n }) : t("media.pdfNth", { i: nth, n });
  if (kind === "video") return nth === null ? t("media.video", { time }) : t("media.videoNth", { i: nth, time });
  return nth === null ? t("media.audio", { time }) : t("media.audioNth", { i: nth, time });
}
