/** What cells and nets are made from is looked at before anything is made. */

import { unroll } from "../../lib/cells/unroll.ts";
import { describe, expect, it } from "vitest";
import { attention, positionCodes } from "../../lib/cells/attention.ts";
import { convolution } from "../../lib/cells/convolution.ts";
import { feedforwardSlots, feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { gru } from "../../lib/cells/gru.ts";
import { identity, normal, orthogonal, uniform } from "../../lib/cells/initialize.ts";
import { linearMemory } from "../../lib/cells/linear_memory.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { minGru } from "../../lib/cells/min_gru.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import { parity } from "../../lib/tasks/parity.ts";
import { zeros } from "../../lib/tensor/mod.ts";

const random = createRandom(0);
const sizes = { inputSize: 2, hiddenSize: 3, random };
const net = { input: parity().input, outputSize: 2, hiddenSize: 3, random };
const nets = { ...net, cell: rnn };
const read = { timeSteps: 2, batch: 1, inputs: Int32Array.of(0, 1) };
const vectors = { kind: "vectors", size: 2 } as const;

/** What any maker is given, wrong as it may be. */
// deno-lint-ignore no-explicit-any
type Given = any;

describe.each<[string, (options: Given) => unknown]>([
  ["make an rnn cell", (more) => rnn({ ...sizes, ...more })],
  ["make an lstm cell", (more) => lstm({ ...sizes, ...more })],
  ["make a gru cell", (more) => gru({ ...sizes, ...more })],
  ["make a minGru cell", (more) => minGru({ ...sizes, ...more })],
  ["make a linear memory", (more) => linearMemory({ ...sizes, ...more })],
  ["make a sequence model", (more) => sequenceModel({ ...nets, ...more })],
  ["make a feedforward net", (more) => feedforwardWindow({ ...net, window: 2, ...more })],
  ["make a feedforward net", (more) => feedforwardSlots({ ...net, slots: 2, ...more })],
  ["make a convolution", (more) => convolution({ ...net, ...more })],
  ["make an attention model", (more) => attention({ ...net, ...more })],
])("to %s", (doing, make) => {
  it.each<[object, string]>([
    [{ hidenSize: 3 }, "found the option hidenSize, and hiddenSize is wanted"],
    [{ activaton: "relu" }, "found the option activaton, and "],
    [
      { hiddenSize: "32" },
      'hiddenSize is the text "32", and a whole number of at least 1 is wanted',
    ],
    [
      { hiddenSize: undefined },
      "hiddenSize is missing, and a whole number of at least 1 is wanted",
    ],
    [{ hiddenSize: 1e12 }, "hiddenSize is 1000000000000, and a whole number of at most 10,000,000"],
    [
      { random: 7 },
      "random is 7, and a stream of random numbers, such as createRandom(0), is wanted",
    ],
    [{ random: Math.random }, "random is the function random, and a stream of random numbers"],
    [
      { backend: "simd" },
      'backend is the text "simd", and a back end, simd or reference, is wanted',
    ],
  ])("%j is refused", (more, message) => {
    expect(() => make(more)).toThrow(`Cannot ${doing}: ${message}`);
  });
});

it.each<[string, () => unknown, string]>([
  ["sigmoid", () => rnn({ ...sizes, activation: "sigmoid" } as Given), 'one of "tanh", "relu"'],
  [
    "no init",
    () => rnn({ ...sizes, init: "xavier" } as Given),
    'init is the text "xavier", and one',
  ],
  [
    "a bias beside init",
    () => lstm({ ...sizes, forgetBias: 3 } as Given),
    "found the option forgetBias, and init: { forgetBias: … }, with the name under init, is wanted",
  ],
  [
    "a bias in cellOptions",
    () => sequenceModel({ ...nets, cell: lstm, cellOptions: { forgetBias: 3 } }),
    "found the option forgetBias, and init: { forgetBias: … }, with the name under init, is wanted",
  ],
  [
    "a size in cellOptions",
    () => sequenceModel({ ...nets, cellOptions: { hiddenSize: 3 } }),
    "found hiddenSize in cellOptions, and it is wanted among the model's own options",
  ],
  [
    "a cell by name",
    () => sequenceModel({ ...nets, cell: "rnn" } as Given),
    'cell is the text "rnn", and a function that makes cells, such as lstm or gru, is wanted',
  ],
  [
    "a cell in place of its maker",
    () => sequenceModel({ ...nets, cell: rnn(sizes) } as Given),
    "cell is an object of kind, inputSize, ",
  ],
  [
    "a maker that returns nothing",
    () => sequenceModel({ ...nets, cell: function mine() {} } as Given),
    "what mine returned is undefined, and a cell is wanted",
  ],
  [
    "layers back and forth",
    () => sequenceModel({ ...nets, layers: 2, bidirectional: true }),
    "found 2 layers in a bidirectional model, and one is wanted",
  ],
  [
    "vectors embedded",
    () => sequenceModel({ ...nets, input: vectors, embeddingSize: 2 }),
    "found embeddingSize for inputs that are vectors, and symbols are wanted with it",
  ],
  [
    "no input",
    () => sequenceModel({ ...nets, input: "text" } as Given),
    'input is the text "text",',
  ],
  ["no window", () => feedforwardWindow(net as Given), "window is missing, and a whole number"],
  [
    "a window beyond reason",
    () => feedforwardWindow({ ...net, window: 1e6 }),
    "window is 1000000, and a whole number from 1 to 10000 is wanted",
  ],
  [
    "so many layers",
    () => sequenceModel({ ...nets, layers: 1e6 }),
    "layers is 1000000, and a whole number from 1 to 1000 is wanted",
  ],
  [
    "weights without room, before any is drawn",
    () => {
      const none = () => {
        throw new Error("drew a weight");
      };
      lstm({ inputSize: 3, hiddenSize: 1e7, random: { ...random, uniform: none, next: none } });
    },
    "Cannot make weights: their number is 400000000000000",
  ],
  [
    "a cell of another size than asked for",
    () => sequenceModel({ ...nets, cell: (more) => rnn({ ...more, hiddenSize: 9 }) }),
    "the rnn cell has hiddenSize 9, and 3 is wanted, as it was asked for",
  ],
  [
    "memory for a window",
    () => feedforwardWindow({ ...net, window: 2 }).forward(read, { state: { h: zeros([1, 3]) } }),
    "found the state h, and it has no memory; a model with one is wanted, or no state",
  ],
  [
    "memory for slots",
    () => feedforwardSlots({ ...net, slots: 2 }).forward(read, { state: { h: zeros([1, 3]) } }),
    "found the state h, and it has no memory",
  ],
  [
    "memory for attention",
    () => attention(net).forward(read, { state: { h: zeros([1, 3]) } }),
    "found the state h, and it has no memory",
  ],
  [
    "a window over millions of numbers",
    () => {
      const wide = feedforwardWindow({ ...net, input: vectors, window: 1000 });
      wide.forward({ timeSteps: 500, batch: 1000, inputs: new Float32Array(1e6) });
    },
    "500000 time steps × 1000 sequences × 2 numbers are too many",
  ],
  [
    "a window of tables beyond all memory",
    () => {
      const wide = feedforwardWindow({ ...net, hiddenSize: 500, window: 100 });
      wide.forward({ timeSteps: 100, batch: 1000, inputs: new Int32Array(100_000) });
    },
    "Cannot make room for 5000000000 more numbers",
  ],
  [
    "a glance over 20,000 steps",
    () => attention(net).forward({ timeSteps: 20_000, batch: 1, inputs: new Int32Array(20_000) }),
    "20000 time steps × 1 sequences × 20000 numbers are too many",
  ],
  [
    "window and cell",
    () => feedforwardWindow({ ...nets, window: 2 } as Given),
    "the option cell, and",
  ],
  [
    "positions",
    () => attention({ ...net, positions: "sine" } as Given),
    'positions is the text "sine"',
  ],
  ["no end", () => positionCodes(0, Infinity), "timeSteps is 0, and a whole number of at least 1"],
  ["endless", () => positionCodes(1, Infinity), "size is Infinity, and a whole number of at most"],
  ["too many", () => positionCodes(1e7, 1e7), "are too many, and at most 268435456 numbers in all"],
  [
    "nothing",
    () => (sequenceModel as Given)(),
    "the options are undefined, and an object { input, ",
  ],
  ["weights", () => uniform(random, 1e12, 1), "their number is 1000000000000, and a whole number"],
  ["weights", () => normal(random, NaN, 1), "their number is NaN, and a whole number from 0 to"],
  ["a matrix", () => identity(1e6), "their number is 1000000000000, and a whole number from 0 to"],
  ["a matrix", () => orthogonal(5 as Given, 2), "random is 5, and a stream of random numbers"],
])("%s is refused: %#", (_, make, message) => {
  expect(make).toThrow(message);
});

it("a task may be spread into the options of a model, for its input and outputSize", () => {
  const task = parity();
  expect(sequenceModel({ ...task, cell: gru, hiddenSize: 3, random }).outputSize).toBe(2);
  expect(feedforwardWindow({ ...task, window: 2, hiddenSize: 3, random }).outputSize).toBe(2);
  expect(attention({ ...task, hiddenSize: 3, random }).outputSize).toBe(2);
});

it("a forward is refused whose options or state do not fit the batch", () => {
  const model = sequenceModel(nets);
  const batch = { timeSteps: 2, batch: 3, inputs: new Int32Array(6) };
  const forward = (options: Given) => () => model.forward(batch, options);
  const state = model.forward({ ...batch, batch: 1, inputs: new Int32Array(2) }).state;
  expect(forward({ state })).toThrow(
    "Cannot run the rnn model: the state h_l0 is of 1 sequences, and 3, as many as the batch has,",
  );
  expect(forward({ gate: true })).toThrow("found the option gate, and gates is wanted");
  expect(forward({ from: 2 })).toThrow("from is 2, and a whole number from 0 to 1 is wanted");
  expect(forward({ from: "0" })).toThrow('from is the text "0", and a whole number from 0 to 1');
  expect(() => model.forward(Promise.resolve(batch) as Given)).toThrow(
    "Cannot run the rnn model: the batch is a promise, of what `await` before it would give",
  );
});

it("a vocabulary holds each symbol once", () => {
  const input = { kind: "symbols", vocab: ["a", "b", "a"] } as const;
  expect(() => sequenceModel({ ...nets, input })).toThrow(
    'Cannot make a sequence model: input.vocab[2] is the text "a", and a symbol that does not stand before it is wanted',
  );
});

it("a window of more weights than a memory holds is refused at once", () => {
  const wide = { ...nets, window: 10_000, hiddenSize: 100_000 };
  // deno-lint-ignore no-explicit-any -- the cell is not among its options
  const { cell: _, cellOptions: __, ...rest } = wide as any;
  expect(() => feedforwardWindow(rest)).toThrow(/^Cannot make room for \d+ more numbers/);
});

describe("a symbol that is not in the vocabulary", () => {
  it.each([
    ["a window", feedforwardWindow({ ...net, window: 2 })],
    ["slots", feedforwardSlots({ ...net, slots: 3 })],
    ["a convolution", convolution(net)],
    ["attention", attention(net)],
    ["a recurrent net", sequenceModel(nets)],
  ])("is not read as nothing by %s", (_, model) => {
    for (const symbol of [2, -1]) {
      const inputs = Int32Array.of(0, symbol, 1);
      expect(() => model.forward({ timeSteps: 3, batch: 1, inputs })).toThrow(/symbol|rows?/);
    }
  });
});

describe("where a gate's bias starts", () => {
  it("is a number that float32 holds", () => {
    expect(() => lstm({ ...sizes, init: { forgetBias: 1e39 } })).toThrow("init is an object of");
    expect(() => gru({ ...sizes, init: { keepBias: -1e39 } })).toThrow("init is an object of");
  });
});

describe("a learner's cell", () => {
  const own = (change: Given) => {
    const cell = rnn({ inputSize: 2, hiddenSize: 3, random: createRandom(0) });
    return unroll({ ...cell, ...change(cell) }, zeros([2, 4, 2]), {
      gates: true,
      lengths: Int32Array.of(1, 2, 2, 1),
    });
  };
  const step = (state: Given, gates = {}) => ({
    initialState: () => state,
    step: () => ({ state, gates }),
  });
  it.each<[string, Given, string]>([
    [
      "a counter of its own beside h",
      () => step({ h: zeros([4, 3]), k: zeros([1, 1]) }),
      "its initialState(4) gives k of shape [1, 1], and [4, …], a row for each sequence, is wanted",
    ],
    [
      "a state of one axis",
      () => step({ h: zeros([4, 3]), k: zeros([4]) }),
      "gives k of shape [4]",
    ],
    ["an h of another size", () => step({ h: zeros([4, 2]) }), "[4, 3], [batch, hiddenSize],"],
    ["no h", () => step({ k: zeros([4, 1]) }), "gives h as undefined"],
    ["no state", () => ({ initialState: () => undefined }), "gives h as undefined"],
    [
      "other gates at another step",
      (cell: Given) => {
        let t = 0;
        return {
          step: () => ({
            state: cell.initialState(4),
            gates: t++ === 0 ? { z: zeros([4, 3]) } : {},
          }),
        };
      },
      "step 1 returned no gates.z, and the same gates are wanted at each step, z",
    ],
  ])("with %s is told at once", (_, change, why) => {
    expect(() => own(change)).toThrow(why);
  });
});

it("a model's parameters are its own: none can be put in another's place", () => {
  const model = sequenceModel(nets);
  const params = model.params as Record<string, Given>;
  const [name] = Object.keys(params);
  expect(() => params[name] = params["readout.bias"]).toThrow("read only");
  expect(() => params.more = params[name]).toThrow("not extensible");
});

describe("a model's forward", () => {
  it("is called on its model, with a state of tensors", () => {
    const model = sequenceModel(nets);
    const { forward } = model;
    expect(() => forward(read)).toThrow("write model.forward(batch)");
    expect(() => model.forward(read, { state: { h_l0: 3 as Given } })).toThrow(
      "the state h_l0 is 3, and a tensor of [batch, hiddenSize] is wanted",
    );
  });
});
