/** Tensors and operations on them. */

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
  unsure,
  value,
  whole,
  word,
} from "../given.ts";
import { type Subject, subject } from "../subject.ts";

const size = (random: Random) => random.integer(1, 6);
const shapeOf = (random: Random, rank = random.integer(0, 4)) =>
  Array.from({ length: rank }, () => size(random));
const backend: Given = { ...made("a back end", (host) => host.backend), optional: true };
const indices = (random: Random, n: number, below: number, low = 0) => {
  const drawn = Int32Array.from({ length: n }, () => random.integer(low, below));
  return array(() => drawn);
};
const shape = (sizes: readonly number[]): Given =>
  list(
    sizes.map((each) =>
      value(
        each,
        (found) => typeof found === "number" && Number.isInteger(found) ? undefined : false,
      )
    ),
  );
const axis = (random: Random, rank: number) =>
  value(random.integer(-rank, rank), (found) => Number.isInteger(found) ? undefined : false);
const nested = (random: Random, sizes: readonly number[]): unknown =>
  sizes.length === 0
    ? random.uniform(-3, 3)
    : Array.from({ length: sizes[0] }, () => nested(random, sizes.slice(1)));
const values = (random: Random, sizes: readonly number[]) =>
  value(
    nested(random, sizes),
    (found) =>
      typeof found === "number" || Array.isArray(found) || ArrayBuffer.isView(found) ||
        found instanceof lib.Tensor
        ? undefined
        : false,
  );

/** A second shape that fits the first by broadcasting. */
function partner(random: Random, sizes: readonly number[]): number[] {
  const from = random.integer(0, sizes.length + 1);
  return sizes.slice(from).map((n) => random.integer(0, 4) === 0 ? 1 : n);
}

const unary = (name: string, low = -2, high = 2): Subject =>
  subject(name, lib[name as "exp"], (random) => [numbers(random, shapeOf(random), { low, high })], {
    oracles: true,
  });
const binary = (name: string, low = -2, high = 2): Subject =>
  subject(name, lib[name as "add"], (random) => {
    const sizes = shapeOf(random);
    const other = random.integer(0, 4) === 0
      ? { ...real(random, 0.5, 2), allows: unsure } as Given
      : numbers(random, partner(random, sizes), { low, high, orNumber: true });
    return [numbers(random, sizes, { low: -2, high: 2, orNumber: true }), other];
  }, { oracles: true });
const reducing = (name: string): Subject =>
  subject(name, lib[name as "sum"], (random) => {
    const sizes = shapeOf(random, random.integer(1, 4));
    return [numbers(random, sizes), perhaps(random, () => axis(random, sizes.length))];
  }, { oracles: true });

/** Whether they are sizes at all. */
const areSizes = (sizes: unknown): sizes is number[] =>
  Array.isArray(sizes) && sizes.every(Number.isInteger);

/** An infinite number may stand in a tensor. */
const notNaN = (found: unknown) =>
  typeof found === "number" && !Number.isNaN(found) ? undefined : false;

