/** Runs found by what they are. */

import { restore } from "../../lib/experiments/experiment.ts";
import { expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import type { Experiment, ExperimentResult } from "../../lib/experiments/experiment.ts";
import { grid } from "../../lib/experiments/grid.ts";
import { runAll } from "../../lib/experiments/pool.ts";
import { grid as followedGrid } from "../../lib/notebook/grid.ts";
import { bestRates } from "../../lib/experiments/best_rates.ts";
import { perRun } from "../../lib/experiments/per_run.ts";
import { watchReadings } from "../../lib/experiments/readings.ts";
import { runEach } from "../../lib/experiments/run_each.ts";
import { parity } from "../../lib/tasks/mod.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import { recorder } from "../notebook/recorder.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true });

const task = parity({ timeSteps: 4 });
const nets = { RNN: { cell: rnn, hiddenSize: 4 }, GRU: { cell: gru, hiddenSize: 3 } };
const here = (experiments: readonly Experiment[]) => runAll(experiments, { workers: 0 });
/** Runs nothing: each result says which place it was given. */
const counted = (experiments: readonly Experiment[]) =>
  Promise.resolve(
    experiments.map((_, i) => ({ loss: i, losses: [i, 10 * i] }) as unknown as ExperimentResult),
  );
const short = { task, updates: 3, batch: 4, evaluate: { test: { sequences: 16 } } };

