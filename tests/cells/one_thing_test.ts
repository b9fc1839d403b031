/**
 * A cell's kernel and its steps are one thing: what one refuses the other refuses, both carry every derivative, and the
 * same call gives the same bits wherever it is made.
 */

import { describe, expect, it } from "vitest";
import { attention } from "../../lib/cells/attention.ts";
import type { Cell, State } from "../../lib/cells/cell.ts";
import { convolution } from "../../lib/cells/convolution.ts";
import { feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { gru } from "../../lib/cells/gru.ts";
import { bidirectional, stacked } from "../../lib/cells/layer.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import type { Model } from "../../lib/cells/model.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { unroll, type Unrolled } from "../../lib/cells/unroll.ts";
import { createRandom } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";

const sizes = { inputSize: 4, hiddenSize: 5 };
const cells: Record<string, (backend?: t.Backend) => Cell> = {
  rnn: (backend) => rnn({ ...sizes, backend, random: createRandom(1) }),
  gru: (backend) => gru({ ...sizes, backend, random: createRandom(1) }),
  lstm: (backend) => lstm({ ...sizes, backend, random: createRandom(1) }),
};

function draw(shape: readonly number[], seed = 0, backend: t.Backend = t.simd): t.Tensor {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: t.sizeOf(shape) }, () => random.normal());
  return t.tensor(values, { shape, backend });
}

/** Weighed so that no two numbers count alike. */
const weigh = (x: t.Tensor, seed: number) => t.sum(t.multiply(x, draw(x.shape, seed, x.backend)));

describe.each(Object.entries(cells))("%s", (kind, make) => {
  const places: [string, typeof t.inArena][] = [
    ["in an arena", t.inArena],
    ["outside", (work) => work()],
  ];

  it.each(places)("%s, refuses a state of another batch, or of another cell", (_, around) => {
    const cell = make();
    const x = draw([6, 8, 4]);
    for (const stepByStep of [false, true]) {
      const from = (state: unknown) => () =>
        around(() => unroll(cell, x, { state: state as State, stepByStep }));
      expect(from(cell.initialState(3))).toThrow("the state is of a batch of 3, the input of 8");
      expect(from({})).toThrow(
        `Cannot start the ${kind} cell from the given state: h is missing, and [8, 5] is wanted`,
      );
      expect(from({ ...cell.initialState(8), k: t.zeros([8, 5]) })).toThrow("found k, and h");
      expect(from({ ...cell.initialState(8), h: t.zeros([8, 6]) })).toThrow("h has shape [8, 6]");
      if (kind === "lstm") expect(from({ h: t.zeros([8, 5]) })).toThrow("c is missing");
    }
  });

  it.each(places)("%s, wants as many symbols as steps times sequences", (_, around) => {
    const read = (count: number) => () =>
      around(() => unroll(make(), t.gather(draw([7, 4]), new Int32Array(count), [6, 8])));
    expect(read(47)).toThrow("Cannot gather 47 rows into shape [6, 8]");
    expect(read(48)).not.toThrow();
    const symbols = { table: draw([7, 4]), symbols: new Int32Array(3), timeSteps: 6, batch: 8 };
    expect(() => unroll(make(), symbols as unknown as t.Tensor)).toThrow("for symbols, gather(");
  });

  it("carries derivatives back from gates, from every state and from the last, as its steps do", () => {
    const gradients = (
      backend: t.Backend,
      stepByStep: boolean,
      where: (u: Unrolled) => t.Tensor,
    ) => {
      const cell = make(backend);
      const x = t.parameter(draw([6, 3, 4], 1, backend));
      const state = Object.fromEntries(
        Object.keys(cell.initialState(3)).map((
          name,
          i,
        ) => [name, t.parameter(draw([3, 5], 2 + i, backend))]),
      );
      return t.inArena(() => {
        t.backward(where(unroll(cell, x, { state, gates: true, stepByStep })));
        return [...Object.values(cell.params), x, ...Object.values(state)].map(({ grad, size }) =>
          Array.from(grad?.values() ?? new Float64Array(size))
        );
      }, { backend });
    };
    const everything: Record<string, (u: Unrolled) => t.Tensor> = {
      "outputs and gates": ({ outputs, gates }) =>
        Object.values(gates).reduce(
          (loss, gate, i) => t.add(loss, weigh(gate, 10 + i)),
          weigh(outputs, 9),
        ),
      "every state": (u) =>
        Object.values(u.everyState()).map((all, i) => weigh(all, 20 + i)).reduce((a, b) =>
          t.add(a, b)
        ),
      "the last state": ({ state }) =>
        Object.values(state).map((last, i) => weigh(last, 30 + i)).reduce((a, b) => t.add(a, b)),
    };
    if (kind !== "rnn") {
      everything["gates alone"] = ({ gates }) =>
        Object.values(gates).map((gate, i) => weigh(gate, 40 + i)).reduce((a, b) => t.add(a, b));
    }
    for (const [name, where] of Object.entries(everything)) {
      const wanted = gradients(t.reference, true, where);
      for (const stepByStep of [false, true]) {
        const found = gradients(t.simd, stepByStep, where);
        found.forEach((block, i) => {
          const scale = wanted[i].reduce((most, d) => Math.max(most, Math.abs(d)), 1e-3);
          block.forEach((d, j) =>
            expect(Math.abs(d - wanted[i][j]) / scale, `${name}, block ${i}`).toBeLessThan(1e-5)
          );
        });
      }
    }
  });

  it("gives every state by name, the same at once and step by step", () => {
    const cell = make();
    const x = draw([6, 3, 4], 1);
    const [whole, steps] = [false, true].map((stepByStep) => unroll(cell, x, { stepByStep }));
    for (const [name, all] of Object.entries(whole.everyState())) {
      expect(all.shape).toEqual([6, 3, 5]);
      const other = steps.everyState()[name].values();
      all.values().forEach((value, i) => expect(value).toBeCloseTo(other[i], 5));
      expect(all.values().slice(-15)).toEqual(whole.state[name].values());
    }
    expect(whole.everyState().h.values()).toEqual(whole.outputs.values());
  });

  it("goes by its step, if that is another's", () => {
    const cell = make();
    const still = { ...cell, step: (_: t.Tensor, state: State) => ({ state, gates: {} }) };
    const { outputs } = unroll(still, draw([6, 3, 4]));
    expect(outputs.values().every((h) => h === 0)).toBe(true);
    const x = draw([6, 3, 4]);
    expect(unroll({ ...cell, kind: "renamed" }, x).outputs.values()).toEqual(
      unroll(cell, x).outputs.values(),
    );
  });

  it("gives the same bits for rows of a table and for the numbers that stand there", () => {
    const cell = make();
    const symbols = Int32Array.from({ length: 18 }, (_, i) => (i * 5) % 7);
    const x = t.gather(draw([7, 4]), symbols, [6, 3]);
    expect(unroll(cell, x).outputs.values()).toEqual(unroll(cell, t.detach(x)).outputs.values());
  });
});

