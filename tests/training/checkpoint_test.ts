/** Stop and go on: wherever a training is left, it ends with the bits of one that was never left. */

import { describe, expect, it } from "vitest";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import { parity } from "../../lib/tasks/parity.ts";
import * as t from "../../lib/tensor/mod.ts";
import { type Batch, truncate } from "../../lib/batch.ts";
import { adam, type Optimizer, type Params, sgd } from "../../lib/training/optimizer.ts";
import { readSafetensors } from "../../lib/training/safetensors.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";

const task = parity({ timeSteps: 5 });
/** A state that begins at ½ everywhere. */
const start = (state: Record<string, t.Tensor>) =>
  Object.fromEntries(
    Object.entries(state).map(([name, { shape }]) => [name, t.full(shape, 0.5)]),
  ) as { h: t.Tensor; c: t.Tensor };
const model = (seed = 0, hiddenSize = 6) =>
  sequenceModel({ ...task, cell: lstm, hiddenSize, random: createRandom(seed) });

/** A learner's optimizer, with all that plain data can be: grows as it goes, and keeps what it was given. */
const own: Optimizer<{
  params: Params;
  steps: number;
  lowest: number;
  sums: Map<string, number[]>;
  last: Record<string, t.Tensor>;
  counts: Int32Array;
}> = {
  name: "own",
  settings: {},
  init: (params) => ({
    params,
    steps: 0,
    lowest: Infinity,
    sums: new Map(),
    last: {},
    counts: new Int32Array(2),
  }),
  update(params, memory, scale = 1) {
    memory.steps++;
    for (const [name, param] of Object.entries(params)) {
      if (!param.grad) continue;
      const g = param.grad.values();
      const before = memory.last[name]?.values() ?? new Float32Array(g.length);
      const sums = memory.sums.get(name) ?? Array.from(g, () => 0);
      const next = param.values().map((value, i) => {
        sums[i] += Math.abs(g[i]) * scale;
        memory.lowest = Math.min(memory.lowest, g[i]);
        return value - 0.02 * (g[i] * scale + 0.5 * before[i]) - 1e-4 * memory.counts[0];
      });
      memory.sums.set(name, sums);
      memory.last[name] = t.keep(t.tensor(g, { shape: param.shape }));
      memory.counts[0] = memory.steps % 3;
      memory.params[name].assign(next);
    }
  },
};

/** Batches one after another, cut from long ones: memory goes on within each, and not beyond. */
function* pieces(): Generator<Batch> {
  const random = createRandom(3);
  for (;;) yield* truncate(parity({ timeSteps: 9 }).sample(random, 4), 3);
}

const normals = {
  name: "normals",
  sample(random: ReturnType<typeof createRandom>, batch: number): Batch {
    // An odd number of normal deviates, so that one is left over.
    const inputs = Float32Array.from({ length: batch }, () => random.normal());
    return { timeSteps: 1, batch, inputs, targets: Float32Array.from(inputs, (x) => 2 * x) };
  },
};

const cases: Record<string, () => TrainOptions> = {
  "adam": () => ({ model: model(), task, updates: 7, batch: 4, seed: 1 }),
  "evaluations": () => ({ model: model(), task, updates: 7, batch: 4, seed: 1, evaluateEvery: 3 }),
  "momentum": () => ({
    model: model(),
    task,
    updates: 7,
    batch: 4,
    seed: 1,
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }),
  }),
  "a learner's optimizer": () => ({
    model: model(),
    task,
    updates: 7,
    batch: 4,
    seed: 1,
    optimizer: own,
  }),
  "batches that continue": () => ({ model: model(), task: pieces(), updates: 7, seed: 0 }),
  "memory that goes on": () => ({
    model: model(),
    task: pieces(),
    updates: 7,
    seed: 0,
    stateful: true,
  }),
  "normal deviates, in float64": () => ({
    model: sequenceModel({
      input: { kind: "vectors", size: 1 },
      outputSize: 1,
      cell: rnn,
      hiddenSize: 3,
      random: createRandom(0),
      backend: t.reference,
    }),
    task: normals,
    updates: 7,
    batch: 3,
    seed: 5,
  }),
};

const weightsOf = ({ model }: TrainOptions) =>
  Object.fromEntries(Object.entries(model.params).map(([name, p]) => [name, p.values()]));

