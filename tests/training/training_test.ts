import { lossOf } from "../../lib/training/loss.ts";
import { describe, expect, it } from "vitest";
import { feedforwardSlots, feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom, type Random } from "../../lib/random.ts";
import * as t from "../../lib/tensor/mod.ts";
import { type Batch, truncate } from "../../lib/batch.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import { adam, clipScale, gradientNorm, sgd } from "../../lib/training/optimizer.ts";
import { loadParams } from "../../lib/training/load_params.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/training/safetensors.ts";
import { finish, train } from "../../lib/training/train.ts";
import { needs } from "../support/permissions.ts";

const input = { kind: "symbols", vocab: ["a", "b", "c"] } as const;

/** Say again what was said one step before. */
const echo = {
  name: "echo",
  sample(random: Random, batch: number, overrides: { timeSteps?: number } = {}): Batch {
    const { timeSteps = 6 } = overrides;
    const inputs = Int32Array.from({ length: timeSteps * batch }, () => random.integer(0, 3));
    const targets = inputs.map((_, i) => (i < batch ? -1 : inputs[i - batch]));
    return { timeSteps, batch, inputs, targets };
  },
};

const model = (seed = 0, backend = t.simd) =>
  sequenceModel({
    input,
    outputSize: 3,
    cell: rnn,
    hiddenSize: 12,
    random: createRandom(seed),
    backend,
  });

describe("train", () => {
  it("learns what memory is needed for, and a snapshot cannot", () => {
    const learner = model();
    const { evaluation } = finish(
      train({ model: learner, task: echo, updates: 150, seed: 1, evaluateEvery: 150 }),
    );
    expect(evaluation!.accuracy).toBe(1);
    expect(evaluate(learner, echo, { overrides: { timeSteps: 40 } }).accuracy).toBeGreaterThan(
      0.95,
    );

    const snapshot = feedforwardWindow({
      window: 1,
      input,
      outputSize: 3,
      hiddenSize: 32,
      random: createRandom(0),
    });
    finish(train({ model: snapshot, task: echo, updates: 150, seed: 1 }));
    expect(evaluate(snapshot, echo).accuracy).toBeLessThan(0.45);
  });

  it("gives the same bits for the same seed, and others for another", () => {
    const losses = (seed: number) =>
      [...train({ model: model(3), task: echo, updates: 5, seed })].map((event) =>
        event.kind === "update" ? event.loss : 0
      );
    expect(losses(1)).toEqual(losses(1));
    expect(losses(1)).not.toEqual(losses(2));
  });

  it("follows the same path in float32 as in float64, for a while", () => {
    const loss = (backend: t.Backend) =>
      finish(train({ model: model(3, backend), task: echo, updates: 20, seed: 1 })).loss;
    expect(Math.abs(loss(t.simd) / loss(t.reference) - 1)).toBeLessThan(1e-5);
  });

  it("tells what happens, in order", () => {
    const kinds = [...train({ model: model(), task: echo, updates: 4, seed: 0, evaluateEvery: 2 })]
      .map(({ kind, update }) => `${kind} ${update}`);
    expect(kinds).toEqual([
      "update 1",
      "update 2",
      "evaluation 2",
      "update 3",
      "update 4",
      "evaluation 4",
      "done 4",
    ]);
  });

  it("stops when its signal aborts, and keeps what was learned", () => {
    const controller = new AbortController();
    const events = train({
      model: model(),
      task: echo,
      updates: 10,
      seed: 0,
      signal: controller.signal,
    });
    events.next();
    controller.abort(new Error("Interrupted"));
    expect(() => events.next()).toThrow("Interrupted");
    expect(t.simd.memory.scope).toBeNull();
  });

  it("uses no more memory in a thousand updates than in ten", () => {
    const learner = model();
    const run = (updates: number) =>
      finish(train({ model: learner, task: echo, updates, seed: 0, batch: 4 }));
    run(10);
    const { extent } = t.simd.memory;
    run(1000);
    // Adam's averages of the second run are the only new permanent places.
    expect(t.simd.memory.extent - extent).toBeLessThan(4 * 12 * 16 + 16 * 16);
  });

  it.each<[string, "relu" | "tanh", number, number, string]>([
    ["operation", "relu", 1e10, 0, "Cannot go backward from a loss"],
    ["parameter", "tanh", 1e-30, 1e10, "Cannot update [a-z_0-9.]+ of shape"],
  ])(
    "names the update and the %s when the numbers explode",
    (_, activation, learningRate, momentum, message) => {
      const optimizer = sgd({ learningRate, momentum });
      const random = createRandom(0);
      const net = sequenceModel({
        ...{ input, outputSize: 3, cell: rnn, hiddenSize: 12, random },
        cellOptions: { activation },
      });
      const wild = train({ model: net, task: echo, updates: 50, seed: 0, optimizer, clip: null });
      expect(() => finish(wild)).toThrow(
        new RegExp(`^Cannot make update \\d+ of the rnn model: ${message}`),
      );
    },
  );

  it("refuses options that mean nothing", () => {
    const wrong = (options: object) => () =>
      finish(train({ model: model(), task: echo, updates: 1, seed: 0, ...options }));
    expect(wrong({ updates: 0 })).toThrow("updates is 0");
    expect(wrong({ batch: 1.5 })).toThrow("batch is 1.5");
    expect(wrong({ clip: 0 })).toThrow("clip is 0");
    expect(wrong({ model: { ...model(), params: {} } })).toThrow("no parameters");
    expect(wrong({ task: [], updates: 1 })).toThrow("there are only 0 batches");
  });
});

