import { describe, expect, it } from "vitest";
import type { Cell } from "../../lib/cells/cell.ts";
import { gru } from "../../lib/cells/gru.ts";
import { bidirectional, stacked } from "../../lib/cells/layer.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { unroll } from "../../lib/cells/unroll.ts";
import { gradientCheck } from "../../lib/checks/gradient_check.ts";
import { createRandom } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";
import type { Backend, Tensor } from "../../lib/tensor/mod.ts";

type Make = (inputSize: number, hiddenSize: number, backend?: Backend) => Cell;

const cells: Record<string, Make> = {
  "tanh rnn": (inputSize, hiddenSize, backend) =>
    rnn({ inputSize, hiddenSize, random: createRandom(1), backend }),
  "relu rnn": (inputSize, hiddenSize, backend) =>
    rnn({ inputSize, hiddenSize, random: createRandom(1), activation: "relu", backend }),
  lstm: (inputSize, hiddenSize, backend) =>
    lstm({ inputSize, hiddenSize, random: createRandom(1), backend }),
  gru: (inputSize, hiddenSize, backend) =>
    gru({ inputSize, hiddenSize, random: createRandom(1), backend }),
};

const sizes: [number, number, number, number][] = [[1, 1, 1, 1], [2, 1, 3, 5], [5, 3, 2, 4], [
  4,
  2,
  7,
  9,
], [3, 33, 5, 17]];

function input(shape: readonly number[], backend: Backend): Tensor {
  const random = createRandom(2);
  const values = Float64Array.from({ length: t.sizeOf(shape) }, () => random.normal());
  return t.parameter(values, { shape, backend });
}

/** Values and all derivatives of a weighted sum of everything that unrolling gives. */
function everything(cell: Cell, x: t.Tensor, options: { stepByStep: boolean }): Float64Array[] {
  const { backend } = x;
  return t.inArena(() => {
    const [, batch] = x.shape;
    const start = Object.fromEntries(
      Object.entries(cell.initialState(batch)).map(([name, zero], i) => [
        name,
        t.parameter(t.add(zero, 0.1 * (i + 1)), { backend }),
      ]),
    );
    const { outputs, state } = unroll(cell, x, { ...options, state: start });
    const weigh = (y: Tensor) =>
      t.sum(t.multiply(
        y,
        t.tensor(Float64Array.from({ length: y.size }, (_, i) => Math.cos(i)), {
          shape: y.shape,
          backend,
        }),
      ));
    let loss = weigh(outputs);
    for (const part of Object.values(state)) loss = t.add(loss, weigh(part));
    t.backward(loss);
    return [outputs, ...Object.values(state), x.grad!]
      .concat(Object.values(cell.params).map(({ grad }) => grad!))
      .concat(Object.values(start).map(({ grad }) => grad!))
      .map((tensor) => Float64Array.from(tensor.values()));
  }, { backend });
}

/** Largest difference, relative to the largest number of the block. */
function distance(a: Float64Array[], b: Float64Array[]): number {
  expect(a.map(({ length }) => length)).toEqual(b.map(({ length }) => length));
  return Math.max(...a.map((block, i) => {
    const scale = block.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
    return block.reduce((most, x, j) => Math.max(most, Math.abs(x - b[i][j]) / scale), 0);
  }));
}