export const tensors: readonly Subject[] = [
  subject("tensor", lib.tensor, (random) => {
    const sizes = shapeOf(random);
    return [values(random, sizes), perhaps(random, () => options({ backend }))];
  }),
  subject(
    "full",
    lib.full,
    (
      random,
    ) => [shape(shapeOf(random)), { ...real(random, -3, 3), allows: notNaN }, options({ backend })],
  ),
  subject("zeros", lib.zeros, (random) => [shape(shapeOf(random)), options({ backend })]),
  subject("ones", lib.ones, (random) => [shape(shapeOf(random)), options({ backend })]),
  subject("parameter", lib.parameter, (random) => [
    values(random, shapeOf(random)),
    options({ backend, name: { ...text("weight"), optional: true } }),
  ]),
  subject("detach", lib.detach, (random) => [numbers(random, shapeOf(random))]),
  subject("keep", lib.keep, (random) => [numbers(random, shapeOf(random))]),
  {
    name: "inArena",
    draw: (random) => [numbers(random, [3]), call(lib.square), options({ backend })],
    call: ([x, work, options], host) =>
      lib.keep(
        lib.inArena(
          typeof work === "function" ? () => lib.keep((work as typeof lib.square)(x)) : work,
          options ?? host,
        ),
      ),
  },
  {
    name: "withoutGradients",
    draw: (random) => [numbers(random, [3]), call(lib.square), options({ backend })],
    call: ([x, work, options]) =>
      lib.withoutGradients(
        typeof work === "function" ? () => (work as typeof lib.square)(x) : work,
        options,
      ),
  },
  {
    name: "operation",
    draw: (random) => [text("double"), list([numbers(random, [4])]), shape([4])],
    call: ([name, inputs, sizes]) => {
      // What a kernel is told to write is for its caller to get right: no more than there is room for.
      const n = areSizes(sizes) ? Math.min(lib.sizeOf(sizes), 4) : 0;
      return lib.operation(
        name,
        inputs,
        sizes,
        (k, out, [x]) => k.scale(out, x, 2, n, 0),
        (k, d) => k.scale(d.into(0), d.dOut, 2, n, d.accumulate),
      );
    },
  },
  {
    name: "backward",
    draw: (random) => [numbers(random, shapeOf(random))],
    call: ([x]) => {
      lib.backward(lib.sum(lib.tanh(x)));
      return (x as lib.Tensor).grad;
    },
  },
  unary("exp"),
  unary("relu"),
  unary("sigmoid"),
  unary("square"),
  unary("tanh"),
  unary("negate"),
  unary("log", 0.1, 4),
  unary("sqrt", 0.1, 4),
  binary("add"),
  binary("subtract"),
  binary("multiply"),
  binary("divide", 0.5, 3),
  subject("scale", lib.scale, (random) => [numbers(random, shapeOf(random)), real(random, -3, 3)], {
    oracles: true,
  }),
  subject("expand", lib.expand, (random) => {
    const sizes = shapeOf(random);
    return [numbers(random, partner(random, sizes)), shape(sizes)];
  }, { oracles: true }),
  subject("linear", lib.linear, (random) => {
    const [inner, outer] = [size(random), random.integer(1, 20)];
    return [
      numbers(random, [...shapeOf(random, random.integer(0, 3)), inner]),
      numbers(random, [outer, inner]),
      perhaps(random, () => numbers(random, [outer])),
    ];
  }, { oracles: true }),
  subject("matmul", lib.matmul, (random) => {
    const [n, k, m] = [random.integer(1, 20), random.integer(1, 20), random.integer(1, 20)];
    const batch = random.integer(0, 2) === 0 ? [] : [size(random)];
    return [numbers(random, [...batch, n, k]), numbers(random, [...batch, k, m])];
  }, { oracles: true }),
  subject("concat", lib.concat, (random) => {
    const sizes = shapeOf(random, random.integer(1, 4));
    const at = random.integer(0, sizes.length);
    const parts = Array.from(
      { length: size(random) },
      () => numbers(random, sizes.with(at, size(random))),
    );
    return [list(parts), { ...axis(random, sizes.length), give: at }];
  }, { oracles: true }),
  subject("stack", lib.stack, (random) => {
    const sizes = shapeOf(random, random.integer(0, 3));
    return [
      list(Array.from({ length: size(random) }, () => numbers(random, sizes))),
      perhaps(random, () => ({ ...axis(random, 1), give: random.integer(0, sizes.length + 1) })),
    ];
  }, { oracles: true }),
  subject("gather", lib.gather, (random) => {
    const [rows, n] = [size(random), size(random)];
    return [
      numbers(random, [rows, size(random)]),
      indices(random, n, rows),
      perhaps(random, () => shape([n])),
    ];
  }, { oracles: true }),
  subject("reshape", lib.reshape, (random) => {
    const sizes = shapeOf(random);
    return [numbers(random, sizes), shape(random.integer(0, 2) ? [-1] : sizes.toReversed())];
  }, { oracles: true }),
  subject("slice", lib.slice, (random) => {
    const sizes = shapeOf(random, random.integer(1, 4));
    const at = random.integer(0, sizes.length);
    const start = random.integer(0, sizes[at]);
    return [
      numbers(random, sizes),
      { ...axis(random, 1), give: at },
      { ...whole(random, 0, 1), give: start },
      perhaps(
        random,
        () => ({ ...whole(random, 0, 1), give: random.integer(start + 1, sizes[at] + 1) }),
      ),
    ];
  }, { oracles: true }),
  subject("transpose", lib.transpose, (random) => {
    const sizes = shapeOf(random, random.integer(2, 4));
    return [
      numbers(random, sizes),
      perhaps(random, () => shape([...random.permutation(sizes.length)])),
    ];
  }, { oracles: true }),
  reducing("sum"),
  reducing("mean"),
  reducing("softmax"),
  reducing("logSoftmax"),
  subject("linearScan", lib.linearScan, (random) => {
    const [steps, batch, n] = [size(random), size(random), random.integer(1, 12)];
    return [
      numbers(random, [steps, batch, n], { low: -1, high: 1 }),
      numbers(random, [steps, batch, n]),
      numbers(random, [batch, n]),
    ];
  }, { oracles: true }),
  subject("crossEntropy", lib.crossEntropy, (random) => {
    const [rows, columns] = [size(random), random.integer(2, 7)];
    return [numbers(random, [rows, columns]), indices(random, rows, columns)];
  }, { oracles: true }),
  subject("meanSquaredError", lib.meanSquaredError, (random) => {
    const sizes = shapeOf(random);
    return [numbers(random, sizes), numbers(random, sizes)];
  }, { oracles: true }),
  subject("describeShape", lib.describeShape, (random) => [shape(shapeOf(random))], {
    trusting: "it is given shapes of tensors, once an operation",
  }),
  subject(
    "sameShape",
    lib.sameShape,
    (random) => [shape(shapeOf(random)), shape(shapeOf(random))],
    { trusting: "it is given shapes of tensors, once an operation" },
  ),
  subject("sizeOf", lib.sizeOf, (random) => [shape(shapeOf(random))], {
    trusting: "it is given shapes of tensors, once an operation",
  }),
  {
    name: "Tensor.assign",
    draw: (random) => {
      const sizes = shapeOf(random);
      const n = lib.sizeOf(sizes);
      const numbersGiven = Float32Array.from({ length: n }, () => random.uniform(-2, 2));
      return [on(numbers(random, sizes)), array(() => numbersGiven)];
    },
    call: ([x, given]) => {
      (x as lib.Tensor).assign(given);
      return x;
    },
  },
  {
    name: "Tensor.item",
    draw: (random) => [on(numbers(random, random.pick([[], [1], [1, 1]] as number[][])))],
    call: ([x]) => (x as lib.Tensor).item(),
  },
  {
    name: "Tensor.toArray",
    draw: (random) => [on(numbers(random, shapeOf(random)))],
    call: ([x]) => (x as lib.Tensor).toArray(),
  },
  {
    name: "Tensor.grad",
    draw: (
      random,
    ) => [on(numbers(random, [3])), nullOr(perhaps(random, () => numbers(random, [3])))],
    call: ([x, grad]) => {
      (x as lib.Tensor).grad = grad ?? null;
      return (x as lib.Tensor).grad;
    },
  },
  ...([
    "exp",
    "log",
    "log2",
    "log10",
    "hypot",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "expMinusOne",
  ] as const).map((name) =>
    subject(`numeric.${name}`, lib.numeric[name], (random) => [real(random, 0.1, 5)], {
      trusting: "they stand for Math's in the innermost loops, and take what those take",
    })
  ),
  subject(
    "createRandom",
    (seed) => lib.createRandom(seed).next(),
    (random) => [whole(random, -1000, 1000, -Infinity)],
  ),
  ...methodsOfRandom(),
];

