// A receipt drawn as one A4 page at 150 dots an inch, with the fonts of the window, for keeping as a PNG file.
import type { Fingerprint, Receipt } from "../../lib/ask";
import { t } from "../../lib/i18n.svelte";
import { sealPath } from "../../lib/seal";
import { receiptLines } from "./receipt";

const WIDTH = 1240;
const HEIGHT = 1754;
const MARGIN = 120;
const LABELS = 260;
const INK = "#16201e";
const QUIET = "#44504d";
const SANS = '"Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
const SERIF = '"Noto Serif SC", "Noto Serif CJK SC", SimSun, serif';

/** The receipt as the bytes of a PNG file. */
export async function receiptPicture(receipt: Receipt): Promise<number[]> {
  const lines = receiptLines(receipt);
  const words = [t("receipt.title"), t("receipt.fingerprint"), t("receipt.organiserFingerprint"), t("receipt.note"), receipt.program, "0123456789"];
  const all = [...lines.flatMap((line) => [line.label, line.value]), ...words].join("");
  await Promise.all([`400 26px ${SANS}`, `700 26px ${SANS}`, `700 52px ${SERIF}`].map((font) => document.fonts.load(font, all)));
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  draw(pen, receipt);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("no picture");
  return [...new Uint8Array(await blob.arrayBuffer())];
}

function draw(pen: CanvasRenderingContext2D, receipt: Receipt): void {
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.textBaseline = "alphabetic";
  write(pen, t("receipt.title"), MARGIN, 190, `700 52px ${SERIF}`, INK);
  pen.fillRect(MARGIN, 220, WIDTH - 2 * MARGIN, 6);
  pen.fillRect(MARGIN, 231, WIDTH - 2 * MARGIN, 2);
  let y = 300;
  for (const line of receiptLines(receipt)) {
    write(pen, line.label, MARGIN, y, `400 26px ${SANS}`, QUIET);
    y = wrapped(pen, line.value, MARGIN + LABELS, y, WIDTH - 2 * MARGIN - LABELS, line.exact ? `400 24px ${SANS}` : `700 26px ${SANS}`);
    y += 52;
  }
  y += 16;
  y = print(pen, t("receipt.fingerprint"), receipt.fingerprint, y);
  y = print(pen, t("receipt.organiserFingerprint"), receipt.organiserFingerprint, y);
  pen.fillStyle = INK;
  pen.fillRect(MARGIN, y + 8, WIDTH - 2 * MARGIN, 2);
  pen.font = `400 24px ${SANS}`;
  const end = wrapped(pen, t("receipt.note"), MARGIN, y + 60, WIDTH - 2 * MARGIN, `400 24px ${SANS}`);
  write(pen, receipt.program, MARGIN, end + 44, `400 24px ${SANS}`, QUIET);
}

/** One fingerprint with its seal; returns where the next thing goes. */
function print(pen: CanvasRenderingContext2D, label: string, fingerprint: Fingerprint, y: number): number {
  write(pen, label, MARGIN, y + 24, `400 26px ${SANS}`, QUIET);
  pen.save();
  pen.translate(MARGIN + LABELS, y - 8);
  pen.scale(8.4, 8.4);
  pen.translate(1.2, 1.2);
  pen.fillStyle = "#b5301f";
  pen.fillRect(-1.2, -1.2, 13.4, 13.4);
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 0.45;
  pen.strokeRect(-0.3, -0.3, 11.6, 11.6);
  pen.fillStyle = "#ffffff";
  pen.fill(new Path2D(sealPath(fingerprint.groups.join(""))));
  pen.restore();
  fingerprint.groups.forEach((group, i) => {
    write(pen, group, MARGIN + LABELS + 150 + (i % 3) * 130, y + 36 + Math.floor(i / 3) * 48, `700 32px ${SANS}`, INK);
  });
  return y + 150;
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, colour: string): void {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** Writes text in as many lines as it needs; returns the last line's height. Chinese may break anywhere, words only between. */
function wrapped(pen: CanvasRenderingContext2D, text: string, x: number, y: number, width: number, font: string): number {
  pen.font = font;
  pen.fillStyle = INK;
  let line = "";
  let at = y;
  for (const piece of text.match(/[\w.@/:-]+|./gu) ?? []) {
    if (pen.measureText(line + piece).width > width && line !== "") {
      pen.fillText(line, x, at);
      line = "";
      at += 38;
    }
    line += line === "" ? piece.trimStart() : piece;
  }
  pen.fillText(line, x, at);
  return at;
}