describe("a grid of experiments", () => {
  it("gives for each combination what its experiment gives alone", async () => {
    const runs = await grid(
      { net: nets, seed: [0, 7] },
      ({ net }) => ({ ...short, model: net }),
      here,
    );
    expect(runs.size).toBe(4);
    expect([...runs].map(({ at }) => `${at.net} ${at.seed}`)).toEqual([
      "RNN 0",
      "RNN 7",
      "GRU 0",
      "GRU 7",
    ]);
    for (const net of ["RNN", "GRU"] as const) {
      for (const seed of [0, 7]) {
        const run = runs.at({ net, seed });
        const [alone] = await here([{ ...short, model: nets[net], seed, keepWeights: true }]);
        expect(run.at).toEqual({ net, seed });
        expect(run.evaluations).toEqual(alone.evaluations);
        expect(run.weights).toEqual(alone.weights);
        expect(evaluate(run.model(), task, { sequences: 16 })).toEqual(run.evaluations.test);
        expect(run.model()).not.toBe(run.model()); // nobody changes another's
      }
    }
  });

  it("is followed in a notebook, with the same runs", async () => {
    const { screen, sent } = recorder();
    const describe = ({ net }: { net: Experiment["model"] }) => ({ ...short, model: net });
    const runs = await followedGrid({ net: nets, seed: [0] }, describe, {
      screen,
      workers: 0,
      label: "two",
    });
    const alone = await grid({ net: nets, seed: [0] }, describe, here);
    expect(runs.at({ net: "GRU", seed: 0 }).weights).toEqual(
      alone.at({ net: "GRU", seed: 0 }).weights,
    );
    expect(sent.at(-1)!.bundle["text/plain"]).toBe("two: 2 nets");
  });

  it("takes any number of axes, tells names beside values, and lets the seed be said", async () => {
    const told: unknown[] = [];
    const runs = await grid(
      { rate: [0.1, 0.2], net: nets, lag: [1, 2, 3] },
      ({ rate, net, lag }, names) => {
        told.push([rate, net.hiddenSize, names.net, lag]);
        return { ...short, model: net, learningRate: rate, seed: lag };
      },
      counted,
    );
    expect(told.slice(0, 4)).toEqual([
      [0.1, 4, "RNN", 1],
      [0.1, 4, "RNN", 2],
      [0.1, 4, "RNN", 3],
      [0.1, 3, "GRU", 1],
    ]);
    expect(runs.at({ rate: 0.2, net: "GRU", lag: 3 }).loss).toBe(11);
    expect(runs.at({ lag: 1, net: "RNN", rate: 0.2 }).experiment.seed).toBe(1);
    expect(runs.where({ net: "GRU", lag: 2 }).map(({ loss }) => loss)).toEqual([4, 10]);
    expect(runs.where({})).toHaveLength(12);
  });

  it("gives points: along an axis, along what is read, and along a list", async () => {
    const runs = await grid(
      { net: nets, lag: [3, 5] },
      ({ net, lag }) => ({ ...short, model: net, seed: lag }),
      counted,
    );
    expect(runs.points({ x: "lag", y: ({ loss }) => loss, series: "net" })).toEqual([
      { x: 3, y: 0, series: "RNN" },
      { x: 5, y: 1, series: "RNN" },
      { x: 3, y: 2, series: "GRU" },
      { x: 5, y: 3, series: "GRU" },
    ]);
    expect(runs.points({ x: ({ at }) => -at.lag, y: ({ loss }) => loss })[1]).toEqual({
      x: -5,
      y: 1,
    });
    expect(runs.points({ y: ({ losses }) => losses, series: ({ at }) => `${at.net}!` }).slice(2, 4))
      .toEqual([
        { x: 0, y: 1, series: "RNN!" },
        { x: 1, y: 10, series: "RNN!" },
      ]);
    expect(() => runs.points({ x: "net" as never, y: ({ loss }) => loss })).toThrow(
      'Cannot draw net RNN, lag 3: x is the text "RNN", and a number is wanted',
    );
    expect(() => runs.points({ y: ({ loss }) => loss })).toThrow(
      "x is missing, and a number is wanted",
    );
    expect(() => runs.points({ x: "lags" as never, y: ({ loss }) => loss })).toThrow(
      "lag is wanted",
    );
  });

  it("says what it does not know, with the nearest name", async () => {
    const runs = await grid(
      { net: nets, seed: [0, 1] },
      ({ net }) => ({ ...short, model: net }),
      counted,
    );
    const at = (names: object) => () => runs.at(names as never);
    expect(at({ net: "GRUU", seed: 0 })).toThrow(
      'Cannot find a run: net is the text "GRUU", and GRU is wanted (there are RNN, GRU)',
    );
    expect(at({ net: "GRU", seed: 5 })).toThrow("seed is 5, and one of 0, 1 is wanted");
    expect(at({ net: "GRU", seed: "0" })).toThrow('seed is the text "0"');
    expect(at({ net: "GRU" })).toThrow(
      "Cannot find one run: seed is missing; say it, or ask for all",
    );
    expect(at({ net: "GRU", sed: 0, seed: 0 })).toThrow("Cannot find a run by sed: seed is wanted");
    const none = (axes: object) =>
      grid(axes as { net: typeof nets }, () => ({ ...short, model: nets.RNN, seed: 0 }), counted);
    await expect(none({ net: [] })).rejects.toThrow("net is the list [], and a list or a record");
    await expect(none({ net: "RNN" })).rejects.toThrow(
      'net is the text "RNN", and a list or a record',
    );
    await expect(none({ net: [1, 2, 1] })).rejects.toThrow("values that differ are wanted");
    await expect(grid({ net: nets }, ({ net }) => ({ ...short, model: net }), here)).rejects
      .toThrow("seed is");
  });

  it("knows whether it is stale", async () => {
    let hiddenSize = 3;
    let cell = rnn;
    let timeSteps = 4;
    const runs = await grid({ seed: [0, 1] }, () => ({
      ...short,
      task: parity({ timeSteps }),
      model: { cell, hiddenSize },
    }), counted);
    expect(runs.stale()).toBeUndefined();
    hiddenSize = 4;
    expect(runs.stale()).toBe("seed 0 is described otherwise now");
    hiddenSize = 3;
    cell = (options) => rnn(options);
    expect(runs.stale()).toBeDefined();
    cell = rnn;
    timeSteps = 5;
    expect(runs.stale()).toBeDefined();
    timeSteps = 4;
    expect(runs.stale()).toBeUndefined();
  });

  it("is of as many results as experiments", async () => {
    const few = (given: unknown) =>
      grid({ seed: [0, 1] }, () => short as never, () => given as never);
    await expect(few(Promise.resolve([]))).rejects.toThrow(
      "what runs the experiments gave 0 results, and a list of 2, one for each, is wanted",
    );
    await expect(few(undefined)).rejects.toThrow("gave undefined, and a list of 2");
  });

  it("is stale once it is retired", async () => {
    const runs = await grid({ seed: [0] }, () => ({ ...short, model: nets.RNN }), counted);
    runs.retire("it was begun again");
    expect(runs.stale()).toBe("it was begun again");
  });

  it("tells who watches that it is read, in each way", async () => {
    const runs = await grid({ seed: [0] }, () => ({ ...short, model: nets.RNN }), counted);
    const ways: (() => unknown)[] = [
      () => runs.at({ seed: 0 }),
      () => runs.where({ seed: 0 }),
      () => runs.points({ x: "seed", y: () => 0 }),
      () => [...runs],
    ];
    expect((await watchReadings(() => runs.size)).stale).toEqual([]);
    runs.retire("old");
    for (const way of ways) expect((await watchReadings(way)).stale).toEqual(["old"]);
    expect((await watchReadings(() => runs.size)).stale).toEqual([]);
  });
});

