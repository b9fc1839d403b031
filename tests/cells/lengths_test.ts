/**
 * Sequences of unequal length in one batch: each is read as if it were alone. What stands behind its end is in no
 * memory, no loss, no derivative and no evaluation.
 */

import { describe, expect, it } from "vitest";
import { type Batch, checkInputs, symbolBatch, truncate } from "../../lib/batch.ts";
import { attention } from "../../lib/cells/attention.ts";
import type { Cell } from "../../lib/cells/cell.ts";
import { convolution } from "../../lib/cells/convolution.ts";
import { feedforwardSlots, feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { gru } from "../../lib/cells/gru.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { minGru } from "../../lib/cells/min_gru.ts";
import type { Model } from "../../lib/cells/model.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { type CellFactory, sequenceModel } from "../../lib/cells/sequence_model.ts";
import { unroll } from "../../lib/cells/unroll.ts";
import { createRandom } from "../../lib/random.ts";
import { reber } from "../../lib/tasks/reber.ts";
import {
  add,
  backward,
  inArena,
  multiply,
  scale,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "../../lib/tensor/mod.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import { lossOf } from "../../lib/training/loss.ts";
import { finish, train } from "../../lib/training/train.ts";

const VOCAB = ["a", "b", "c", "pad"];
const PAD = 3;
const LENGTHS = [4, 1, 7, 3, 7];
const STEPS = Math.max(...LENGTHS);

/** A cell of one's own: two parts of memory, equations alone. */
const own: CellFactory = (options): Cell => {
  const { step, ...cell } = rnn(options);
  return {
    ...cell,
    kind: "own",
    run: undefined,
    initialState: (batch) => ({ ...cell.initialState(batch), sum: cell.initialState(batch).h }),
    step(x, { h, sum }) {
      const { state, gates } = step.call(this, x, { h });
      return { state: { h: state.h, sum: add(sum, tanh(multiply(state.h, state.h))) }, gates };
    },
  };
};

const random = createRandom(5);
const sequences = LENGTHS.map((length) => ({
  inputs: Array.from({ length }, () => random.integer(0, 3)),
  targets: Array.from({ length }, () => random.integer(-1, 2)),
}));
sequences[1].targets[0] = 1;
const padded = symbolBatch(LENGTHS.length, (b) => sequences[b], PAD);
/** Each on its own. */
const alone = sequences.map((sequence) => symbolBatch(1, () => sequence));
/** The same, but that a label stands at each step of padding, and other symbols. */
const noisy: Batch = {
  ...padded,
  inputs: padded.inputs.map((symbol) => symbol === PAD ? 1 : symbol),
  targets: padded.targets.map((target, row) =>
    Math.floor(row / LENGTHS.length) < LENGTHS[row % LENGTHS.length] ? target : 1
  ),
};

const net = { input: { kind: "symbols", vocab: VOCAB } as const, outputSize: 2, hiddenSize: 5 };
const models: Record<string, () => Model> = Object.fromEntries(
  Object.entries({ rnn, lstm, gru, minGru, own }).flatMap(([name, cell]) => [
    [name, () => sequenceModel({ ...net, cell, random: createRandom(1) })],
    [
      `${name}, two layers`,
      () => sequenceModel({ ...net, cell, layers: 2, random: createRandom(2) }),
    ],
    [
      `${name}, back and forth`,
      () => sequenceModel({ ...net, cell, bidirectional: true, random: createRandom(3) }),
    ],
  ]),
);

const close = (found: ArrayLike<number>, wanted: ArrayLike<number>) => {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) expect(found[i]).toBeCloseTo(wanted[i], 5);
};
const rowOf = (x: Tensor, row: number) => {
  const size = x.shape[x.rank - 1];
  return x.values().slice(row * size, (row + 1) * size);
};

describe.each(Object.keys(models))("%s, on sequences of unequal length", (name) => {
  const model = models[name]();

  it.each([false, true])(
    "answers and remembers as each alone would; step by step: %s",
    (stepByStep) => {
      const { outputs, state } = model.forward(noisy, { stepByStep });
      alone.forEach((one, b) => {
        const wanted = model.forward(one, { stepByStep });
        for (let t = 0; t < LENGTHS[b]; t++) {
          close(rowOf(outputs, t * LENGTHS.length + b), rowOf(wanted.outputs, t));
        }
        expect(Object.keys(state)).toEqual(Object.keys(wanted.state));
        for (const [part, x] of Object.entries(wanted.state)) {
          close(rowOf(state[part], b), x.values());
        }
      });
    },
  );

  /** The sum of what each batch gives, and the derivatives of that sum. */
  function derivatives(batches: readonly Batch[], ask: (batch: Batch, i: number) => Tensor) {
    let total = 0;
    const sums = Object.values(model.params).map(({ size }) => new Float64Array(size));
    batches.forEach((batch, i) => {
      for (const param of Object.values(model.params)) param.grad = null;
      inArena(() => {
        const found = ask(batch, i);
        backward(found);
        total += found.item();
        Object.values(model.params).forEach(({ grad }, k) =>
          grad?.values().forEach((value: number, at: number) => sums[k][at] += value)
        );
      });
    });
    return [total, ...sums.flatMap((values) => [...values])];
  }

  it("learns from its own steps alone: loss and derivatives are those of all alone", () => {
    const labels = alone.map(({ targets }) => targets.filter((target) => target >= 0).length);
    const all = labels.reduce((total, n) => total + n);
    const some = alone.filter((_, i) => labels[i] > 0);
    const shares = labels.filter((n) => n > 0).map((n) => n / all);
    const loss = (batch: Batch) => lossOf(model.forward(batch), batch);
    close(
      derivatives([noisy], loss),
      derivatives(some, (batch, i) => scale(loss(batch), shares[i])),
    );
  });

  it("hands derivatives of its last state to its own steps", () => {
    const squares = (batch: Batch) =>
      Object.values(model.forward(batch).state).map((part) => sum(multiply(part, part)))
        .reduce((a, b) => add(a, b));
    const found = derivatives([noisy], squares);
    close(found, derivatives(alone, squares));
    expect(found.some((value) => value !== 0)).toBe(true);
  });

  it("is evaluated on its own steps alone", () => {
    const found = evaluate(model, [noisy]);
    const wanted = evaluate(model, [padded]);
    expect(found).toEqual(wanted);
    expect(found.labels).toBe(padded.targets.filter((target) => target >= 0).length);
  });
});

describe("lengths", () => {
  it("also end what is asked of numbers, with a mask or without", () => {
    const numbers: Batch = {
      timeSteps: 3,
      batch: 2,
      inputs: new Float32Array(6),
      targets: Float32Array.of(1, 1, 1, 9, 1, 9),
      lengths: Int32Array.of(3, 1),
    };
    const answers = tensor([[0], [0], [0], [0], [0], [0]]);
    expect(lossOf(answers, numbers).item()).toBe(1);
    const mask = Float32Array.of(0, 1, 0, 1, 0, 1);
    expect(lossOf(answers, { ...numbers, mask }).item()).toBe(1);
  });

  it("leave a window, a convolution and attention, which never look ahead, as they were", () => {
    for (
      const model of [
        feedforwardWindow({ ...net, window: 3, random: createRandom(0) }),
        convolution({ ...net, layers: 2, random: createRandom(0) }),
        attention({ ...net, random: createRandom(0) }),
      ]
    ) {
      const { outputs } = model.forward(noisy);
      alone.forEach((one, b) => {
        const wanted = model.forward(one).outputs;
        for (let t = 0; t < LENGTHS[b]; t++) close(rowOf(outputs, t * 5 + b), rowOf(wanted, t));
      });
    }
  });

  it("are refused by slots, each of which has weights of its own", () => {
    const slots = feedforwardSlots({ ...net, slots: STEPS, random: createRandom(0) });
    expect(() => slots.forward(padded)).toThrow(
      "Cannot read a sequence of 4 with a feedforward net",
    );
  });

  it("come with a task whose sequences end where they end", () => {
    const batch = reber().sample(createRandom(0), 4);
    expect(new Set(batch.lengths).size).toBeGreaterThan(1);
    expect(Math.max(...batch.lengths!)).toBe(batch.timeSteps);
    expect(symbolBatch(2, () => ({ inputs: [1], targets: [1] })).lengths).toBe(undefined);
    const task = reber();
    const model = sequenceModel({ ...task, cell: gru, hiddenSize: 4, random: createRandom(0) });
    expect(finish(train({ model, task, updates: 2, seed: 0 })).loss).toBeGreaterThan(0);
  });

  it.each<[unknown, string]>([
    [
      Int32Array.of(1, 2),
      "lengths is an Int32Array of 2, and an Int32Array of 5, one a sequence, is",
    ],
    [[1, 2, 3, 4, 5], "lengths is the list [1,2,3,4,5], and an Int32Array of lengths is wanted"],
    [
      Int32Array.of(1, 2, 0, 4, 5),
      "lengths[2] is 0, and a whole number from 1 to 7, the time steps,",
    ],
    [
      Int32Array.of(1, 2, 3, 4, 8),
      "lengths[4] is 8, and a whole number from 1 to 7, the time steps,",
    ],
  ])("are refused that do not fit: %s", (lengths, message) => {
    const wrong = { ...padded, lengths } as Batch;
    expect(() => checkInputs("read", wrong, net.input)).toThrow(`Cannot read: ${message}`);
    const cell = rnn({ inputSize: 2, hiddenSize: 2, random: createRandom(0) });
    expect(() => unroll(cell, tensor([[[1, 2]]]), { lengths: Int32Array.of(2) })).toThrow(
      "Cannot unroll the rnn cell: lengths[0] is 2, and a whole number from 1 to 1, the time steps,",
    );
  });

  it("cannot be cut", () => {
    expect(() => truncate(padded, 2)).toThrow("found lengths, whose ends would lie in different");
  });
});
