// Where a picture stands in its frame: fitted whole, magnified about a point, dragged, turned by quarters. Pure.

/** A length in two directions, in CSS pixels. */
export interface Extent {
  width: number;
  height: number;
}

/** How a picture is looked at. `x` and `y` are its centre's distance from the frame's. Only the view; the file stays. */
export interface View {
  zoom: number;
  x: number;
  y: number;
  /** Degrees: 0, 90, 180 or 270. */
  turned: number;
}

/** The whole picture, upright. */
export const WHOLE: View = { zoom: 1, x: 0, y: 0, turned: 0 };

const MOST = 8;

/** The picture's own size on screen, before turning, so that all of it is seen at zoom 1 however it is turned. */
export function shownSize(natural: Extent, frame: Extent, view: View): Extent {
  const lying = view.turned % 180 !== 0;
  const width = lying ? natural.height : natural.width;
  const height = lying ? natural.width : natural.height;
  if (width <= 0 || height <= 0) return { width: 0, height: 0 };
  const scale = Math.min(frame.width / width, frame.height / height) * view.zoom;
  return { width: natural.width * scale, height: natural.height * scale };
}

/** Magnifies by a factor so that the point at (`px`, `py`) from the frame's centre stays where it is. */
export function magnified(view: View, by: number, px = 0, py = 0): View {
  const zoom = Math.min(MOST, Math.max(1, view.zoom * by));
  const real = zoom / view.zoom;
  return { ...view, zoom, x: px - (px - view.x) * real, y: py - (py - view.y) * real };
}

/** Turned a quarter to the left, whole again. */
export function turnedLeft(view: View): View {
  return { ...WHOLE, turned: (view.turned + 270) % 360 };
}

/** The view with its picture held in the frame: an edge is never dragged past the frame's own. */
export function held(view: View, natural: Extent, frame: Extent): View {
  const size = shownSize(natural, frame, view);
  const lying = view.turned % 180 !== 0;
  const within = (at: number, long: number, room: number) => {
    const most = Math.max(0, (long - room) / 2);
    return Math.min(most, Math.max(-most, at));
  };
  return { ...view, x: within(view.x, lying ? size.height : size.width, frame.width), y: within(view.y, lying ? size.width : size.height, frame.height) };
}
