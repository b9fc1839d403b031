/** Cells, layers, models, and how they run. */

import * as lib from "../../../lib/mod.ts";
import type { Random } from "../../../lib/random.ts";
import {
  array,
  call,
  flag,
  type Given,
  handOver,
  list,
  made,
  numbers,
  on,
  options,
  perhaps,
  real,
  value,
  whole,
  word,
} from "../given.ts";
import { type Subject, subject } from "../subject.ts";

const makers = {
  rnn: lib.rnn,
  lstm: lib.lstm,
  gru: lib.gru,
  minGru: lib.minGru,
  linearMemory: lib.linearMemory,
};
type Maker = keyof typeof makers;
const maker = (random: Random) => random.pick(Object.keys(makers)) as Maker;
const small = (random: Random) => random.integer(1, 7);

/** A stream of chance made anew for each call, so that each call draws the same. */
const stream = (random: Random): Given => {
  const seed = random.integer(0, 1000);
  return made("a random stream", () => lib.createRandom(seed));
};
const backend: Given = { ...made("a back end", (host) => host.backend), optional: true };

/** A cell whose weights are the parameters that derivatives are compared for. */
function cell(random: Random, name: Maker, inputSize: number, hiddenSize: number): Given {
  const seed = random.integer(0, 1000);
  return made(`a cell ${name}`, (host) => {
    const made = makers[name]({
      inputSize,
      hiddenSize,
      random: lib.createRandom(seed),
      backend: host.backend,
    });
    host.parameters.push(...Object.values(made.params));
    return made;
  });
}

const init = (random: Random, name: Maker): Given => {
  if (name === "rnn") return word(random, "uniform", "orthogonal", "identity");
  const own: Given = name === "lstm"
    ? options({
      forgetBias: real(random, 0, 3),
      inputBias: perhaps(random, () => real(random, -2, 2)),
    })
    : options({ keepBias: real(random, 0, 3) });
  return random.pick([value("uniform"), own, options({ chrono: real(random, 3, 50) })]);
};

const cellMaker = (name: Maker): Subject =>
  subject(name, (given) => lib[name](given).params, (random) => [options({
    inputSize: whole(random, 1, 8),
    hiddenSize: whole(random, 1, 8),
    random: stream(random),
    backend,
    ...(name === "rnn" && { activation: perhaps(random, () => word(random, "tanh", "relu")) }),
    ...(name === "linearMemory"
      ? { factor: perhaps(random, () => word(random, "signed", "positive")) }
      : { init: perhaps(random, () => init(random, name)) }),
  })]);

// ---------------------------------------------------------------------------- models

const vocab = ["a", "b", "c", "d"];
interface Reads {
  readonly kind: "symbols" | "vectors";
  readonly size: number;
}
const reads = (random: Random): Reads =>
  random.integer(0, 2)
    ? { kind: "symbols", size: vocab.length }
    : { kind: "vectors", size: small(random) };
const inputGiven = ({ kind, size }: Reads): Given =>
  kind === "symbols"
    ? options({
      kind: value("symbols", (found) => found === "symbols"),
      vocab: value(vocab, (found) => Array.isArray(found) ? undefined : false),
    })
    : options({
      kind: value("vectors", (found) => found === "vectors"),
      size: value(size, (found) =>
        Number.isInteger(found) && found as number > 0 ? undefined : false),
    });

export function batchGiven(
  random: Random,
  { kind, size }: Reads,
  timeSteps: number,
  batch: number,
  more: Record<string, Given> = {},
): Given {
  const n = timeSteps * batch;
  const inputs = kind === "symbols"
    ? Int32Array.from({ length: n }, () => random.integer(0, size))
    : Float32Array.from({ length: n * size }, () => random.uniform(-1, 1));
  return options({
    timeSteps: value(timeSteps),
    batch: value(batch),
    inputs: array(() => inputs),
    ...more,
  });
}