function methodsOfRandom(): Subject[] {
  const stream = on(made("a random stream", () => lib.createRandom(5)));
  const method = (
    name: keyof lib.Random,
    draw: (random: Random) => readonly Given[],
    after = false,
  ): Subject => ({
    name: `Random.${name}`,
    draw: (random) => [stream, ...draw(random)],
    call: ([random, ...given]) => {
      const on = random as lib.Random;
      // deno-lint-ignore no-explicit-any -- one of its methods
      const answer = (on[name] as any)(...given);
      if (name === "fork") return answer.next();
      return after ? on.next() : answer;
    },
  });
  return [
    method("next", () => []),
    method(
      "integer",
      (random) => [whole(random, -5, 0, -Infinity), whole(random, 1, 9, -Infinity)],
    ),
    method("uniform", (random) => [real(random, -3, 0), real(random, 0.1, 4)]),
    method(
      "normal",
      (random) => [
        perhaps(random, () => real(random, -1, 1)),
        perhaps(random, () => real(random, 0.1, 2)),
      ],
    ),
    method("permutation", (random) => [whole(random, 0, 9)]),
    method(
      "pick",
      () => [{
        ...array(() => [4, 5, 6]),
        allows: (found) =>
          typeof found === "string" || Array.isArray(found) || ArrayBuffer.isView(found)
            ? undefined
            : false,
      }],
    ),
    method(
      "fork",
      (
        random,
      ) => [
        value(
          word(random, "a", "b").give,
          (found) => typeof found === "string" || typeof found === "number" ? undefined : false,
        ),
      ],
    ),
    method("position", () => []),
    method(
      "goTo",
      () => [options({
        words: value([1, 2, 3, 4], (found) => Array.isArray(found) ? undefined : false),
        spare: value(null),
      })],
      true,
    ),
  ];
}