describe.each(Object.entries(cases))("a training with %s", (_, make) => {
  it("goes on after any event as if nothing had been", () => {
    const whole = make();
    const events = [...train(whole)];
    for (let stop = 0; stop <= events.length; stop++) {
      const left = train(make());
      for (let i = 0; i < stop; i++) left.next();
      const bytes = left.checkpoint({ stop });

      const again = make();
      for (const param of Object.values(again.model.params)) param.assign(param.values().fill(9));
      const training = train(again);
      const { update, more } = training.goOn(bytes);
      expect(update).toBe(events[stop - 1]?.update ?? 0);
      expect(more).toEqual({ stop });
      const rest = [...training];
      // Only the last event comes again where it had come already.
      expect(rest).toEqual(events.slice(Math.min(stop, events.length - 1)));
      expect(weightsOf(again)).toEqual(weightsOf(whole));
    }
  });
});

describe("a checkpoint", () => {
  const set = (more: Partial<TrainOptions> = {}): TrainOptions => ({
    model: model(),
    task,
    updates: 4,
    batch: 4,
    seed: 1,
    ...more,
  });
  const after = (updates: number, options = set()) => {
    const training = train(options);
    for (let i = 0; i < updates; i++) training.next();
    return training.checkpoint();
  };

  it("goes on to more updates than were first asked for", () => {
    const long = set({ updates: 9 });
    const events = [...train(long)];
    const again = set({ updates: 9 });
    const training = train(again);
    training.goOn(after(4));
    expect([...training]).toEqual(events.slice(4));
    expect(weightsOf(again)).toEqual(weightsOf(long));
  });

  it("is taken after a break out of the loop as well", () => {
    const left = train(set());
    for (const { update } of left) if (update === 2) break;
    const training = train(set());
    expect(training.goOn(left.checkpoint()).update).toBe(2);
    expect([...training].map(({ kind, update }) => `${kind} ${update}`)).toEqual([
      "update 3",
      "update 4",
      "done 4",
    ]);
  });

  it.each<[string, () => Partial<TrainOptions>, string]>([
    ["another seed", () => ({ seed: 2 }), "whose seed was 1 and is 2"],
    ["another batch", () => ({ batch: 5 }), "whose batch was 4 and is 5"],
    ["no clipping", () => ({ clip: null }), "whose clip was 1 and is null"],
    ["another rate", () => ({ learningRate: 0.01 }), '"learningRate":0.005'],
    ["another optimizer", () => ({ optimizer: sgd({ learningRate: 0.005 }) }), '{"name":"adam"'],
    [
      "another rate of a given optimizer",
      () => ({ optimizer: adam({ learningRate: 0.1 }) }),
      "0.1",
    ],
    [
      "another task",
      () => ({ task: { ...task, name: "other" } }),
      'whose task was {"name":"parity"',
    ],
    [
      "a task of the same name that asks for the opposite",
      () => ({
        task: {
          ...task,
          sample(...given: Parameters<typeof task.sample>) {
            const drawn = task.sample(...given);
            return { ...drawn, targets: (drawn.targets as Int32Array).map((odd) => 1 - odd) };
          },
        },
      }),
      "which read other sequences, or was asked something else",
    ],
    [
      "a cell that computes otherwise",
      () => ({
        model: sequenceModel({
          ...{ ...task, hiddenSize: 6, random: createRandom(0) },
          cell: (options: Parameters<typeof lstm>[0]) => {
            const cell = lstm(options);
            return { ...cell, initialState: (batch: number) => start(cell.initialState(batch)) };
          },
        }),
      }),
      "whose net answers otherwise with these weights",
    ],
    ["another length", () => ({ task: parity({ timeSteps: 6 }) }), '"timeSteps":6'],
    ["other overrides", () => ({ overrides: { timeSteps: 6 } }), "whose overrides was none"],
    ["more units", () => ({ model: model(0, 7) }), "whose model was lstm"],
    ["fewer updates", () => ({ updates: 2 }), "3 updates were made, and at most 2 are wanted"],
  ])("of a training with %s is refused, and nothing changes", (_, more, message) => {
    const options = set(more());
    const before = weightsOf(options);
    const training = train(options);
    expect(() => training.goOn(after(3))).toThrow(message);
    expect(weightsOf(options)).toEqual(before);
    const fresh = set(more());
    expect([...training]).toEqual([...train(fresh)]);
    expect(weightsOf(options)).toEqual(weightsOf(fresh));
  });

  it("is refused by a training that has begun, and where batches end too soon", () => {
    const begun = train(set());
    begun.next();
    expect(() => begun.goOn(after(3))).toThrow("this training has begun, and a new one is wanted");

    const some = (count: number) =>
      set({ task: [...pieces().take(count)], batch: undefined, updates: 6 });
    const short = some(2);
    const before = weightsOf(short);
    expect(() => train(short).goOn(after(3, some(9)))).toThrow("there are only 2 batches");
    expect(weightsOf(short)).toEqual(before);
  });

  it("is a safetensors file that says what it is; another such file is refused", () => {
    const bytes = after(2);
    const { tensors, metadata } = readSafetensors(bytes);
    expect(metadata.kind).toBe("checkpoint of form 2");
    expect(Object.keys(tensors).some((name) => name.includes("memory.mean.rnn."))).toBe(true);
    const refused = (found: Uint8Array) => () => train(set()).goOn(found);
    expect(refused(new Uint8Array(3))).toThrow("found 3 bytes");
    expect(refused(bytes.slice(0, -1))).toThrow("Cannot read safetensors");
    const text = new TextDecoder("latin1").decode(bytes).replace("of form 2", "of form 3");
    const newer = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(refused(newer)).toThrow(
      "Cannot read a checkpoint of form 2: found a checkpoint of form 3, and a checkpoint of form 2 is wanted",
    );
  });

  it("is refused when a single bit of it has changed, and changes nothing then", () => {
    const bytes = after(2);
    for (let at = 8; at < bytes.length; at += 37) {
      const damaged = bytes.slice();
      damaged[at] ^= 4;
      const training = set();
      const before = weightsOf(training);
      const goOn = () => train(training).goOn(damaged);
      expect(goOn, `byte ${at}`).toThrow(/^Cannot read /);
      expect(weightsOf(training)).toEqual(before);
    }
    expect(() => train(set()).goOn(bytes)).not.toThrow();
  });

  it("cannot be taken when an update has failed half way", () => {
    const training = train(set({ task: [...pieces().take(1)], batch: undefined }));
    training.next();
    training.checkpoint();
    expect(() => training.next()).toThrow("there are only 1 batches");
    expect(() => training.checkpoint()).toThrow(
      "Cannot take a checkpoint: update 2 failed half way",
    );
  });

  it("cannot be taken of an optimizer that remembers a function", () => {
    const closed: Optimizer = {
      name: "closed",
      settings: {},
      init: () => ({ rate: () => 1 }),
      update: () => {},
    };
    expect(() => after(1, set({ optimizer: closed }))).toThrow(
      "memory.rate: found the function rate, and plain data is wanted",
    );
  });

  it("is not taken of an optimizer that does not say how it was made", () => {
    const silent: Optimizer = { name: "silent", init: () => 0, update: () => {} };
    expect(() => after(1, set({ optimizer: silent }))).toThrow(
      "Cannot take a checkpoint: the optimizer silent does not say how it was made, and settings",
    );
  });
});