const base = (random: Random, from: Reads, outputSize: number): Record<string, Given> => ({
  input: inputGiven(from),
  outputSize: { ...whole(random, 1, 1), give: outputSize },
  hiddenSize: whole(random, 1, 9),
  random: stream(random),
  backend,
});

function recurrent(random: Random, from: Reads, outputSize: number): Given {
  const name = maker(random);
  const twoWays = random.integer(0, 4) === 0;
  return options({
    ...base(random, from, outputSize),
    cell: {
      ...call(makers[name]),
      allows: (found) => typeof found === "function" ? undefined : false,
    },
    ...(twoWays
      ? { bidirectional: value(true, (found) => typeof found === "boolean" ? undefined : false) }
      : { layers: perhaps(random, () => whole(random, 1, 3)) }),
    ...(from.kind === "symbols" && { embeddingSize: perhaps(random, () => whole(random, 1, 5)) }),
  });
}

const kinds: Readonly<Record<string, (random: Random, from: Reads, outputSize: number) => Given>> =
  {
    sequenceModel: recurrent,
    attention: (random, from, outputSize) =>
      options({
        ...base(random, from, outputSize),
        layers: perhaps(random, () => whole(random, 1, 2)),
        positions: perhaps(random, () => flag(random)),
      }),
    convolution: (random, from, outputSize) =>
      options({
        ...base(random, from, outputSize),
        layers: perhaps(random, () => whole(random, 1, 3)),
      }),
    feedforwardWindow: (random, from, outputSize) =>
      options({
        ...base(random, from, outputSize),
        layers: perhaps(random, () => whole(random, 1, 2)),
        window: whole(random, 1, 4),
      }),
  };

/** A model of any kind, made for the back end of the call. */
export function anyModel(random: Random, from: Reads, outputSize: number): Given {
  const name = random.pick(Object.keys(kinds));
  const given = kinds[name](random, from, outputSize);
  return made(`a model ${name}`, (host) => {
    const model = makeModel(name, handOver(given, host));
    host.parameters.push(...Object.values(model.params));
    return model;
  });
}
// deno-lint-ignore no-explicit-any -- one of four functions
const makeModel = (name: string, given: any): lib.Model => (lib as any)[name](given);

const parts = (answer: lib.Answer) => ({
  outputs: answer.outputs,
  hidden: answer.hidden,
  state: answer.state,
  gates: answer.gates,
});

function forwardSubject(stepByStep: boolean): Subject {
  return {
    name: stepByStep ? "Model.forward, step by step" : "Model.forward",
    oracles: true,
    weight: 3,
    draw: (random) => {
      const from = reads(random);
      const [timeSteps, batch] = [small(random), small(random)];
      return [
        on(anyModel(random, from, small(random))),
        batchGiven(random, from, timeSteps, batch),
        options({
          gates: perhaps(random, () => flag(random)),
          from: perhaps(
            random,
            () => ({ ...whole(random, 0, 1), give: random.integer(0, timeSteps) }),
          ),
          ...(stepByStep && {
            stepByStep: {
              ...value(true, (found) => typeof found === "boolean"),
              optional: true,
            },
          }),
        }),
      ];
    },
    call: ([model, batch, given]) => parts((model as lib.Model).forward(batch, given)),
    ...(!stepByStep && {
      otherwise: ([model, batch, given]) => {
        const options = typeof given === "object" && given !== null
          ? { ...given as object, stepByStep: true }
          : { stepByStep: true };
        return parts((model as lib.Model).forward(batch, options));
      },
    }),
  };
}

