/** What the keys can do with the attachment on screen. */
export interface Attachment {
  toggle?: () => void;
  nudge?: (ms: number) => void;
  /** One frame back or forward, while paused. */
  frame?: (by: 1 | -1) => void;
  faster?: (by: 1 | -1) => void;
  note?: () => void;
  zoom?: () => void;
  magnify?: (by: 1 | -1) => void;
  fullscreen?: () => void;
  /** Goes to the next part of this attachment; false when there is none, and the next attachment follows. */
  next?: () => boolean;
}
