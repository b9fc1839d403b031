/** Answers from a step on: the same numbers and the same derivatives, to the bit, as all answers would have given. */

import { describe, expect, it } from "vitest";
import { attention } from "../../lib/cells/attention.ts";
import { convolution } from "../../lib/cells/convolution.ts";
import { feedforwardSlots, feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import type { Model } from "../../lib/cells/model.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import { backward, inArena, tensor } from "../../lib/tensor/mod.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import type { Batch } from "../../lib/batch.ts";
import { lossOf } from "../../lib/training/mod.ts";

const TIME_STEPS = 9;
const BATCH = 5;
const OUTPUTS = 3;
const symbols = { kind: "symbols", vocab: ["a", "b", "c", "d"] } as const;
const vectors = { kind: "vectors", size: 2 } as const;
const sizes = { outputSize: OUTPUTS, hiddenSize: 6 } as const;

const make: Record<string, () => Model> = {
  "an rnn": () =>
    sequenceModel({
      ...sizes,
      input: symbols,
      cell: rnn,
      random: createRandom(0),
      embeddingSize: 3,
    }),
  "two lstms, stacked": () =>
    sequenceModel({ ...sizes, input: vectors, cell: lstm, layers: 2, random: createRandom(1) }),
  "two rnns, back and forth": () =>
    sequenceModel({
      ...sizes,
      input: symbols,
      cell: rnn,
      bidirectional: true,
      random: createRandom(2),
    }),
  "a window on symbols": () =>
    feedforwardWindow({ ...sizes, input: symbols, window: 3, random: createRandom(3) }),
  "a window on vectors": () =>
    feedforwardWindow({ ...sizes, input: vectors, window: 4, layers: 2, random: createRandom(4) }),
  "slots": () =>
    feedforwardSlots({ ...sizes, input: vectors, slots: TIME_STEPS, random: createRandom(5) }),
  "a convolution": () =>
    convolution({ ...sizes, input: symbols, layers: 2, random: createRandom(8) }),
  "attention": () => attention({ ...sizes, input: symbols, random: createRandom(6) }),
  "attention, two blocks": () =>
    attention({ ...sizes, input: vectors, layers: 2, random: createRandom(7) }),
};

/** A batch whose first label is at step `first`; some sequences have none there. */
function labelledFrom(first: number, { kind }: Model["input"], classes: boolean): Batch {
  const random = createRandom(first);
  const rows = TIME_STEPS * BATCH;
  const asked = Array.from(
    { length: rows },
    (_, row) => row >= first * BATCH && (row % 2 === 0 || row < (first + 1) * BATCH),
  );
  const inputs = kind === "symbols"
    ? Int32Array.from({ length: rows }, () => random.integer(0, 4))
    : Float32Array.from({ length: rows * 2 }, () => random.normal());
  const batch = { timeSteps: TIME_STEPS, batch: BATCH, inputs };
  if (classes) {
    const targets = Int32Array.from(asked, (yes) => yes ? random.integer(0, OUTPUTS) : -1);
    return { ...batch, targets };
  }
  const targets = Float32Array.from({ length: rows * OUTPUTS }, () => random.normal());
  return { ...batch, targets, mask: Float32Array.from(asked, Number) };
}

/** The loss of a batch and the derivatives of all parameters, with answers from a step on. */
function step(model: Model, batch: Batch, from: number): Record<string, number[]> {
  for (const param of Object.values(model.params)) param.grad = null;
  return inArena(() => {
    const loss = lossOf(model.forward(batch, { from }), batch);
    backward(loss);
    const grads = Object.entries(model.params).map(([name, { grad }]) => [
      name,
      [...grad!.values()].map((x) => x + 0), // −0 is 0
    ]);
    return { loss: [loss.item()], ...Object.fromEntries(grads) };
  });
}

describe.each(Object.keys(make))("from a step on, %s", (name) => {
  const model = make[name]();
  const batch = labelledFrom(0, model.input, true);

  it("gives the last rows of all its answers", () => {
    const all = [...model.forward(batch).outputs.values()];
    for (const from of [0, 1, 5, TIME_STEPS - 1]) {
      const { outputs } = model.forward(batch, { from });
      expect(outputs.shape).toEqual([(TIME_STEPS - from) * BATCH, OUTPUTS]);
      expect([...outputs.values()]).toEqual(all.slice(from * BATCH * OUTPUTS));
    }
  });

  it.each([true, false])("learns the same to the bit, from classes: %s", (classes) => {
    for (const first of [1, 5, TIME_STEPS - 1]) {
      const labelled = labelledFrom(first, model.input, classes);
      const whole = step(model, labelled, 0);
      expect(step(model, labelled, first)).toEqual(whole);
      expect(Object.values(whole).flat().some((x) => x !== 0)).toBe(true);
    }
  });

  it("is evaluated as when asked for everything", () => {
    const labelled = labelledFrom(6, model.input, true);
    const asked = evaluate(model, [labelled]);
    const everything: Model = { ...model, forward: (batch) => model.forward(batch) };
    expect(asked).toEqual(evaluate(everything, [labelled]));
    expect(asked.accuracyByStep.length).toBe(TIME_STEPS);
  });

  it("refuses a step that it does not have", () => {
    for (const from of [-1, 0.5, TIME_STEPS]) {
      expect(() => model.forward(batch, { from })).toThrow(/whole number from 0 to 8 is wanted/);
    }
  });
});

describe("attention from a step on", () => {
  it("still shows how every step looks", () => {
    const model = make["attention, two blocks"]();
    const batch = labelledFrom(0, model.input, true);
    const { outputs, gates } = model.forward(batch, { from: 6, gates: true });
    expect(outputs.shape).toEqual([3 * BATCH, OUTPUTS]);
    expect([...outputs.values()]).toEqual([...model.forward(batch, { from: 6 }).outputs.values()]);
    expect(gates.attention_l1.shape).toEqual([BATCH, TIME_STEPS, TIME_STEPS]);
  });
});

describe("a loss of the last answers", () => {
  const model = make["an rnn"]();
  const batch = labelledFrom(4, model.input, true);

  it("takes several classes at each step row by row", () => {
    const { outputs } = model.forward(batch);
    const threeAtEach = { ...batch, timeSteps: TIME_STEPS / 3 };
    expect(lossOf(outputs, threeAtEach).item()).toBe(lossOf(outputs, batch).item());
  });

  it("counts every one of several questions a step, and each at its step", () => {
    const asked = { timeSteps: 2, batch: 1, inputs: Int32Array.of(0, 1) };
    const sure: Model = { // of class 0, to two questions
      kind: "sure",
      input: { kind: "symbols", vocab: ["a", "b"] },
      outputSize: 2,
      params: {},
      forward: (_, { from = 0 } = {}) => ({
        outputs: tensor(Array.from({ length: 2 * (2 - from) }, () => [5, 0])),
        from,
        state: {},
        gates: {},
        hidden: null,
        states: [],
      }),
    };
    const found = (targets: number[], lengths?: number[]) => {
      const { accuracy, accuracyByStep, labels } = evaluate(sure, [{
        ...asked,
        targets: Int32Array.from(targets),
        ...(lengths ? { lengths: Int32Array.from(lengths) } : {}),
      }]);
      return [accuracy, accuracyByStep, labels];
    };
    expect(found([0, 0, 1, 1])).toEqual([0.5, [1, 0], 4]);
    expect(found([0, 1, 0, 0])).toEqual([0.75, [0.5, 1], 4]);
    expect(found([-1, 1, -1, -1])).toEqual([0, [0], 1]); // the first label is at the first step
    expect(found([-1, -1, -1, 0])).toEqual([1, [NaN, 1], 1]);
    expect(found([0, 0, 1, 1], [1])).toEqual([1, [1], 2]); // padding is not asked
  });

  it("refuses answers that leave out a label, or are too many", () => {
    const late = model.forward(batch, { from: 5 });
    expect(() => lossOf(late, batch)).toThrow(/first step with a label on, step 4/);
    expect(() => lossOf(late.outputs, batch)).toThrow(/loss of 20 answers: from step 0 on, .*45/);
    const [inputs, targets] = [batch.inputs, batch.targets].map((all) =>
      all.subarray(0, 4 * BATCH)
    );
    const short = { ...batch, timeSteps: 4, inputs, targets };
    expect(() => lossOf(model.forward(batch).outputs, short)).toThrow(
      /loss of 45 answers/,
    );
  });
});