describe("what is measured of each run", () => {
  it("is measured once, and read each time", async () => {
    const runs = await grid(
      { net: nets, seed: [0, 1] },
      ({ net }) => ({ ...short, model: net }),
      counted,
    );
    let measured = 0;
    const losses = perRun(runs, ({ loss }) => (measured++, loss));
    const asked = () => losses({ net: "GRU", seed: 1 });
    expect([asked(), asked(), measured]).toEqual([3, 3, 1]);
    runs.retire("old");
    expect((await watchReadings(asked)).stale).toEqual(["old"]);
  });

  it("chooses each net's learning rate, the first of equal ones", async () => {
    const runs = await grid(
      { net: nets, rate: [0.1, 0.2, 0.3] },
      ({ net, rate }) => ({ ...short, model: net, learningRate: rate, seed: 0 }),
      counted,
    ); // losses 0, 1, 2 and 3, 4, 5
    expect(bestRates(runs, ({ loss }) => Math.abs(loss - 4.5))).toEqual({ RNN: 0.3, GRU: 0.2 });
    expect(() => bestRates(runs, () => NaN)).toThrow(
      "Cannot choose a learning rate for RNN: found the error NaN at 0.1",
    );
  });
});

it.each<[string, unknown, unknown, string]>([
  ["nothing varied", null, () => short, "what is varied is null, and an object { … } is wanted"],
  ["nothing described", { seed: [0] }, () => undefined, "the experiment of seed 0 is undefined"],
  [
    "a promise",
    { seed: [0] },
    () => Promise.resolve(short),
    "the experiment of seed 0 is a promise",
  ],
])("a grid of %s is refused", async (_, axes, describes, message) => {
  await expect(grid(axes as never, describes as never)).rejects.toThrow(message);
});

describe("what is asked of a grid", () => {
  const made = grid({ net: nets, seed: [0, 1] }, ({ net }) => ({ ...short, model: net }), counted);

  // deno-lint-ignore no-explicit-any
  it.each<[string, (runs: any) => unknown, string]>([
    ["no name", (runs) => runs.at(), "Cannot find one run: what it is called is undefined, and an"],
    ["a text", (runs) => runs.at("RNN"), 'what it is called is the text "RNN", and an object'],
    ["no names", (runs) => runs.where(), "Cannot find runs: what they are called is undefined"],
    ["a list", (runs) => runs.where(["RNN"]), 'what they are called is the list ["RNN"], and an'],
    ["no points", (runs) => runs.points(), "Cannot draw runs: the options are undefined"],
    [
      "the name of a measure",
      (runs) => runs.points({ y: "loss" }),
      'y is the text "loss", and a function from a run to a number, or to a list of them, is wanted',
    ],
    ["a slip", (runs) => runs.points({ y: () => 1, serie: "net" }), "and series is wanted"],
    ["an axis", (runs) => runs.points({ x: 3, y: () => 1 }), "x is 3, and a text, or a function"],
    [
      "a measure of nothing",
      (runs) => runs.points({ x: "seed", y: () => undefined }),
      "Cannot draw net RNN, seed 0: what y returned is undefined, and a number, or a list of numbers,",
    ],
    [
      "a line without a name",
      (runs) => runs.points({ x: "seed", y: () => 1, series: () => 5 }),
      "Cannot draw net RNN, seed 0: what series returned is 5, and a text is wanted",
    ],
  ])("is refused where it is %s", async (_, ask, message) => {
    const runs = await made;
    expect(() => ask(runs)).toThrow(message);
  });

  it("may be numbers in a typed array", async () => {
    const points = (await made).points({ y: ({ loss }) => Float32Array.of(loss) as never });
    expect(points).toEqual([0, 1, 2, 3].map((y) => ({ x: 0, y })));
  });
});

