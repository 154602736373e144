// The one way the window talks to the shell: unwraps an answer, or throws its refusal as a `Refusal`.
import { Channel } from "@tauri-apps/api/core";
import { type CheckProgress, commands, type Failure, type IssuedView, type PackingProgress } from "../bindings";

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

/** Writes the packs that are missing into `folder`; `onProgress` is called a few times a second. */
export function issuePacks(folder: string, onProgress: (progress: PackingProgress) => void): Promise<IssuedView> {
  const channel = new Channel<PackingProgress>();
  channel.onmessage = onProgress;
  return ask(commands.issuePacks(folder, channel));
}

function isResult(value: unknown): value is { status: "ok"; data: unknown } | { status: "error"; error: unknown } {
  if (typeof value !== "object" || value === null || !("status" in value)) return false;
  return (value.status === "ok" && "data" in value) || (value.status === "error" && "error" in value);
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "code" in value && "facts" in value;
}
