// Who is present: typed once for a meeting, and kept while the window is open.
export const present = $state({ names: "" });
