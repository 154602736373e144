import { describe, expect, it } from "vitest";
import { Changes } from "./changes";

type Marks = Record<string, number>;

/** A shell that answers when it is told to, and keeps what it was asked in order. */
function slowShell() {
  const asked: string[] = [];
  const answers: { ok: () => void; refuse: () => void }[] = [];
  const ask = (name: string) => () => {
    asked.push(name);
    return new Promise<string>((resolve, reject) => answers.push({ ok: () => resolve(name), refuse: () => reject(new Error(name)) }));
  };
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  return { asked, answers, ask, rest };
}
const mark = (criterion: string, points: number) => (marks: Marks) => ({ ...marks, [criterion]: points });

describe("changes on their way to the disk", () => {
  it("reach the shell one at a time, in the order they were made", async () => {
    const shell = slowShell();
    const changes = new Changes<Marks>();
    const all = ["1", "2", "3", "4", "5"].map((name) => changes.send("交-017", (marks) => marks, shell.ask(name)));
    for (let answered = 0; answered < 5; answered += 1) {
      await shell.rest();
      expect(shell.asked).toHaveLength(answered + 1);
      expect(changes.count).toBe(5 - answered);
      shell.answers[answered]?.ok();
    }
    expect(await Promise.all(all)).toEqual(["1", "2", "3", "4", "5"].map((answer) => ({ saved: true, answer })));
    expect(shell.asked).toEqual(["1", "2", "3", "4", "5"]);
    expect(changes.count).toBe(0);
  });

  it("are all shown at once, the last one to an item winning", () => {
    const shell = slowShell();
    const changes = new Changes<Marks>();
    void changes.send("交-017", mark("a", 8), shell.ask("1"));
    void changes.send("交-017", mark("b", 7), shell.ask("2"));
    void changes.send("交-017", mark("a", 9), shell.ask("3"));
    expect(changes.shown("交-017", {})).toEqual({ a: 9, b: 7 });
  });

  it("stay shown over an earlier answer that does not know them yet", async () => {
    const shell = slowShell();
    const changes = new Changes<Marks>();
    void changes.send("交-017", mark("a", 8), shell.ask("1"));
    void changes.send("交-017", mark("b", 7), shell.ask("2"));
    await shell.rest();
    shell.answers[0]?.ok();
    await shell.rest();
    expect(changes.shown("交-017", { a: 8 })).toEqual({ a: 8, b: 7 });
  });

  it("never show on another entry", () => {
    const shell = slowShell();
    const changes = new Changes<Marks>();
    void changes.send("交-017", mark("a", 8), shell.ask("1"));
    expect(changes.shown("交-018", { a: 3 })).toEqual({ a: 3 });
  });

  it("go on after one that failed, and only that one is taken back", async () => {
    const shell = slowShell();
    const changes = new Changes<Marks>();
    const first = changes.send("交-017", mark("a", 8), shell.ask("1"));
    const second = changes.send("交-017", mark("b", 7), shell.ask("2"));
    await shell.rest();
    shell.answers[0]?.refuse();
    expect((await first).saved).toBe(false);
    expect(changes.shown("交-017", {})).toEqual({ b: 7 });
    await shell.rest();
    shell.answers[1]?.ok();
    expect((await second).saved).toBe(true);
    await changes.settled();
    expect(changes.shown("交-017", { b: 7 })).toEqual({ b: 7 });
  });
});
