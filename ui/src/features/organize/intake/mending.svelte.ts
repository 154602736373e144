// What a person does about a line: each mend is one command, after which the queue is read anew.
import { ask, commands } from "../../../lib/ask";
import { t } from "../../../lib/i18n.svelte";
import type { Intake } from "../intake.svelte";
import { hintedWords, type Problem, problemsOf } from "./problems";

/** To whom a reply is being written. */
export type Writing = { what: "draft"; id: number } | { what: "question"; id: number };

export class Mending {
  writing = $state.raw<Writing | null>(null);
  /** Whether a form is being typed for the question in hand. */
  typing = $state(false);

  constructor(
    readonly intake: Intake,
    readonly onchanged: () => Promise<void>,
  ) {}

  readonly problems: Problem[] = $derived.by(() => (this.intake.draft === null ? [] : problemsOf(this.intake.draft, this.intake.questions, this.intake.theme)));

  /** The first mend of a line, by its number from 1. */
  async first(line: number): Promise<void> {
    const question = this.intake.question;
    if (question !== null) {
      const mend = question.mends[line - 1];
      if (mend) await this.ofQuestion(mend);
      return;
    }
    const problem = this.problems[line - 1];
    const mend = problem?.mends[0];
    if (problem && mend) await this.run(problem, mend);
  }

  async run(problem: Problem, mend: string): Promise<void> {
    const shown = this.intake.draft;
    if (shown === null) return;
    const draft = shown.form.id;
    const phone = shown.phonesInMail[0];
    if (mend === "send_back") this.writing = { what: "draft", id: draft };
    else if (mend === "choose_theme") document.getElementById("draft-theme")?.focus();
    else if (mend === "take_phone" && phone !== undefined) await this.#change(() => ask(commands.fixDraft(draft, [{ field: "phone", value: phone, fromMail: true }], "")));
    else if (problem.is === "finding") {
      const { found } = problem;
      if (mend === "take_out") await this.#change(() => ask(commands.takeOut(draft, { what: "words", words: hintedWords(found) })));
      else if (mend === "let_stand" || mend === "not_duplicate") await this.#change(() => ask(commands.letStand(draft, found.code, found.facts, "")));
      else if (mend === "keep_newest") await this.keepNewest();
    } else if (problem.is === "question") {
      const { id } = problem.question;
      if (mend === "give_here") await this.#change(() => ask(commands.giveFile(id, draft)));
      else if (mend === "attach_here") await this.attach(draft, id);
      else if (mend === "settle") await this.#change(() => ask(commands.settleQuestion(id)));
    }
  }

  /** Something done about the question in hand, which belongs to no draft that waits. */
  async ofQuestion(mend: string): Promise<void> {
    const question = this.intake.question;
    if (question === null) return;
    const { id } = question.question;
    const only = question.drafts.length === 1 ? question.drafts[0] : undefined;
    if (mend === "type_draft") this.typing = true;
    else if (mend === "reply") this.writing = { what: "question", id };
    else if (mend === "settle") await this.#change(() => ask(commands.settleQuestion(id)));
    else if (mend === "give" && only) await this.give(id, only.id);
    else if (mend === "attach" && only) await this.attach(only.id, id);
    else document.querySelector<HTMLElement>("[data-drafts] button")?.focus();
  }

  async give(question: number, draft: number): Promise<void> {
    await this.#change(() => ask(commands.giveFile(question, draft)));
  }

  async attach(draft: number, question: number | null): Promise<void> {
    await this.#change(() => ask(commands.attachFile(draft, question, t("dialog.attach"))));
  }

  async fix(field: string, value: string, note: string): Promise<boolean> {
    const shown = this.intake.draft;
    if (shown === null) return false;
    return this.#change(() => ask(commands.fixDraft(shown.form.id, [{ field, value, fromMail: false }], note)));
  }

  async takeOut(words: string): Promise<void> {
    const shown = this.intake.draft;
    if (shown) await this.#change(() => ask(commands.takeOut(shown.form.id, { what: "words", words: [words] })));
  }

  async withhold(name: string): Promise<void> {
    const shown = this.intake.draft;
    if (shown) await this.#change(() => ask(commands.takeOut(shown.form.id, { what: "file", name })));
  }

  async putBack(redaction: number): Promise<void> {
    await this.#change(() => ask(commands.putBack(redaction)));
  }

  /** The newest version stays; the others give way to it. */
  async keepNewest(): Promise<void> {
    const versions = this.intake.draft?.versions ?? [];
    const newest = versions[0];
    if (newest === undefined) return;
    await this.#change(async () => {
      for (const older of versions.slice(1)) await ask(commands.sendBack(older.id, "", newest.id));
    });
  }

  /** Notes that a reply went out: the draft goes back, the question is settled. */
  async sentBack(to: Writing, reason: string): Promise<void> {
    await this.#change(() => (to.what === "draft" ? ask(commands.sendBack(to.id, reason, null)) : ask(commands.settleQuestion(to.id))));
  }

  async undo(line: number | null): Promise<boolean> {
    return this.#change(async () => {
      await ask(commands.undoDecision(line));
      this.intake.said = t("intake.undone");
    });
  }

  /** Carries out a decision that a panel has put together. */
  make(act: () => Promise<unknown>): Promise<boolean> {
    return this.#change(act);
  }

  async #change(act: () => Promise<unknown>): Promise<boolean> {
    const done = await this.intake.change(act);
    if (done) await this.onchanged();
    return done;
  }
}