describe("clipping", () => {
  it("shortens the gradient to the limit and keeps its direction", () => {
    const w = t.parameter([3, 4]);
    t.backward(t.sum(t.multiply(t.square(w), 0.5)));
    expect(gradientNorm({ w })).toBeCloseTo(5, 6);
    expect(clipScale(5, 1)).toBeCloseTo(0.2, 6);
    expect(clipScale(0.5, 1)).toBe(1);
    const optimizer = sgd({ learningRate: 1 });
    optimizer.update({ w }, optimizer.init({ w }), clipScale(5, 1));
    expect(w.values()[0]).toBeCloseTo(2.4, 5);
    expect(w.values()[1]).toBeCloseTo(3.2, 5);
  });
});

describe("truncated back-propagation through time", () => {
  const whole = echo.sample(createRandom(1), 2, { timeSteps: 7 });
  it("cuts a sequence into pieces that continue each other", () => {
    const pieces = truncate(whole, 3);
    expect(pieces.map(({ timeSteps, continues }) => [timeSteps, continues])).toEqual([
      [3, false],
      [3, true],
      [1, true],
    ]);
    expect(pieces.flatMap(({ inputs }) => [...inputs])).toEqual([...whole.inputs]);
    expect(pieces.flatMap(({ targets }) => [...targets])).toEqual([...whole.targets]);
  });

  it("hands the memory on: pieces give the outputs of the whole", () => {
    const learner = model();
    const outputs = learner.forward(whole).outputs.values();
    let state;
    const pieced: number[] = [];
    for (const piece of truncate(whole, 3)) {
      const answer = learner.forward(piece, { state });
      pieced.push(...answer.outputs.values());
      state = answer.state;
    }
    expect(pieced).toEqual([...outputs]);
  });

  it("stateful training remembers across batches; without it, the first answer of a piece is a guess", () => {
    const random = createRandom(4);
    const stream = function* () {
      // One long text in pieces of one step: without memory from piece to piece there is nothing to echo.
      let last = Int32Array.from({ length: 16 }, () => random.integer(0, 3));
      for (;;) {
        const inputs = Int32Array.from({ length: 16 }, () => random.integer(0, 3));
        yield { timeSteps: 1, batch: 16, inputs, targets: last };
        last = inputs;
      }
    };
    const losses = [true, false].map((stateful) =>
      finish(train({ model: model(), task: stream(), stateful, updates: 400, seed: 0 })).loss
    );
    expect(losses[1]).toBeGreaterThan(1);
    // Derivatives stop at each step, yet the random memory it starts with is enough to read from.
    expect(losses[0]).toBeLessThan(losses[1] - 0.1);
  });
});

describe("rivals without memory", () => {
  const sizes = { input, outputSize: 3, hiddenSize: 32, random: createRandom(0) };
  it("a window that sees the last two steps can echo", () => {
    const window = feedforwardWindow({ ...sizes, window: 2 });
    finish(train({ model: window, task: echo, updates: 200, seed: 1 }));
    expect(evaluate(window, echo).accuracy).toBe(1);
  });

  it("slots for the whole sequence can echo, at that length and no other", () => {
    const slots = feedforwardSlots({ ...sizes, slots: 6 });
    finish(train({ model: slots, task: echo, updates: 400, seed: 1, learningRate: 0.02 }));
    expect(evaluate(slots, echo).accuracy).toBeGreaterThan(0.95);
    expect(() => evaluate(slots, echo, { overrides: { timeSteps: 7 } })).toThrow(
      "Cannot read a sequence of 7 with a feedforward net of 6 input slots",
    );
  });
});

describe("safetensors", () => {
  it("keep parameters to the bit, and refuse what does not fit", () => {
    const [from, to] = [model(1), model(2)];
    const bytes = encodeSafetensors(from.params, { note: "test" });
    loadParams(to.params, decodeSafetensors(bytes));
    expect(to.params["rnn.weight_hh_l0"].values()).toEqual(
      from.params["rnn.weight_hh_l0"].values(),
    );
    const other = { ...decodeSafetensors(bytes) };
    delete other["readout.bias"];
    expect(() => loadParams(to.params, other)).toThrow("Cannot load readout.bias: the file holds");
    expect(() => decodeSafetensors(bytes.slice(0, 20))).toThrow("the header should be");
    expect(() => decodeSafetensors(new Uint8Array(3))).toThrow("found 3 bytes");
  });
});

