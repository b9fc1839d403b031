/** Batches, losses, optimizers, training, evaluation, experiments, and weights in files. */

import * as lib from "../../../lib/mod.ts";
import type { Random } from "../../../lib/random.ts";
import {
  array,
  call,
  type Given,
  list,
  made,
  nullOr,
  numbers,
  on,
  options,
  perhaps,
  real,
  text,
  value,
  whole,
  word,
} from "../given.ts";
import { type Subject, subject } from "../subject.ts";
import { batchGiven } from "./cells.ts";

const symbols = { kind: "symbols", size: 4 } as const;
const vectors = { kind: "vectors", size: 2 } as const;

/** A batch with something to learn: classes at each step. */
function labelled(
  random: Random,
  timeSteps = random.integer(1, 6),
  batch = random.integer(1, 5),
): Given {
  const targets = Int32Array.from(
    { length: timeSteps * batch },
    (_, at) => at === 0 ? 1 : random.integer(-1, 3),
  );
  return batchGiven(random, random.integer(0, 2) ? symbols : vectors, timeSteps, batch, {
    targets: array(() => targets),
  });
}

const model = (random: Random): Given => {
  const seed = random.integer(0, 100);
  const cell = random.pick([lib.rnn, lib.lstm, lib.gru]);
  return made("a model", () => {
    const { input, outputSize } = lib.tasks.parity();
    return lib.sequenceModel({
      input,
      outputSize,
      cell: cell as lib.CellFactory,
      hiddenSize: 4,
      random: lib.createRandom(seed),
    });
  });
};
const task = (): Given => made("a task", () => lib.tasks.parity({ timeSteps: 4 }));
const optimizerOf = (random: Random): Given => {
  const isAdam = random.integer(0, 2) === 1;
  return on(
    made(
      "an optimizer",
      () => isAdam ? lib.adam({ learningRate: 0.01 }) : lib.sgd({ learningRate: 0.01 }),
    ),
  );
};

const stream = (random: Random): Given => {
  const seed = random.integer(0, 100);
  return on(made("a random stream", () => lib.createRandom(seed)));
};

/** Parameters with derivatives. */
const params = (random: Random): Given =>
  options({ w: withGrad(random, [2, 3]), b: withGrad(random, [3]) }, true);
function withGrad(random: Random, shape: number[]): Given {
  const seed = random.integer(0, 1000);
  return made("a parameter", ({ backend }) => {
    const drawn = lib.createRandom(seed);
    const draw = () =>
      lib.parameter(Float32Array.from({ length: lib.sizeOf(shape) }, () => drawn.normal()), {
        shape,
        backend,
      });
    const parameter = draw();
    lib.backward(lib.sum(lib.multiply(parameter, draw())));
    return parameter;
  });
}

const positive = (random: Random, low: number, high: number): Given => ({
  ...real(random, low, high),
  allows: (found) =>
    typeof found === "number" && Number.isFinite(found) && found >= 0 ? undefined : false,
});
const evaluating = (random: Random): Given =>
  options({
    sequences: perhaps(random, () => whole(random, 1, 20)),
    seed: perhaps(random, () => whole(random, 0, 9, -Infinity)),
    overrides: perhaps(random, () =>
      options({ timeSteps: { ...whole(random, 1, 9), optional: true } })),
  });

/** The first events of a training, and what it returned if it ended with them. */
function firstOf(events: Generator<unknown, unknown>): unknown[] {
  const found: unknown[] = [];
  for (let n = 0; n < 12; n++) {
    const { value, done } = events.next();
    found.push(value);
    if (done) break;
  }
  return found;
}

/** An experiment, small. */
const experiment = (random: Random, evaluated = true): Given =>
  options({
    task: task(),
    model: random.integer(0, 3) === 0
      ? options({ window: whole(random, 1, 3), hiddenSize: whole(random, 1, 5) })
      : options({
        cell: call(random.pick([lib.rnn, lib.lstm, lib.gru])),
        hiddenSize: whole(random, 1, 5),
        layers: perhaps(random, () => whole(random, 1, 2)),
      }),
    seed: whole(random, 0, 99, -Infinity),
    updates: whole(random, 1, 4),
    batch: perhaps(random, () => whole(random, 1, 6)),
    learningRate: perhaps(random, () => positive(random, 0.001, 0.1)),
    optimizer: perhaps(random, () => word(random, "adam", "sgd")),
    clip: nullOr(perhaps(random, () => positive(random, 0.5, 2))),
    ...evaluated &&
      { evaluate: perhaps(random, () => options({ test: evaluating(random) }, true)) },
    keepLosses: perhaps(random, () => value(true, (found) => typeof found === "boolean")),
    keepWeights: perhaps(random, () => value(true, (found) => typeof found === "boolean")),
  });

