// Line icons on a 24-unit square, drawn with the text's own colour.
export const icons = {
  check: '<path d="m4.5 12.5 5 5L19.5 7"/>',
  done: '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
  offline:
    '<path d="M4 4l16 16M8.5 12.7a5 5 0 0 1 2.7-1.3M5.5 9.7a9.5 9.5 0 0 1 3.3-2M12.5 7.1a9.5 9.5 0 0 1 6 2.6M12 17.5v.1"/>',
  moon: '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
  sun: '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>',
  help: '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.2.9-1.2 1.9M12 16.7v.1"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.1"/>',
  leave: '<path d="M13.5 4H5v16h8.5M9.5 12H20M20 12l-3.6-3.6M20 12l-3.6 3.6"/>',
  folder: '<path d="M3.5 6.5V19h17V8.5H11L9 6.5z"/>',
  lock: '<rect x="5" y="10.5" width="14" height="9.5" rx="1"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14v2.5"/>',
  save: '<path d="M4.5 4.5h12l3 3v12h-15z"/><path d="M8 4.5v5h7v-5M8 19.5v-6h8v6"/>',
  hidden:
    '<path d="M4 4l16 16M9.8 5.7A9.6 9.6 0 0 1 12 5.5c5 0 8.5 4.5 9 6.5a12 12 0 0 1-2.7 3.7M6.3 7.5A11.5 11.5 0 0 0 3 12c.6 2 4 6.5 9 6.5 1.4 0 2.7-.4 3.9-.9"/>',
  shown: '<path d="M3 12c.6-2 4-6.5 9-6.5s8.4 4.5 9 6.5c-.6 2-4 6.5-9 6.5S3.6 14 3 12z"/><circle cx="12" cy="12" r="2.7"/>',
  running: '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4"/><path d="M19.8 3.5v4h-4"/>',
  right: '<path d="m9.5 5 7 7-7 7"/>',
  left: '<path d="m14.5 5-7 7 7 7"/>',
  down: '<path d="m5 9 7 7 7-7"/>',
  up: '<path d="m5 15 7-7 7 7"/>',
  video:
    '<rect x="3.5" y="5" width="17" height="14" rx="1"/><path d="M8 5v14M16 5v14M3.5 9.7H8M3.5 14.3H8M16 9.7h4.5M16 14.3h4.5"/>',
  pdf: '<path d="M6 3.5h8.5L19 8v12.5H6z"/><path d="M14.5 3.5V8H19M9 12.5h7M9 16h7"/>',
  image: '<rect x="3.5" y="4.5" width="17" height="15" rx="1"/><circle cx="9" cy="9.7" r="1.7"/><path d="m4 17.5 5-4.5 3.5 3 3.5-4 4 4.5"/>',
  audio: '<path d="M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3"/>',
  pen: '<path d="m4 20 1-4.5L16.2 4.3a1.8 1.8 0 0 1 2.5 0l1 1a1.8 1.8 0 0 1 0 2.5L8.5 19z"/><path d="m14.5 6 3.5 3.5"/>',
  undo: '<path d="M8.5 14.5 4 10l4.5-4.5"/><path d="M4 10h10a5.5 5.5 0 0 1 0 11h-3"/>',
  back5: '<path d="M12 5a7.5 7.5 0 1 1-7 4.8"/><path d="M12 1.8 8.6 5 12 8.2"/>',
  forward5: '<path d="M12 5a7.5 7.5 0 1 0 7 4.8"/><path d="m12 1.8 3.4 3.2L12 8.2"/>',
  sound: '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>',
  mute: '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"/><path d="m15.5 9.5 5 5M20.5 9.5l-5 5"/>',
  fullscreen: '<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>',
  flag: '<path d="M6 21V4"/><path d="M6 4.5h11.5l-2.5 4 2.5 4H6"/>',
  recuse: '<circle cx="12" cy="12" r="8.2"/><path d="m6.3 6.3 11.4 11.4"/>',
  zoom: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5M10.5 8v5M8 10.5h5"/>',
  find: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
  zoomOut: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5M8 10.5h5"/>',
  rotate: '<path d="M5 12a7 7 0 1 0 2.2-5.1"/><path d="M4.5 4v4h4"/>',
  warn: '<path d="M12 3.8 21.2 20H2.8z"/><path d="M12 10v4.5M12 17.2v.1"/>',
  stop: '<path d="M8.2 3.5h7.6l4.7 4.7v7.6l-4.7 4.7H8.2l-4.7-4.7V8.2z"/><path d="M12 7.8v5M12 16v.1"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  smaller: '<path d="M3 18.5 8.5 5.5 14 18.5M5 14h7M16 12h5.5"/>',
  larger: '<path d="M3 18.5 8.5 5.5 14 18.5M5 14h7M16 12h5.5M18.75 9.25v5.5"/>',
  print: '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3"/><path d="M7 14h10v6H7z"/>',
  book: '<path d="M12 6.5C10 5 7 4.5 4 4.8v13.6c3-.3 6 .2 8 1.7 2-1.5 5-2 8-1.7V4.8c-3-.3-6 .2-8 1.7zM12 6.5v13.6"/>',
  mail: '<rect x="3.5" y="5.5" width="17" height="13" rx="1"/><path d="m4 6.5 8 6.5 8-6.5"/>',
  usb: '<path d="M12 20V5M12 5 9.8 8.2h4.4zM12 16.5l-4.5-2.7v-2.3M12 14l4.5-2.5V9.5"/><circle cx="12" cy="20" r="1.3"/><rect x="6.3" y="9" width="2.4" height="2.4"/><circle cx="16.5" cy="8.3" r="1.2"/>',
  phone:
    '<path d="M6.5 3.5h3.2l1.3 4.3-2 1.7a12 12 0 0 0 5.5 5.5l1.7-2 4.3 1.3v3.2a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"/>',
  export: '<path d="M12 15V4M12 4 8 8M12 4l4 4"/><path d="M5 13v7h14v-7"/>',
  inbox: '<path d="M4 13.5 6.5 5h11L20 13.5V19H4z"/><path d="M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20"/>',
  codec: '<path d="M4.5 8.5h4a2.3 2.3 0 1 1 4.5 0h4v4a2.3 2.3 0 1 1 0 4.5v3.5H4.5z"/>',
} as const;

/** Filled icons. */
export const solids = {
  play: '<path d="M7 4.5v15l12-7.5z"/>',
  pause: '<path d="M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z"/>',
  flagged: '<path d="M5.3 3h1.6v18H5.3zM7.7 4h11.3l-2.8 4.4L19 12.8H7.7z"/>',
} as const;

export type IconName = keyof typeof icons | keyof typeof solids;