describe("a checkpoint of batches", () => {
  const list = (seed: number, count: number) => {
    const random = createRandom(seed);
    return Array.from({ length: count }, () => task.sample(random, 4));
  };
  const on = (batches: Batch[], updates = 4): TrainOptions => ({
    ...{ model: model(), task: batches, updates, seed: 1 },
  });
  it("goes on where more follow, and not where others were read", () => {
    const begun = train(on(list(0, 4), 3));
    begun.next();
    begun.next();
    const bytes = begun.checkpoint();
    expect(train(on([...list(0, 4), ...list(5, 2)], 6)).goOn(bytes).update).toBe(2);
    expect(() => train(on(list(7, 4))).goOn(bytes)).toThrow("which read other sequences");
    const another = list(0, 4);
    another[0] = list(8, 1)[0]; // the first, where the second was read last
    expect(() => train(on(another)).goOn(bytes)).toThrow("which read other sequences");
  });
});

describe("a checkpoint of a task that counts what it draws", () => {
  const counting = () => {
    let drawn = 0;
    return {
      name: "counting",
      sample: (_: unknown, size: number) => task.sample(createRandom(drawn++), size),
    };
  };
  const on = (source: TrainOptions["task"]): TrainOptions => ({
    ...{ model: model(), task: source, updates: 4, seed: 1 },
  });
  it("takes nothing from the training", () => {
    const [one, other] = [on(counting()), on(counting())];
    for (const _ of train(one));
    const kept = train(other);
    kept.next();
    kept.checkpoint();
    for (const _ of kept);
    expect(weightsOf(other)).toEqual(weightsOf(one));
  });

  it("and batches that come only once are told from others", () => {
    const begun = train(on([...pieces().take(4)]));
    begun.next();
    begun.next();
    const bytes = begun.checkpoint();
    expect(train(on(pieces())).goOn(bytes).update).toBe(2);
    const others = pieces();
    others.next();
    expect(() => train(on(others)).goOn(bytes)).toThrow("which read other sequences");
  });
});
