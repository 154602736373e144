// Reads a PDF and paints its pages. Everything it needs is bundled; nothing is written to disk.
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
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

/** An open PDF. */
export class Pdf {
  readonly #document: PDFDocumentProxy;

  constructor(document: PDFDocumentProxy) {
    this.#document = document;
  }

  get pages(): number {
    return this.#document.numPages;
  }

  /** Paints page `number` (from 1) into `canvas`, `cssWidth` CSS pixels wide, at the sharpness of the screen. */
  async paint(number: number, canvas: HTMLCanvasElement, cssWidth: number): Promise<void> {
    const page = await this.#document.getPage(number);
    const natural = page.getViewport({ scale: 1 });
    const dense = Math.min(window.devicePixelRatio || 1, 3);
    const most = Math.min(cssWidth * dense, 4096);
    const viewport = page.getViewport({ scale: most / natural.width });
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.style.width = `${cssWidth}px`;
    canvas.style.height = `${(cssWidth * natural.height) / natural.width}px`;
    await page.render({ canvas, viewport }).promise;
  }

  close(): void {
    void this.#document.destroy();
  }
}

/** Opens the PDF behind `url`. Throws when it cannot be fetched or read. */
export async function openPdf(url: string): Promise<Pdf> {
  const task = getDocument({
    data: await bytes(url),
    CMapReaderFactory: BundledCharacterMaps,
    useWorkerFetch: false,
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
  });
  return new Pdf(await task.promise);
}

async function bytes(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
