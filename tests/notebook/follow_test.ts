import { describe, expect, it } from "vitest";
import { plainText } from "lib/notebook/display.ts";
import { follow, runQuietly } from "lib/notebook/follow.ts";
import { Interrupted } from "lib/notebook/interrupt.ts";
import { recorder } from "./recorder.ts";

interface Event {
  kind: string;
  update: number;
  updates: number;
  loss?: number;
}

/** A training of so many updates, each of which takes some milliseconds. */
function* training(updates: number, milliseconds = 0, made: { updates: number } = { updates: 0 }) {
  for (let update = 1; update <= updates; update++) {
    for (const end = performance.now() + milliseconds; performance.now() < end;);
    made.updates = update;
    yield { kind: "update", update, updates, loss: 1 / update } as Event;
  }
  yield { kind: "done", update: updates, updates } as Event;
}

/** A picture that counts. */
function counter() {
  let events = 0;
  return { add: () => void events++, picture: () => plainText(`${events} events`) };
}

describe("follow", () => {
  it("returns every event and the last", async () => {
    const { history, last } = await follow(training(3), { screen: recorder().screen });
    expect(history.map(({ kind }) => kind)).toEqual(["update", "update", "update", "done"]);
    expect(last.kind).toBe("done");
  });

  it("leaves a line without times, or the finished picture", async () => {
    const { screen, sent } = recorder();
    await follow(training(1200), { screen });
    expect(sent[sent.length - 1].bundle).toEqual({ "text/plain": "training: 1,200 updates" });
    await follow(training(5), { screen, plot: counter() });
    expect(sent[sent.length - 1].bundle).toEqual({ "text/plain": "6 events" });
  });

  it("shows the picture while it grows", async () => {
    const { screen, sent } = recorder();
    await follow(training(30, 4), { screen, plot: counter(), drawEvery: 20, pauseEvery: 10 });
    expect(sent.length).toBeGreaterThan(3);
    expect(sent[sent.length - 1].bundle).toEqual({ "text/plain": "31 events" });
  });

  it("stops where the signal says, keeps what was learned, and says so", async () => {
    const { screen, sent } = recorder();
    const made = { updates: 0 };
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Interrupted()), 30);
    const options = { screen, signal: stop.signal, pauseEvery: 5 };
    await expect(follow(training(10_000, 1, made), options)).rejects.toThrow(Interrupted);
    expect(made.updates).toBeLessThan(5000);
    expect(sent[sent.length - 1].bundle["text/plain"]).toMatch(
      /^training: [\d,]+ updates?, then stopped$/,
    );
  });

  it("does not begin when the signal has gone before", async () => {
    const made = { updates: 0 };
    const options = { screen: recorder().screen, signal: AbortSignal.abort(new Interrupted()) };
    await expect(follow(training(5, 0, made), options)).rejects.toThrow(Interrupted);
    expect(made.updates).toBe(0);
  });

  it("passes on what the training throws", async () => {
    function* broken(): Generator<Event> {
      yield { kind: "update", update: 1, updates: 2 };
      throw new RangeError("the loss is NaN");
    }
    await expect(follow(broken(), { screen: recorder().screen })).rejects.toThrow(
      "the loss is NaN",
    );
  });

  it("closes the generator when it stops early", async () => {
    let closed = false;
    const stop = new AbortController();
    function* events(): Generator<Event> {
      try {
        for (let update = 1;; update++) {
          if (update === 3) stop.abort(new Interrupted());
          yield { kind: "update", update, updates: 9 };
        }
      } finally {
        closed = true;
      }
    }
    const options = { screen: recorder().screen, signal: stop.signal, pauseEvery: 0 };
    await expect(follow(events(), options)).rejects.toThrow(Interrupted);
    expect(closed).toBe(true);
  });

  it("wants at least one event", async () => {
    await expect(follow([], { screen: recorder().screen })).rejects.toThrow(/found no event/);
    await expect(runQuietly([])).rejects.toThrow(/found no event/);
  });
});

describe("runQuietly", () => {
  it("returns the last event", async () => {
    expect((await runQuietly(training(3))).kind).toBe("done");
  });

  it("hears the signal", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Interrupted()), 20);
    await expect(runQuietly(training(10_000, 1), { signal: stop.signal })).rejects.toThrow(
      Interrupted,
    );
  });
});
