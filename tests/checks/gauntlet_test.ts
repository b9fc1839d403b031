import { describe, expect, it } from "vitest";
import { gru } from "lib/cells/gru.ts";
import { rnn } from "lib/cells/rnn.ts";
import type { CellFactory } from "lib/cells/sequence_model.ts";
import { gauntlet } from "lib/checks/gauntlet.ts";
import { gauntletTests, LAGS, trainings } from "lib/checks/gauntlet_tests.ts";
import { bundleOf, silentScreen } from "lib/notebook/display.ts";
import { multiply } from "lib/tensor/mod.ts";
import { needs } from "../support/permissions.ts";

/** A learner's cell: a function that no worker knows. */
const ownGru: CellFactory = (options) => ({
  ...gru({ ...options, init: { keepBias: 2 } }),
  kind: "own",
});
const quick = { patience: 0.003, parameters: 200, workers: 0, screen: silentScreen };

const { describe: whenReading } = needs({ read: true });

whenReading("gauntlet", () => {
  it("gives a cell of one's own what it gives the same cell of the library", async () => {
    const board = await gauntlet({ cell: ownGru, name: "own", seeds: [3, 4], ...quick });
    const [own, , library] = board.contestants;
    expect([own.hiddenSize, own.parameters]).toEqual([library.hiddenSize, library.parameters]);
    expect(own.parameters).toBeLessThanOrEqual(200);
    for (const { test } of board.figures) {
      expect(board.values("own", test.id)).toEqual(board.values("GRU", test.id));
      expect(board.values("own", test.id)).toHaveLength(2);
    }
    expect(board.gradients[0]).toEqual(board.gradients[2]);
    expect(board.gradients[0][0]).toHaveLength(40);
    expect(board.gradients[0][0][0]).toBe(1);
    expect(board.passed("own")).toBe(board.passed("GRU"));
  });

  it("shows scores and gradient without times, and the same twice", async () => {
    const options = { cell: ownGru, seeds: [0], ...quick };
    const bundle = bundleOf(await gauntlet(options));
    expect(bundle["text/plain"]).toContain("copy 6 letters: accuracy: your cell");
    expect(bundle["text/plain"]).toContain("multiply-adds a step");
    expect(bundle["text/html"]).toMatch(/<img.*<img/s);
    expect(bundle["text/html"]).not.toMatch(/NaN|undefined/);
    expect(bundleOf(await gauntlet(options))).toEqual(bundle);
  });

  it("times each cell, but only if asked", async () => {
    const board = await gauntlet({ cell: ownGru, seeds: [0], ...quick });
    expect(Object.keys(board.time(2))).toEqual(["your cell", "RNN", "GRU", "LSTM"]);
  });

  it("names a mistake before anything is trained", async () => {
    const forgetful = ((options) => {
      const cell = rnn(options);
      const step: typeof cell.step = (x, { h }) => cell.step(x, { h: multiply(h, 0) });
      return { ...cell, run: undefined, step };
    }) as CellFactory;
    await expect(gauntlet({ cell: forgetful, ...quick })).rejects.toThrow("it has no memory");
  });

  it.each([
    [
      { seeds: [] },
      "seeds is the list [], and a list of at least 1, each a whole number, is wanted",
    ],
    [{ sedes: [0] }, "found the option sedes, and seeds is wanted"],
    [{ workers: NaN }, "workers is NaN, and a whole number from 0 to 256 is wanted"],
    [{ patience: 0 }, "patience is 0, and a number above 0 is wanted"],
    [{ name: "GRU" }, "found the name GRU, wanted one that no rival has"],
    [{ parameters: 5 }, "with one hidden unit has 24 parameters, and at most 5 are allowed"],
  ])("refuses %j", async (wrong, message) => {
    await expect(gauntlet({ cell: ownGru, ...quick, ...wrong })).rejects.toThrow(message);
  });
});

whenReading("trainings", () => {
  it("are shorter with less patience, and keep weights where the gradient is read", async () => {
    const all = await trainings(0.5);
    expect(all.parity.updates).toBe(500);
    expect(Object.keys(all)).toEqual([
      "parity",
      ...LAGS.map((lag) => `recall ${lag}`),
      "adding",
      "copy",
      "names",
    ]);
    expect(all["recall 40"].keepWeights).toBe(true);
  });
});

describe("tests of the gauntlet", () => {
  const result = (accuracy: number, loss = 0, more = {}) => ({
    evaluations: { test: { accuracy, loss, accuracyByStep: [], labels: 1 } },
    updates: 100,
    reached: true,
    parameters: 1,
    loss,
    losses: [],
    weights: null,
    ...more,
  });
  const found = {
    parity: result(1, 0, { reached: false }),
    "recall 10": result(1),
    "recall 20": result(0.96),
    "recall 40": result(0.5),
    "recall 80": result(0.25),
    adding: result(NaN, 1 / 6),
    copy: result(1 / 8),
    names: result(0.3, Math.LN2 * 3),
  };
  const read = Object.fromEntries(
    gauntletTests.map((test) => {
      const value = test.measure(found);
      return [test.id, [test.text(value), test.goodness(value), test.passes?.(value)]];
    }),
  );

  it("read off what is there, and guessing is worth nothing", () => {
    expect(read.parity).toEqual(["not solved", 0, false]);
    expect(read.recall).toEqual(["0.50", 1 / 3, false]);
    expect(read.lag).toEqual(["20", 0.5, false]);
    expect(read.adding).toEqual(["0.167", 0, false]);
    expect(read.copy).toEqual(["0.13", 0, false]);
    expect(read.names[0]).toBe("3.00");
    expect(read.names[2]).toBeUndefined();
  });

  it("solved is everything that one can wish for", () => {
    const lag = gauntletTests.find((test) => test.id === "lag")!;
    expect([lag.goodness(80), lag.passes!(80), lag.goodness(0), lag.text(0)])
      .toEqual([1, true, 0, "none"]);
  });
});
