import { describe, expect, it } from "vitest";
import type { Action } from "../../lib/keys";
import { HeldKeys } from "./held-keys";

/** A desk whose `nextOpen` takes until `arrive` is called. */
function desk() {
  const done: string[] = [];
  let entry = 1;
  let moving = false;
  const keys = new HeldKeys(
    () => moving,
    (action) => {
      if (action.do === "nextOpen") moving = true;
      else done.push(`${entry}:${action.do === "mark" ? action.points : action.do}`);
    },
  );
  const press = (...actions: Action[]) => actions.forEach((action) => keys.press(action, false));
  const arrive = () => {
    moving = false;
    entry += 1;
    keys.arrived();
  };
  return { done, keys, press, arrive, stop: () => (moving = false) };
}
const mark = (points: number): Action => ({ do: "mark", points });

describe("keys pressed while another entry is being opened", () => {
  it("land on the new entry, in order", () => {
    const { done, press, arrive } = desk();
    press(mark(8), { do: "nextOpen" }, mark(7), mark(9), { do: "flag" });
    expect(done).toEqual(["1:8"]);
    arrive();
    expect(done).toEqual(["1:8", "2:7", "2:9", "2:flag"]);
  });

  it("wait again when one of them goes on to yet another entry", () => {
    const { done, press, arrive } = desk();
    press({ do: "nextOpen" }, mark(7), { do: "nextOpen" }, mark(6));
    arrive();
    expect(done).toEqual(["2:7"]);
    arrive();
    expect(done).toEqual(["2:7", "3:6"]);
  });

  it("are dropped when the entry cannot be opened", () => {
    const { done, keys, press, stop } = desk();
    press({ do: "nextOpen" }, mark(7));
    keys.dropped();
    stop();
    keys.arrived();
    expect(done).toEqual([]);
  });

  it("do not pile up from a key held down", () => {
    const { done, keys, press, arrive } = desk();
    press({ do: "nextOpen" });
    for (let i = 0; i < 50; i += 1) keys.press({ do: "rowDown" }, true);
    arrive();
    expect(done).toEqual([]);
  });

  it("are no keys of the page once they were meant for the comment", () => {
    const { done, press, arrive } = desk();
    press({ do: "nextOpen" }, { do: "comment" }, { do: "flag" }, mark(3));
    arrive();
    expect(done).toEqual(["2:comment"]);
  });
});