it("names what is wrong with the state of layers", () => {
  const layer = stacked([
    cells.lstm(),
    lstm({ inputSize: 5, hiddenSize: 5, random: createRandom(2) }),
  ]);
  const x = draw([6, 8, 4]);
  expect(() => layer.unroll(x, { state: {} })).toThrow("h_l0");
  expect(() => layer.unroll(x, { state: layer.unroll(draw([6, 3, 4])).state })).toThrow(
    "the state is of a batch of 3, the input of 8",
  );
  const both = bidirectional(cells.gru(), cells.gru());
  expect(() => both.unroll(x, { state: { h_l0: t.zeros([8, 5]) } })).toThrow("h_l0_reverse");
});

describe("no surroundings choose the arithmetic", () => {
  const symbols = { kind: "symbols", vocab: [..."abcdef"] } as const;
  const vectors = { kind: "vectors", size: 4 } as const;
  const base = { outputSize: 3, hiddenSize: 7 };
  const own = (options: Parameters<typeof gru>[0]) => ({ ...gru(options), run: undefined });
  const models: Record<string, () => Model> = {
    rnn: () => sequenceModel({ ...base, input: symbols, cell: rnn, random: createRandom(0) }),
    "embedded lstm": () =>
      sequenceModel({
        ...base,
        input: symbols,
        cell: lstm,
        embeddingSize: 3,
        random: createRandom(0),
      }),
    "two grus": () =>
      sequenceModel({ ...base, input: vectors, cell: gru, layers: 2, random: createRandom(0) }),
    "an lstm back and forth": () =>
      sequenceModel({
        ...base,
        input: symbols,
        cell: lstm,
        bidirectional: true,
        random: createRandom(0),
      }),
    "a learner's cell": () =>
      sequenceModel({ ...base, input: symbols, cell: own, random: createRandom(0) }),
    attention: () => attention({ ...base, input: symbols, random: createRandom(0) }),
    "a convolution": () =>
      convolution({ ...base, input: vectors, layers: 2, random: createRandom(0) }),
    "a window": () =>
      feedforwardWindow({ ...base, input: vectors, window: 3, random: createRandom(0) }),
  };
  it.each(Object.entries(models))("%s", (_, make) => {
    const model = make();
    const random = createRandom(3);
    const inputs = model.input.kind === "symbols"
      ? Int32Array.from({ length: 9 * 5 }, () => random.integer(0, 6))
      : Float32Array.from({ length: 9 * 5 * 4 }, () => random.normal());
    const batch = { timeSteps: 9, batch: 5, inputs };
    const run = () => {
      const { outputs, gates, state } = model.forward(batch, { gates: true });
      const found = [outputs, ...Object.values(gates), ...Object.values(state)];
      if (outputs.requiresGrad) {
        for (const param of Object.values(model.params)) param.grad = null;
        t.backward(t.sum(t.square(outputs)));
        found.push(...Object.values(model.params).flatMap(({ grad }) => grad ?? []));
      }
      return found.map((x) => [...x.values()]);
    };
    const wanted = run();
    expect(t.inArena(run)).toEqual(wanted);
    expect(t.inArena(() => t.inArena(run))).toEqual(wanted);
    const outputsAlone = t.withoutGradients(() => model.forward(batch).outputs);
    expect([...outputsAlone.values()]).toEqual(wanted[0]);
  });
});
