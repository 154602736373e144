// The one way the window talks to the shell: unwraps an answer, or throws its refusal as a `Refusal`.
import { Channel } from "@tauri-apps/api/core";
import { type CheckProgress, commands, type ComparedView, type Failure, type IssuedView, type Language, type MaskView, type PackingProgress, type PapersView, type PaperProgress, type WorkProgress, type BackedUpView, type RestoredView, type SavingProgress, type MergeProgress, type ReceivedLine, type ImportedView, type IntakeProgress } from "../bindings";

export { commands, events } from "../bindings";
export type * from "../bindings";

/** A refusal by the shell: `code` names the message, `facts` fill it. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly facts: Readonly<Record<string, string>>,
  ) {
    super(code);
    this.name = "Refusal";
  }
}

type Answer<R> = R extends { status: "ok"; data: infer T } ? T : R extends { status: "error"; error: unknown } ? never : R;

/** Waits for a command. Resolves with its value; rejects with a `Refusal`, whatever went wrong underneath. */
export async function ask<R>(answer: Promise<R>): Promise<Answer<R>> {
  let value: unknown;
  try {
    value = await answer;
  } catch (thrown) {
    throw refusal(thrown);
  }
  if (isResult(value)) {
    if (value.status === "ok") return value.data as Answer<R>;
    throw refusal(value.error);
  }
  return value as Answer<R>;
}

/** Turns anything thrown into a `Refusal`, so that every page can show it with the same note. */
export function refusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (isFailure(thrown)) return new Refusal(thrown.code, thrown.facts);
  return new Refusal("internal", { detail: thrown instanceof Error ? thrown.message : String(thrown) });
}

/** Checks every file of the open pack; `onProgress` is called a few times a second. */
export function checkPack(onProgress: (progress: CheckProgress) => void): Promise<null> {
  const channel = new Channel<CheckProgress>();
  channel.onmessage = onProgress;
  return ask(commands.checkPack(channel));
}

/** Takes score bundles in; `onProgress` is called a few times a second. */
export function mergeBundles(paths: string[], onProgress: (progress: MergeProgress) => void): Promise<ReceivedLine[]> {
  const channel = new Channel<MergeProgress>();
  channel.onmessage = onProgress;
  return ask(commands.mergeBundles(paths, channel));
}

/** Writes the packs of a round that are missing into `folder`, or new ones for the judges of `again`; `onProgress` is called a few times a second. */
export function issuePacks(folder: string, round: string, again: string[], onProgress: (progress: PackingProgress) => void): Promise<IssuedView> {
  const channel = new Channel<PackingProgress>();
  channel.onmessage = onProgress;
  return ask(commands.issuePacks(folder, round, again, channel));
}

/** Reads mails, mailboxes, folders and archives; `onProgress` is called a few times a second. */
export function importMails(paths: string[], onProgress: (progress: IntakeProgress) => void): Promise<ImportedView> {
  const channel = new Channel<IntakeProgress>();
  channel.onmessage = onProgress;
  return ask(commands.importMails(paths, channel));
}

/** Reads what is new in every place that was read before. */
export function importAgain(onProgress: (progress: IntakeProgress) => void): Promise<ImportedView> {
  const channel = new Channel<IntakeProgress>();
  channel.onmessage = onProgress;
  return ask(commands.importAgain(channel));
}

/** Compares all drafts with those of the earlier contest in `folder`. */
export function compareEarlier(folder: string, onProgress: (progress: IntakeProgress) => void): Promise<ComparedView> {
  return ask(commands.compareEarlier(folder, told(onProgress)));
}

/** A still of a draft, by its place in the list of stills. */
export async function stillPicture(draft: number, place: number): Promise<Blob> {
  return blob(await ask(commands.stillPicture(draft, place)));
}

/** A file that came with a question. */
export async function questionFile(question: number, position: number): Promise<Blob> {
  return blob(await ask(commands.questionFile(question, position)));
}

/* The shell sends bytes as they are, which the generated types cannot say. */
function blob(bytes: unknown): Blob {
  return new Blob([bytes as ArrayBuffer]);
}

/** Writes the papers into `folder`; `onProgress` is called as each is begun. */
export function writePapers(folder: string, language: Language, onProgress: (progress: PaperProgress) => void): Promise<PapersView> {
  const channel = new Channel<PaperProgress>();
  channel.onmessage = onProgress;
  return ask(commands.writePapers(folder, language, channel));
}

/** Covers parts of a file of a draft, or keeps all of it from judges; `onProgress` is called while the copy is made. */
export function coverMedium(draft: number, name: string, masks: MaskView[], reason: string, onProgress: (progress: WorkProgress) => void): Promise<null> {
  return ask(commands.coverMedium(draft, name, masks, reason, told(onProgress)));
}

/** Makes the copies with something to cover that are missing. */
export function makeCovered(onProgress: (progress: WorkProgress) => void): Promise<null> {
  return ask(commands.makeCovered(told(onProgress)));
}

/** Gives judges again what a redaction kept from them. */
export function takeBackRedaction(redaction: number, onProgress: (progress: WorkProgress) => void): Promise<null> {
  return ask(commands.takeBackRedaction(redaction, told(onProgress)));
}

function told<T>(onProgress: (progress: T) => void): Channel<T> {
  const channel = new Channel<T>();
  channel.onmessage = onProgress;
  return channel;
}

/** Writes the open contest into one file; `onProgress` is called a few times a second. */
export function backUp(path: string, withOpenKeys: boolean, onProgress: (progress: SavingProgress) => void): Promise<BackedUpView> {
  const channel = new Channel<SavingProgress>();
  channel.onmessage = onProgress;
  return ask(commands.backUp(path, withOpenKeys, channel));
}

/** Makes a folder of a backup and opens it; `onProgress` is called a few times a second. */
export function restoreContest(file: string, folder: string, onProgress: (progress: SavingProgress) => void): Promise<RestoredView> {
  const channel = new Channel<SavingProgress>();
  channel.onmessage = onProgress;
  return ask(commands.restoreContest(file, folder, channel));
}

function isResult(value: unknown): value is { status: "ok"; data: unknown } | { status: "error"; error: unknown } {
  if (typeof value !== "object" || value === null || !("status" in value)) return false;
  return (value.status === "ok" && "data" in value) || (value.status === "error" && "error" in value);
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "code" in value && "facts" in value;
}