describe.each(Object.entries(cells))("%s", (_, make) => {
  it.each(sizes.slice(0, 4))(
    "derivatives of %i steps, batch %i, %i → %i against finite differences",
    (timeSteps, batch, inputSize, hiddenSize) => {
      const cell = make(inputSize, hiddenSize, t.reference);
      const x = input([timeSteps, batch, inputSize], t.reference);
      const f = () => t.sum(t.square(unroll(cell, x).outputs));
      expect(gradientCheck(f, { ...cell.params, x }).largestError).toBeLessThan(1e-6);
    },
  );

  it.each(sizes)(
    "%i steps, batch %i, %i → %i: simd equals reference, and the whole sequence at once equals step by step",
    (timeSteps, batch, inputSize, hiddenSize) => {
      const shape = [timeSteps, batch, inputSize];
      const exact = make(inputSize, hiddenSize, t.reference);
      const wanted = everything(exact, input(shape, t.reference), { stepByStep: true });
      const cell = make(inputSize, hiddenSize, t.simd);
      for (const stepByStep of [true, false]) {
        const found = everything(cell, input(shape, t.simd), { stepByStep });
        expect(distance(wanted, found)).toBeLessThan(5e-6);
      }
    },
  );

  it("reads symbols as it reads their rows", () => {
    const cell = make(4, 6);
    const table = input([5, 4], t.simd);
    const symbols = Int32Array.of(0, 4, 2, 2, 1, 0, 3, 3);
    const run = (stepByStep: boolean) =>
      t.inArena(() => {
        const { outputs } = unroll(cell, t.gather(table, symbols, [4, 2]), { stepByStep });
        t.backward(t.sum(t.square(outputs)));
        return [outputs, table.grad!, ...Object.values(cell.params).map(({ grad }) => grad!)]
          .map((x) => Float64Array.from(x.values()));
      });
    expect(distance(run(true), run(false))).toBeLessThan(5e-6);
  });

  it("gives the same gates at once and step by step", () => {
    const cell = make(3, 4);
    const x = input([5, 2, 3], t.simd);
    const run = (stepByStep: boolean) =>
      t.inArena(() => unroll(cell, x, { stepByStep, gates: true }).gates);
    const [slow, fast] = [run(true), run(false)];
    expect(Object.keys(fast)).toEqual(Object.keys(slow));
    for (const name of Object.keys(slow)) {
      expect(slow[name].shape).toEqual([5, 2, 4]);
      expect(
        distance([Float64Array.from(slow[name].values())], [
          Float64Array.from(fast[name].values()),
        ]),
      )
        .toBeLessThan(1e-6);
    }
  });

  it("has as many parameters for 3 steps as for 30, and reads both", () => {
    const cell = make(2, 3);
    const count = Object.values(cell.params).reduce((sum, { size }) => sum + size, 0);
    expect(unroll(cell, t.zeros([3, 1, 2])).outputs.shape).toEqual([3, 1, 3]);
    expect(unroll(cell, t.zeros([30, 1, 2])).outputs.shape).toEqual([30, 1, 3]);
    expect(Object.values(cell.params).reduce((sum, { size }) => sum + size, 0)).toBe(count);
  });

  it("says which shape is wrong", () => {
    const cell = make(2, 3);
    expect(() => cell.step(t.ones([1, 5]), cell.initialState(1))).toThrow("[batch, 2] is wanted");
    expect(() => cell.step(t.ones([4, 2]), cell.initialState(1))).toThrow("[4, 3] is wanted");
    expect(() => unroll(cell, t.ones([3, 1, 9]))).toThrow("[timeSteps, batch, 2] is wanted");
  });
});

describe("what the gates mean", () => {
  const run = (
    params: Record<string, Tensor>,
    changes: Record<string, (values: number[]) => number[]>,
  ) => {
    for (const [name, change] of Object.entries(changes)) {
      params[name].assign(change([...params[name].values()]));
    }
  };
  const block = (values: number[], index: number, size: number, value: number) =>
    values.map((x, i) => (i >= index * size && i < (index + 1) * size ? value : x));

  it("an lstm with forget gate one and input gate zero keeps its memory", () => {
    const cell = lstm({ inputSize: 2, hiddenSize: 3, random: createRandom(3) });
    run(cell.params, {
      weight_ih: (w) => w.map((x, i) => (i < 2 * 3 * 2 ? 0 : x)),
      weight_hh: (w) => w.map((x, i) => (i < 2 * 3 * 3 ? 0 : x)),
      bias_hh: (b) => b.map((x, i) => (i < 6 ? 0 : x)),
      bias_ih: (b) => block(block(b, 0, 3, -100), 1, 3, 100),
    });
    const c = t.tensor([[0.3, -2, 5]]);
    const { state } = unroll(cell, input([20, 1, 2], t.simd), { state: { h: t.zeros([1, 3]), c } });
    expect(state.c.toArray()).toEqual(c.toArray());
  });

  it("an lstm's gates started at ±100 are exactly shut or open, and no derivative reaches them", () => {
    for (const backend of [t.reference, t.simd]) {
      const init = { forgetBias: 100, inputBias: -100 };
      const cell = lstm({ inputSize: 2, hiddenSize: 3, random: createRandom(3), init, backend });
      const { outputs, gates } = unroll(cell, input([6, 1, 2], backend), { gates: true });
      t.backward(t.sum(outputs));
      expect([...gates.f.values()].every((f) => f === 1)).toBe(true);
      expect([...gates.i.values()].every((i) => i < 1e-30)).toBe(true);
      const grad = cell.params.weight_ih.grad!.values(); // i and f are the first two blocks of rows
      expect([...grad.subarray(0, 2 * 3 * 2)].every((d) => Math.abs(d) < 1e-30)).toBe(true);
    }
  });
  it("a gru with z one keeps its memory", () => {
    const cell = gru({
      inputSize: 2,
      hiddenSize: 3,
      random: createRandom(3),
      init: { keepBias: 1000 },
    });
    const h = t.tensor([[0.3, -0.2, 0.5]]);
    const { state } = unroll(cell, input([20, 1, 2], t.simd), { state: { h } });
    expect(state.h.toArray()).toEqual(h.toArray());
  });
});

