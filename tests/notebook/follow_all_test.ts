import { describe, expect, it } from "vitest";
import { rnn } from "lib/cells/rnn.ts";
import { followAll } from "lib/notebook/follow_all.ts";
import { Interrupted } from "lib/notebook/interrupt.ts";
import { temporalXor } from "lib/tasks/temporal_xor.ts";
import type { Experiment } from "lib/experiments/experiment.ts";
import { runAll } from "lib/experiments/pool.ts";
import { recorder } from "./recorder.ts";

const experiments = (updates: number): Experiment[] =>
  [0, 1].map((seed) => ({
    task: temporalXor(),
    model: { cell: rnn, hiddenSize: 4 },
    seed,
    updates,
    evaluate: { test: { sequences: 16 } },
  }));

describe("followAll", () => {
  it("returns what runAll returns, in the same order, and leaves a line without times", async () => {
    const { screen, sent } = recorder();
    const found = await followAll(experiments(3), { screen, workers: 0, label: "learning" });
    expect(found).toEqual(await runAll(experiments(3), { workers: 0 }));
    expect(sent[sent.length - 1].bundle["text/plain"]).toBe("learning: 2 nets");
  });

  it("hears the stop button and says so", async () => {
    const { screen, sent } = recorder();
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Interrupted()), 30);
    const options = { screen, workers: 0, signal: stop.signal };
    await expect(followAll(experiments(1_000_000), options)).rejects.toThrow(Interrupted);
    expect(sent[sent.length - 1].bundle["text/plain"]).toBe(
      "training: stopped before all 2 nets were done",
    );
  });
});
