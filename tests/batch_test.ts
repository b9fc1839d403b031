/** One batch goes from task to loss: its shape is checked, and what is wrong with it is said. */

import { describe, expect, it } from "vitest";
import {
  type Batch,
  checkBatch,
  checkInputs,
  firstLabelledStep,
  labelledRows,
  symbolBatch,
  truncate,
} from "../lib/batch.ts";

const batch: Batch = {
  timeSteps: 3,
  batch: 2,
  inputs: Int32Array.of(0, 1, 0, 1, 0, 1),
  targets: Int32Array.of(-1, -1, -1, 1, 0, -1),
};
const symbols = { kind: "symbols", vocab: ["a", "b"] } as const;
const vectors = { kind: "vectors", size: 2 } as const;
const numbers: Batch = {
  timeSteps: 3,
  batch: 2,
  inputs: new Float32Array(12),
  targets: new Float32Array(6),
  mask: Float32Array.of(0, 0, 0, 1, 1, 0),
};

describe("sequences side by side", () => {
  it("of a hundred thousand, each longer than the ones before, keep every symbol in its place", () => {
    const lengthOf = (b: number) => 1 + Math.floor(b / 30_000);
    const { timeSteps, batch, inputs, targets, lengths } = symbolBatch(100_000, (b) => ({
      inputs: Array.from({ length: lengthOf(b) }, (_, t) => (b + t) % 7),
      targets: Array.from({ length: lengthOf(b) }, (_, t) => (b + 2 * t) % 5),
    }), 9);
    expect([timeSteps, batch]).toEqual([4, 100_000]);
    const wrong = inputs.findIndex((symbol, row) => {
      const [t, b] = [Math.floor(row / batch), row % batch];
      const own = t < lengthOf(b);
      return lengths![b] !== lengthOf(b) || symbol !== (own ? (b + t) % 7 : 9) ||
        targets[row] !== (own ? (b + 2 * t) % 5 : -1);
    });
    expect(wrong).toBe(-1);
  });
});

describe("a mask", () => {
  it.each([0.5, 2, -1, NaN])("of %s is neither yes nor no", (odd) => {
    const mask = Float32Array.of(0, 0, 0, 1, odd, 0);
    expect(() => labelledRows({ ...numbers, mask })).toThrow(
      `mask[4] is ${odd}, and 1 where an answer is asked and 0 elsewhere are wanted`,
    );
  });
});

