// The verified bundles of one judge and round, each content once.
import type { ReceivedLine } from "../../lib/ask";

export interface Peer {
  receipt: number;
  line: ReceivedLine;
  /** Six groups as one text. */
  groups: string;
}

/** The first received first; copies of the same content are left out. */
export function peersOf(received: readonly ReceivedLine[], judge: string, round: string | null): Peer[] {
  const peers = received.flatMap((line): Peer[] =>
    line.judge === judge && line.round === round && line.receipt !== null && line.fingerprint !== null ? [{ receipt: line.receipt, line, groups: line.fingerprint.groups.join(" ") }] : [],
  );
  peers.sort((a, b) => a.receipt - b.receipt);
  return peers.filter((peer, at) => peers.findIndex((one) => one.groups === peer.groups) === at);
}

/** Codes of a held bundle that a word of its judge settles. */
const ASKS = ["bundle_fork", "bundle_second_key", "bundle_key_not_confirmed", "bundle_not_chosen", "bundle_stale_pack"];

/** Whether a person settles it by comparing six groups with the judge. */
export function asksTheJudge(line: ReceivedLine): boolean {
  return line.judge !== null && line.fingerprint !== null && ASKS.includes(line.reason?.code ?? "");
}