needs({ read: true }).describe("optimizers against PyTorch's", () => {
  it.each(["sgd", "momentum", "adam"] as const)("%s, with clipping", async (name) => {
    const stored = decodeSafetensors(
      await Deno.readFile(new URL("../../data/pytorch/optimizers.safetensors", import.meta.url)),
    );
    const optimizer = {
      sgd: sgd({ learningRate: 0.1 }),
      momentum: sgd({ learningRate: 0.1, momentum: 0.9 }),
      adam: adam({ learningRate: 0.1 }),
    }[name];
    for (const [backend, tolerance] of [[t.reference, 1e-12], [t.simd, 1e-6]] as const) {
      const w = t.parameter(stored.start.values, { backend });
      const memory = optimizer.init({ w });
      for (let step = 0; step < 6; step++) {
        const gradient = t.tensor(stored.gradients.values.slice(step * 7, step * 7 + 7), {
          backend,
        });
        t.backward(t.sum(t.multiply(w, gradient)));
        // deno-lint-ignore no-explicit-any
        optimizer.update({ w }, memory as any, clipScale(gradientNorm({ w }), 2));
        const wanted = stored[name].values.slice(step * 7, step * 7 + 7);
        w.values().forEach((x, i) => expect(Math.abs(x - wanted[i])).toBeLessThan(tolerance));
      }
    }
  });
});

describe("a bidirectional model", () => {
  it("is not evaluated with memory from the end of the batch before", () => {
    const both = sequenceModel({
      ...{ input, outputSize: 3, cell: rnn, hiddenSize: 4, bidirectional: true },
      random: createRandom(0),
    });
    const pieces = truncate(echo.sample(createRandom(1), 2), 3);
    expect(pieces.length).toBeGreaterThan(1);
    expect(() => evaluate(both, pieces)).toThrow(
      "Cannot hand on the memory of the bidirectional rnn model",
    );
    const apart = pieces.map((batch) => ({ ...batch, continues: false }));
    expect(evaluate(both, apart).labels).toBeGreaterThan(0);
  });
});

describe("a model with a parameter that it does not list", () => {
  it("is not trained", () => {
    const whole = model();
    const { "readout.bias": _, ...params } = whole.params;
    const training = train({ model: { ...whole, params }, task: echo, updates: 2, seed: 0 });
    expect(() => finish(training)).toThrow(
      /^Cannot make update 1 of the \w+ model: its forward uses readout.bias of shape \[3\], which is not/,
    );
  });
});

describe("infinite inputs", () => {
  it.each([Infinity, -Infinity, NaN])("are refused, where %s is read", (wrong) => {
    const vectors = { kind: "vectors", size: 1 } as const;
    const batch = {
      ...{ timeSteps: 3, batch: 1, inputs: Float32Array.of(1, wrong, 1) },
      targets: new Float32Array(3),
    };
    const sizes = { input: vectors, outputSize: 1, hiddenSize: 4, random: createRandom(0) };
    for (
      const net of [
        sequenceModel({ ...sizes, cell: rnn }),
        feedforwardWindow({ ...sizes, window: 2 }),
        feedforwardSlots({ ...sizes, slots: 3 }),
      ]
    ) {
      const why =
        `Cannot read a batch: one of its inputs is ${wrong}, and finite numbers are wanted`;
      expect(() => evaluate(net, [batch])).toThrow(why);
      expect(() => finish(train({ model: net, task: [batch], updates: 1, seed: 0 }))).toThrow(why);
      expect(() => net.forward(batch)).toThrow();
      expect(() => t.inArena(() => net.forward(batch))).toThrow(why);
    }
  });
});

describe("what is run to its end", () => {
  it.each<[string, unknown, string]>([
    ["an asynchronous generator", (async function* () {})(), "its next() gave a promise"],
    ["what gives nothing", { next: () => undefined }, "its next() gave undefined"],
  ])("gives its events at once: %s", (_, events, why) => {
    expect(() => finish(events as Iterator<unknown, unknown, void>)).toThrow(why);
  });
});

describe("a loss from a step on", () => {
  it.each([0.5, "1", true, null, 2, -1])("is of a whole step: %s", (from) => {
    const batch = {
      ...{ timeSteps: 2, batch: 2, inputs: Int32Array.of(0, 0, 0, 0) },
      targets: Int32Array.of(-1, -1, 1, 0),
    };
    const outputs = t.tensor([[1, 2], [2, 3], [0, 9]]);
    // deno-lint-ignore no-explicit-any -- wrong on purpose
    expect(() => lossOf({ outputs, from: from as any }, batch)).toThrow(
      "Cannot take the loss: from",
    );
  });
});
