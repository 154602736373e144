// What a receipt says, line by line: the page in the window and the picture on disk are both made from this.
import type { Receipt } from "../../lib/ask";
import { moment, size } from "../../lib/format";
import { language, t } from "../../lib/i18n.svelte";

/** One line of a receipt. `exact` marks text to be compared character by character. */
export interface ReceiptLine {
  label: string;
  value: string;
  exact?: boolean;
}

/** The file name proposed for a receipt. */
export function receiptName(receipt: Receipt): string {
  return t("receipt.file", { judge: receipt.judge, n: receipt.revision });
}

/** The lines of a receipt, without its two fingerprints. */
export function receiptLines(receipt: Receipt): ReceiptLine[] {
  return [
    { label: t("receipt.contest"), value: receipt.contestTitle },
    { label: t("receipt.organiser"), value: receipt.organiser },
    { label: t("receipt.judge"), value: receipt.judge },
    { label: t("receipt.revision"), value: t("submit.nth", { n: receipt.revision }) },
    { label: t("receipt.at"), value: moment(receipt.at, language()) },
    { label: t("receipt.assigned"), value: t("receipt.entries", { n: receipt.assigned }) },
    { label: t("receipt.scored"), value: t("receipt.entries", { n: receipt.scored }) },
    { label: t("receipt.recused"), value: t("receipt.entries", { n: receipt.recused }) },
    { label: t("receipt.unfinished"), value: t("receipt.entries", { n: receipt.unfinished }) },
    { label: t("receipt.comments"), value: t("receipt.texts", { n: receipt.comments }) },
    { label: t("receipt.bundle"), value: receipt.name ?? t("receipt.notWritten") },
    { label: t("receipt.size"), value: t("receipt.bytes", { size: size(Math.ceil(receipt.bytes / 1024)), n: receipt.bytes }) },
    { label: "SHA-256", value: hashGroups(receipt.sha256), exact: true },
  ];
}

/** A hash in eights, which the eye can follow. */
export function hashGroups(hash: string): string {
  return hash.match(/.{1,8}/g)?.join(" ") ?? hash;
}