describe("a batch", () => {
  it("passes if its arrays have the shape that is read and asked", () => {
    checkBatch("learn", batch, symbols);
    checkBatch("learn", batch);
    checkBatch("learn", numbers, vectors);
    checkInputs("read", { timeSteps: 3, batch: 2, inputs: batch.inputs }, symbols);
  });

  it.each<[string, unknown, string]>([
    [
      "no batch",
      undefined,
      "the batch is undefined, and an object { timeSteps, batch, inputs } is",
    ],
    [
      "a promise",
      Promise.resolve(batch),
      "the batch is a promise, of what `await` before it would",
    ],
    [
      "no inputs",
      { ...batch, inputs: undefined },
      "inputs is missing, and an Int32Array of symbols",
    ],
    [
      "a list",
      { ...batch, inputs: [0, 1] },
      "inputs is the list [0,1], and an Int32Array of symbols",
    ],
    [
      "too few",
      { ...batch, inputs: Int32Array.of(0) },
      "inputs has length 1, and 3 time steps × 2",
    ],
    [
      "numbers",
      { ...batch, inputs: new Float32Array(6) },
      "inputs is a Float32Array of 6, and an Int",
    ],
    ["no steps", { ...batch, timeSteps: 0 }, "timeSteps is 0, and a whole number of at least 1 is"],
    [
      "text",
      { ...batch, batch: "2" },
      'batch is the text "2", and a whole number of at least 1 is',
    ],
    ["another name", { ...batch, target: 1 }, "found the batch's target, and targets is wanted"],
    ["no targets", { ...batch, targets: undefined }, "targets is missing, and an Int32Array"],
    [
      "few targets",
      { ...batch, targets: Int32Array.of(0) },
      "targets has length 1, and 3 time steps",
    ],
    [
      "a mask",
      { ...batch, mask: new Float32Array(6) },
      "found a mask beside classes, and a target",
    ],
  ])("is refused that is wrong: %s", (_, wrong, message) => {
    expect(() => checkBatch("learn", wrong as Batch, symbols)).toThrow(`Cannot learn: ${message}`);
  });

  it("of vectors is refused with the numbers it wants", () => {
    expect(() =>
      checkInputs("read", { timeSteps: 3, batch: 2, inputs: new Float32Array(6) }, vectors)
    )
      .toThrow(
        "Cannot read: inputs has length 6, and 3 time steps × 2 sequences × 2 numbers = 12 is wanted",
      );
    expect(() => checkBatch("learn", { ...numbers, mask: new Float32Array(3) }, vectors)).toThrow(
      "mask has length 3, and 3 time steps × 2 sequences = 6 is wanted",
    );
  });

  it("knows where it is asked", () => {
    expect([...labelledRows(batch)]).toEqual([3, 4]);
    expect(firstLabelledStep(batch)).toBe(1);
    expect([...labelledRows(numbers)]).toEqual([3, 4]);
    expect([...labelledRows({ ...numbers, mask: undefined })]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("is not cut into endless or no pieces", () => {
    expect(() => truncate(batch, 0)).toThrow("steps is 0, and a whole number of at least 1 is");
    expect(() => truncate(batch, Infinity)).toThrow(
      "steps is Infinity, and a whole number of at most",
    );
  });

  it("of 130,000 sequences is laid out like one of two", () => {
    const many = symbolBatch(130_000, (b) => ({ inputs: [b % 2], targets: [1] }));
    expect([many.timeSteps, many.inputs.length, many.inputs[129_999]]).toEqual([1, 130_000, 1]);
  });

  it("that would not fit is refused before it is drawn", () => {
    const long = { inputs: new Int8Array(1e7), targets: new Int8Array(1e7) };
    let drawn = 0;
    const draw = () => (drawn++, long);
    expect(() => symbolBatch(1000, draw)).toThrow(
      "Cannot lay sequences side by side: 10000000 time steps × 1000 sequences × 1 numbers are too",
    );
    expect(drawn).toBe(1);
  });
});

describe("a sequence that is drawn", () => {
  // deno-lint-ignore no-explicit-any -- wrong on purpose
  const side = (inputs: any, targets: any) => () => symbolBatch(2, () => ({ inputs, targets }));
  it.each<[string, unknown, unknown, string]>([
    ["fewer targets", [0, 1, 1], [1], "found 3 inputs and 1 targets in sequence 0"],
    ["more targets", [0], [1, 1], "found 1 inputs and 2 targets in sequence 0"],
    ["half a target", [0], [0.7], "sequence 0: targets[0] is 0.7, and a whole number"],
    ["NaN", [0], [NaN], "sequence 0: targets[0] is NaN"],
    ["a text", [0], ["x"], 'sequence 0: targets[0] is the text "x"'],
    ["a target too large", [0], [2 ** 40], "sequence 0: targets[0] is 1099511627776"],
    ["a target below −1", [0, 0], [-1, -7], "sequence 0: targets[1] is -7"],
    ["a symbol too large", [2 ** 33], [0], "sequence 0: inputs[0] is 8589934592"],
    ["a symbol below 0", [-3], [0], "sequence 0: inputs[0] is -3"],
    ["a text in place of symbols", "01", [0, 1], "two lists or typed arrays"],
    ["what only has a length", { length: -1 }, { length: -1 }, "two lists or typed arrays"],
  ])("with %s is refused", (_, inputs, targets, why) => {
    expect(side(inputs, targets)).toThrow(why);
  });
});