describe("a number a seed", () => {
  const training = { ...short, model: nets.RNN };

  it("is the accuracy in the test, or what is asked for", async () => {
    const [accuracies, losses] = await Promise.all([
      runEach(training)([0, 1]),
      runEach((seed) => ({ ...training, updates: seed + 1 }), (run) => run.updates)([0, 1]),
    ]);
    expect(accuracies.every((accuracy) => accuracy >= 0 && accuracy <= 1)).toBe(true);
    expect(losses).toEqual([1, 2]);
  });

  it("is refused where it is none", async () => {
    const text = runEach(training, (({ loss }: ExperimentResult) => String(loss)) as never);
    await expect(text([3])).rejects.toThrow(
      /^Cannot read the net of seed 3: what was read is the text "[\d.]+", and a number is wanted$/,
    );
  });

  it("is refused where there is no test", async () => {
    await expect(runEach({ ...training, evaluate: {} })([0])).rejects.toThrow(
      "found the evaluations the list [], and one called test is wanted",
    );
  });
});

describe("a seed that the plan holds", () => {
  const plan = { ...short, model: nets.RNN };
  it("is not taken for several seeds of an axis", async () => {
    const why =
      "the experiment of seed 1 is described with seed 0, as the one of another seed is, and the axis' own seed is wanted";
    await expect(grid({ seed: [0, 1] }, () => ({ ...plan, seed: 0 }), here)).rejects.toThrow(why);
    // deno-lint-ignore no-explicit-any -- a plan has no seed
    const one = runEach({ ...plan, seed: 0 } as any, ({ loss }) => loss);
    await expect(one([0, 1])).rejects.toThrow("a description without a seed, which is each of");
    await expect(one([1])).rejects.toThrow("a description without a seed");
    const typed = await grid(
      { seed: new Int32Array([5, 6]) as unknown as number[] },
      () => plan,
      here,
    );
    expect([...typed].map(({ at }) => at.seed)).toEqual([5, 6]);
    const shifted = await grid(
      { net: nets, seed: [0, 1] },
      ({ net, seed }) => ({ ...short, model: net, seed: seed + 10 }),
      here,
    );
    expect([...shifted].map(({ experiment }) => experiment.seed)).toEqual([10, 11, 10, 11]);
  });

  it("and a grid without rates has no best one", async () => {
    const runs = await grid({ net: nets }, ({ net }) => ({ ...short, model: net, seed: 0 }), here);
    // deno-lint-ignore no-explicit-any -- a grid that has no rates
    expect(() => bestRates(runs as any, ({ loss }) => loss)).toThrow(
      "found runs by net, and a grid with the axes net and rate is wanted",
    );
  });
});

describe("a net of a run", () => {
  it("is restored by the experiment that trained it, and by no other", async () => {
    const experiment = { ...short, model: nets.RNN, seed: 0, keepWeights: true };
    const [result] = await here([experiment]);
    expect(restore(experiment, result).params["readout.bias"].size).toBe(2);
    const cellOptions = { activation: "relu" };
    const other = { ...experiment, model: { ...nets.RNN, cellOptions } };
    expect(() => restore(other, result)).toThrow("with these weights it answers otherwise");
  });
});
