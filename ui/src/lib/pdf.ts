// Reads a PDF and paints its pages. Everything it needs is bundled; nothing is written to disk.
import { getDocument, GlobalWorkerOptions, type PDFDocumentLoadingTask, type PDFDocumentProxy, type RenderTask } from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

GlobalWorkerOptions.workerSrc = workerUrl;

/* Character maps of Chinese fonts that are named but not embedded, each loaded when a page asks for it. They are bundled as
   scripts, so that the page needs no permission to fetch anything but the media themselves. */
const maps = import.meta.glob<string>(
  [
    "/node_modules/pdfjs-dist/cmaps/GB*.bcmap",
    "/node_modules/pdfjs-dist/cmaps/UniGB*.bcmap",
    "/node_modules/pdfjs-dist/cmaps/Adobe-GB1-*.bcmap",
    "/node_modules/pdfjs-dist/cmaps/UniCNS*.bcmap",
    "/node_modules/pdfjs-dist/cmaps/Adobe-CNS1-*.bcmap",
  ],
  { query: "?url&inline", import: "default" },
);

class BundledCharacterMaps {
  async fetch({ name }: { name: string }): Promise<{ cMapData: Uint8Array; isCompressed: boolean }> {
    const load = maps[`/node_modules/pdfjs-dist/cmaps/${name}.bcmap`];
    if (!load) throw new Error(`no character map ${name}`);
    const base64 = (await load()).replace(/^data:[^,]*,/, "");
    return { cMapData: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)), isCompressed: true };
  }
}

/** A page being painted. */
export interface Painting {
  /** Resolves when the page is on the canvas, or when it was stopped. Rejects when the page cannot be read. */
  done: Promise<void>;
  stop: () => void;
}

/* What a canvas may hold: webviews refuse more, and a judge sees no difference. */
const MOST_WIDE = 4096;
const MOST_PIXELS = 16_000_000;

/** An open PDF. */
export class Pdf {
  readonly #document: PDFDocumentProxy;

  constructor(document: PDFDocumentProxy) {
    this.#document = document;
  }

  get pages(): number {
    return this.#document.numPages;
  }

  /**
   * Paints page `number` (from 1) into `canvas`, `cssWidth` CSS pixels wide, at the sharpness of the screen, turned by
   * `turned` degrees from how the page lies.
   */
  paint(number: number, canvas: HTMLCanvasElement, cssWidth: number, turned = 0): Painting {
    let task: RenderTask | undefined;
    let stopped = false;
    const paint = async () => {
      const page = await this.#document.getPage(number);
      if (stopped) return;
      const rotation = (page.rotate + turned) % 360;
      const natural = page.getViewport({ scale: 1, rotation });
      const high = (cssWidth * natural.height) / natural.width;
      const dense = Math.min(window.devicePixelRatio || 1, 3, MOST_WIDE / cssWidth, Math.sqrt(MOST_PIXELS / Math.max(1, cssWidth * high)));
      const viewport = page.getViewport({ scale: (cssWidth * dense) / natural.width, rotation });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      canvas.style.width = `${cssWidth}px`;
      canvas.style.height = `${high}px`;
      task = page.render({ canvas, viewport });
      await task.promise;
    };
    const done = paint().catch((thrown: unknown) => {
      if (!stopped) throw thrown;
    });
    return {
      done,
      stop: () => {
        stopped = true;
        task?.cancel();
      },
    };
  }
}

/** A PDF on its way. `close` frees everything, the worker with it, whether the PDF has come or not. */
export interface Opening {
  pdf: Promise<Pdf>;
  close: () => void;
}

/** Opens the PDF whose bytes `load` brings. The promise rejects when they do not come or cannot be read. */
export function openPdf(load: (signal: AbortSignal) => Promise<Uint8Array>): Opening {
  const leaving = new AbortController();
  let task: PDFDocumentLoadingTask | undefined;
  const open = async () => {
    const data = await load(leaving.signal);
    leaving.signal.throwIfAborted();
    task = getDocument({
      data,
      CMapReaderFactory: BundledCharacterMaps,
      useWorkerFetch: false,
      useWasm: false,
      isEvalSupported: false,
      enableXfa: false,
    });
    return new Pdf(await task.promise);
  };
  return {
    pdf: open(),
    close: () => {
      leaving.abort();
      void task?.destroy();
    },
  };
}

/** The bytes behind `url`, for {@link openPdf}. */
export const behind = (url: string) => async (signal: AbortSignal): Promise<Uint8Array> => {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};