export const cells: readonly Subject[] = [
  ...(Object.keys(makers) as Maker[]).map(cellMaker),
  ...(Object.keys(makers) as Maker[]).map((name): Subject => ({
    name: `unroll, ${name}`,
    oracles: true,
    draw: (random) => {
      const [timeSteps, batch, inputSize, hiddenSize] = [
        small(random),
        small(random),
        small(random),
        random.integer(1, 20),
      ];
      const state: Record<string, Given> = { h: numbers(random, [batch, hiddenSize]) };
      if (name === "lstm") state.c = numbers(random, [batch, hiddenSize]);
      return [
        cell(random, name, inputSize, hiddenSize),
        numbers(random, [timeSteps, batch, inputSize]),
        options({
          gates: perhaps(random, () => flag(random)),
          state: perhaps(random, () => options(state)),
        }),
      ];
    },
    call: ([cell, x, given]) => {
      const { outputs, state, gates } = lib.unroll(cell, x, given);
      return { outputs, state, gates };
    },
    otherwise: ([cell, x, given]) => {
      const { outputs, state, gates } = lib.unroll(cell, x, {
        ...given as object,
        stepByStep: true,
      });
      return { outputs, state, gates };
    },
  })),
  {
    name: "Cell.step",
    oracles: true,
    draw: (random) => {
      const name = maker(random);
      const [batch, inputSize, hiddenSize] = [small(random), small(random), small(random)];
      const state: Record<string, Given> = { h: numbers(random, [batch, hiddenSize]) };
      if (name === "lstm") state.c = numbers(random, [batch, hiddenSize]);
      return [
        on(cell(random, name, inputSize, hiddenSize)),
        numbers(random, [batch, inputSize]),
        options(state, true),
      ];
    },
    call: ([cell, x, state]) => (cell as lib.Cell).step(x, state),
  },
  {
    name: "Cell.initialState",
    draw: (random) => [on(cell(random, maker(random), 2, 3)), whole(random, 1, 9, 0)],
    call: ([cell, batch]) => (cell as lib.Cell).initialState(batch),
  },
  subject("stacked", (cells) => lib.stacked(cells).params, (random) => [
    list([cell(random, maker(random), 2, 3), cell(random, maker(random), 3, 4)]),
  ]),
  subject("bidirectional", (a, b) => lib.bidirectional(a, b).params, (random) => [
    cell(random, maker(random), 2, 3),
    cell(random, maker(random), 2, 3),
  ]),
  ...Object.entries(kinds).map(([name, draw]): Subject => ({
    name,
    draw: (random) => [draw(random, reads(random), small(random))],
    call: ([given]) => makeModel(name, given).params,
  })),
  {
    name: "feedforwardSlots",
    draw: (
      random,
    ) => [
      options({
        ...base(random, reads(random), small(random)),
        slots: whole(random, 1, 4),
        layers: perhaps(random, () => whole(random, 1, 2)),
      }),
    ],
    call: ([given]) => lib.feedforwardSlots(given).params,
  },
  forwardSubject(false),
  forwardSubject(true),
  subject(
    "countParameters",
    lib.countParameters,
    (random) => [options({ w: numbers(random, [2, 3]), b: numbers(random, [3]) }, true)],
  ),
  subject(
    "positionCodes",
    lib.positionCodes,
    (
      random,
    ) => [whole(random, 1, 9, 0), { ...whole(random, 1, 1), give: 2 * random.integer(1, 6) }],
  ),
  subject(
    "identity",
    lib.identity,
    (random) => [whole(random, 1, 6, 0), perhaps(random, () => real(random, -2, 2))],
  ),
  subject(
    "uniform",
    lib.uniform,
    (random) => [stream(random), whole(random, 1, 30, 0), real(random, 0.1, 2)],
  ),
  subject(
    "normal",
    lib.normal,
    (random) => [stream(random), whole(random, 1, 30, 0), real(random, 0.1, 2)],
  ),
  subject("orthogonal", lib.orthogonal, (random) => [stream(random), whole(random, 1, 8, 0)]),
  subject(
    "chrono",
    lib.chrono,
    (random) => [stream(random), whole(random, 1, 8, 0), real(random, 3, 50)],
  ),
];