/** The bytes of a file of weights. */
const file = (): Given => {
  const bytes = () =>
    lib.encodeTensors({
      w: { shape: [2], values: Float32Array.of(1, 2) },
      b: { shape: [], values: Float32Array.of(3) },
    });
  return {
    ...array(() => [] as number[]),
    ...made("a file", bytes),
    allows: (found) => found instanceof Uint8Array ? undefined : false,
  };
};
/** A file with a byte or its length changed. */
const damaged = (random: Random): Given => {
  const [at, to, cut] = [random.integer(0, 120), random.integer(0, 256), random.integer(0, 140)];
  const cutIt = random.integer(0, 2) === 1;
  return made("a damaged file", () => {
    const bytes = lib.encodeTensors({
      w: { shape: [2], values: Float32Array.of(1, 2) },
      b: { shape: [], values: Float32Array.of(3) },
    });
    if (cutIt) return bytes.slice(0, Math.min(cut, bytes.length - 1));
    bytes[at % (bytes.length - 12)] = to;
    return bytes;
  });
};

export const training: readonly Subject[] = [
  subject(
    "widthOf",
    lib.widthOf,
    (random) => [options({
      kind: value("vectors", (found) => found === "vectors"),
      size: whole(random, 1, 5),
    })],
  ),
  subject("checkInputs", lib.checkInputs, (random) => {
    const batch = labelled(random);
    const targets = { ...batch.fields!.targets, optional: true }; // only what is read is looked at
    return [on(text("run")), { ...batch, fields: { ...batch.fields, targets } }];
  }),
  subject("checkBatch", lib.checkBatch, (random) => [on(text("learn")), labelled(random)]),
  subject("fromKeras", lib.fromKeras, (random) => {
    const [layer, blocks] = random.pick([["lstm", 4], ["gru", 3], ["simple_rnn", 1]] as const);
    const part = (rows: number): Given => {
      const values = Float32Array.from({ length: rows * blocks * 2 }, () => random.normal());
      return options({ shape: value([rows, blocks * 2]), values: array(() => values) }, true);
    };
    return [
      { ...word(random, layer), give: layer, allows: () => undefined },
      options({ kernel: part(3), recurrent_kernel: part(2) }, true),
    ];
  }),
  {
    name: "grid",
    weight: 0.1,
    draw: (random) => {
      const hiddenSize = random.integer(1, 3);
      return [
        options({ seed: value([0, 1]) }, true),
        call(() => ({
          task: lib.tasks.parity({ timeSteps: 3 }),
          model: { cell: lib.rnn, hiddenSize },
          updates: 1,
        })),
      ];
    },
    call: async ([axes, describe]) => {
      const run = (list: readonly lib.Experiment[]) =>
        Promise.resolve(list.map((each) => lib.finish(lib.runExperiment(each))));
      const found = await lib.grid(axes, describe, run);
      return [...found].map(({ loss, at }) => ({ loss, at }));
    },
  },
  subject("truncate", lib.truncate, (random) => [labelled(random), whole(random, 1, 5)]),
  subject("symbolBatch", lib.symbolBatch, (random) => [
    whole(random, 1, 5),
    call((index: number) => ({ inputs: [0, 1, index], targets: [-1, -1, index] })),
    perhaps(random, () => whole(random, 0, 3)),
  ]),
  {
    name: "lossOf",
    oracles: true,
    draw: (random) => {
      const [timeSteps, batch] = [random.integer(1, 5), random.integer(1, 5)];
      return [
        options({ outputs: numbers(random, [timeSteps * batch, 3]) }, true),
        labelled(random, timeSteps, batch),
      ];
    },
    call: ([answer, batch]) => lib.lossOf(answer, batch),
  },
  subject(
    "argMax",
    lib.argMax,
    (random) => [numbers(random, [random.integer(1, 5), random.integer(1, 5)])],
  ),
  subject("adam", (given) => lib.adam(given).name, (random) => [options({
    learningRate: positive(random, 0.001, 1),
    beta1: perhaps(
      random,
      () => ({
        ...positive(random, 0, 0.9),
        allows: (found) => typeof found === "number" && found >= 0 && found < 1,
      }),
    ),
    beta2: perhaps(
      random,
      () => ({
        ...positive(random, 0, 0.9),
        allows: (found) => typeof found === "number" && found >= 0 && found < 1,
      }),
    ),
    epsilon: perhaps(random, () => positive(random, 1e-9, 1e-7)),
  })]),
  subject("sgd", (given) => lib.sgd(given).name, (random) => [options({
    learningRate: positive(random, 0.001, 1),
    momentum: perhaps(random, () => positive(random, 0, 0.9)),
  })]),
  {
    name: "Optimizer.update",
    draw: (
      random,
    ) => [optimizerOf(random), params(random), perhaps(random, () => real(random, 0.1, 1))],
    call: ([optimizer, params, scale]) => {
      const with_ = optimizer as lib.Optimizer;
      const memory = with_.init(params);
      with_.update(params, memory, scale);
      with_.update(params, memory, scale);
      return params;
    },
  },
  subject("gradientNorm", lib.gradientNorm, (random) => [params(random)]),
  subject(
    "clipScale",
    lib.clipScale,
    (random) => [positive(random, 0, 5), positive(random, 0.1, 2)],
  ),
  {
    name: "train",
    weight: 0.5,
    draw: (random) => [options({
      model: model(random),
      task: task(),
      seed: whole(random, 0, 99, -Infinity),
      updates: whole(random, 1, 3),
      batch: perhaps(random, () => whole(random, 1, 5)),
      learningRate: perhaps(random, () => positive(random, 0.001, 0.1)),
      clip: nullOr(perhaps(random, () => positive(random, 0.5, 2))),
      evaluateEvery: perhaps(random, () => whole(random, 1, 3)),
      evaluation: perhaps(random, () => evaluating(random)),
      overrides: perhaps(
        random,
        () => options({ timeSteps: { ...whole(random, 1, 6), optional: true } }),
      ),
    })],
    call: ([given]) => firstOf(lib.train(given)),
  },
  {
    name: "finish",
    weight: 0.3,
    draw: (
      random,
    ) => [
      made("a training", () =>
        lib.train({
          model: (model(random).give as { make(host: unknown): lib.Model }).make({
            backend: lib.simd,
            parameters: [],
          }),
          task: lib.tasks.parity({ timeSteps: 3 }),
          seed: 1,
          updates: 2,
        })),
    ],
    call: ([events]) => lib.finish(events),
    varies: "a training runs once",
  },
  {
    name: "evaluate",
    weight: 0.5,
    draw: (random) => [model(random), task(), evaluating(random)],
    call: ([model, task, given]) => lib.evaluate(model, task, given),
  },
  subject("drawSymbol", lib.drawSymbol, (random) => [
    list([real(random, -3, 3), real(random, -3, 3), real(random, -3, 3)], { typed: true }),
    real(random, 0, 3),
    stream(random),
  ]),
  subject("sample", lib.sample, (random) => [
    model(random),
    options({
      start: list([whole(random, 0, 1), whole(random, 0, 1)], { typed: true }),
      length: whole(random, 1, 6),
      random: stream(random),
      texts: perhaps(random, () => whole(random, 1, 3)),
      temperature: perhaps(random, () => real(random, 0, 2)),
      end: perhaps(random, () => whole(random, 0, 1)),
    }),
  ], { weight: 0.5 }),
  subject(
    "buildModel",
    (given) => lib.buildModel(given).params,
    (random) => [experiment(random, false)],
  ),
  subject(
    "runExperiment",
    (given) => firstOf(lib.runExperiment(given)),
    (random) => [experiment(random)],
    { weight: 0.4 },
  ),
  subject(
    "runAll",
    (list) => lib.runAll(list, { workers: 1 }),
    (random) => [list([experiment(random)])],
    { weight: 0.01 },
  ),
  subject("restore", (given, result) => lib.restore(given, result).params, () => {
    const given = {
      task: lib.tasks.parity({ timeSteps: 3 }),
      model: { cell: lib.rnn, hiddenSize: 3 },
      seed: 1,
      updates: 1,
      keepWeights: true,
      evaluate: {},
    };
    return [
      value(given, () => undefined),
      made("a result", () => lib.finish(lib.runExperiment(given as never))),
    ];
  }, { weight: 0.3 }),
  subject("encodeSafetensors", lib.encodeSafetensors, (random) => [
    options({ w: numbers(random, [2, 3]) }, true),
    perhaps(random, () => options({ made: text("by hand") }, true)),
  ]),
  subject("encodeTensors", lib.encodeTensors, () => [
    options(
      { w: options({ shape: value([2]), values: array(() => Float32Array.of(1, 2)) }, true) },
      true,
    ),
  ]),
  subject("decodeSafetensors", lib.decodeSafetensors, () => [file()]),
  subject("readSafetensors", lib.readSafetensors, () => [file()]),
  subject(
    "decodeSafetensors, damaged",
    (bytes) => {
      const read = lib.decodeSafetensors(bytes);
      return Object.fromEntries(
        Object.entries(read).map(([name, { shape, values }]) => [name, { shape, values }]),
      );
    },
    (random) => [damaged(random)],
    { mayBeInfinite: "a changed byte may be of a number" },
  ),
  {
    name: "loadParams",
    draw: (random) => [
      options({ w: numbers(random, [2]), b: numbers(random, []) }, true),
      made(
        "stored weights",
        () => ({
          w: { shape: [2], values: Float32Array.of(1, 2) },
          b: { shape: [], values: Float32Array.of(3) },
        }),
      ),
      options({ others: perhaps(random, () => word(random, "refuse", "ignore")) }),
    ],
    call: ([params, stored, options]) => {
      lib.loadParams(params, stored, options);
      return params;
    },
  },
];