describe("a start that is none", () => {
  const start = (make: typeof gru | typeof lstm, init: unknown) => () =>
    make({ inputSize: 1, hiddenSize: 2, random: createRandom(0), init: init as "uniform" });

  it("is said before a weight is made of it", () => {
    for (
      const init of [
        {},
        { forgetBias: 3 },
        { keepBias: NaN },
        { keepBias: 1, chrono: 9 },
        "orthogonal",
      ]
    ) {
      expect(start(gru, init)).toThrow(/init is .*\{ keepBias: number \} .* is wanted/);
    }
    for (const init of [{}, { keepBias: 3 }, { inputBias: 1 }, { chrono: undefined }, null]) {
      expect(start(lstm, init)).toThrow(/init is .*\{ forgetBias: number \} .* is wanted/);
    }
  });

  it("is not said of a good one", () => {
    for (const init of ["uniform", { keepBias: 2 }, { chrono: 9 }]) start(gru, init)();
    for (const init of [{ forgetBias: 1 }, { forgetBias: 1, inputBias: -2 }, { chrono: 9 }]) {
      start(lstm, init)();
    }
  });
});

describe("layers", () => {
  const random = createRandom(5);
  it("stack: parameters carry PyTorch's names and derivatives are right", () => {
    const layer = stacked([
      lstm({ inputSize: 2, hiddenSize: 3, random, backend: t.reference }),
      gru({ inputSize: 3, hiddenSize: 2, random, backend: t.reference }),
    ]);
    expect(Object.keys(layer.params)).toContain("weight_hh_l1");
    const x = input([3, 2, 2], t.reference);
    const f = () => {
      const { outputs, state } = layer.unroll(x);
      return t.add(t.sum(t.square(outputs)), t.sum(state.c_l0));
    };
    expect(gradientCheck(f, { ...layer.params, x }).largestError).toBeLessThan(1e-6);
  });

  it("stack refuses cells that do not fit", () => {
    const cell = rnn({ inputSize: 2, hiddenSize: 3, random });
    expect(() => stacked([cell, cell])).toThrow(
      "cell 1 reads 2 numbers, and the one below gives 3",
    );
  });

  it("bidirectional: each output knows the whole sequence", () => {
    const cell = () => rnn({ inputSize: 2, hiddenSize: 3, random, backend: t.reference });
    const layer = bidirectional(cell(), cell());
    const x = input([4, 2, 2], t.reference);
    expect(layer.unroll(x).outputs.shape).toEqual([4, 2, 6]);
    const first = () => t.sum(t.slice(layer.unroll(x).outputs, 0, 0, 1));
    expect(gradientCheck(first, { ...layer.params, x }).largestError).toBeLessThan(1e-6);
    t.backward(first());
    expect(x.grad!.values().every((g) => g !== 0)).toBe(true); // the last input reaches the first output
  });
});

describe("a learner's own cell", () => {
  const own = (step: Cell["step"]): Cell => ({
    kind: "my own",
    inputSize: 2,
    hiddenSize: 3,
    params: {},
    initialState: (batch) => ({ h: t.zeros([batch, 3]) }),
    step,
  });
  it("is told what it forgot", () => {
    const nothing = own((() => undefined) as unknown as Cell["step"]);
    expect(() => unroll(nothing, t.ones([2, 1, 2]))).toThrow("step 0 returned no state.h");
    const wrongShape = own((x) => ({ state: { h: x }, gates: {} }));
    expect(() => unroll(wrongShape, t.ones([2, 1, 2]))).toThrow(
      "shape [1, 2], and [1, 3] is wanted",
    );
  });
});
