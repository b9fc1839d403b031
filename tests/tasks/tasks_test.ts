/** What every task must keep. */

import { forecast } from "../../lib/tasks/forecast.ts";
import { nextSymbol } from "../../lib/tasks/next_symbol.ts";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { createRandom } from "lib/random.ts";
import {
  checkContents,
  defineTask,
  examples,
  legalNext,
  note,
  type Task,
  task,
  taskNames,
} from "lib/tasks/mod.ts";

/** Options for those tasks that are nothing without them. */
const given: Readonly<Record<string, object>> = {
  nextSymbol: {
    ids: Array.from({ length: 500 }, (_, i) => i * i % 7 % 3),
    vocab: ["a", "b", "c"],
    timeSteps: 4,
  },
  nextInLine: { lines: [[0, 1], [1, 1, 0]], vocab: ["a", "b", "↵"] },
  forecast: {
    rows: Array.from({ length: 50 }, (_, t) => [t % 7, t % 3]),
    timeSteps: 5,
    horizon: 2,
  },
};

/** Each task with its defaults, and with some other options. */
const others: Readonly<Record<string, object[]>> = {
  temporalXor: [{ stream: "triples" }],
  wordOrder: [{ shuffled: true }],
  delayedLabel: [{ distance: [1, 10] }, { distance: 1, timeSteps: 1 }],
  tagging: [{ slots: [0, 11] }, { slots: 3 }],
  fillTheBlank: [{ asked: "blank", words: 3 }],
  parity: [{ asked: "end", timeSteps: 3 }],
  markedRecall: [{ countries: 8, marks: 4 }, { timeSteps: 1, marked: 0 }],
  latch: [{ lag: 1, countries: 2 }],
  adding: [{ form: "1997" }, { timeSteps: 2 }],
  copy: [{ length: [2, 5], delay: 3 }],
  anBn: [{ n: 1 }, { n: [4, 9] }],
  reber: [{ asked: "every step" }, { continual: 100 }, { asked: "every step", continual: 60 }],
  addition: [{ digits: 1 }, { digits: 3, reversed: false }],
  humanNumbers: [{ asked: "end", part: "held out" }],
  tones: [{ noteLength: 64, frame: 4 }, { noteLength: 32, noise: 48 }],
  article: [{ asked: "a word later" }, { timeSteps: 2 }],
  matching: [{ timeSteps: 2 }],
  reversal: [{ length: 1 }, { length: [3, 5], symbols: 3 }],
};

const every: [string, Task][] = taskNames.flatMap((name) =>
  [given[name] ?? {}, ...(others[name] ?? [])].map((options): [string, Task] => [
    `${name} ${JSON.stringify(options)}`.slice(0, 60),
    task(name, options),
  ])
);

describe.each(every)("%s", (_, made) => {
  it("keeps its shape, symbols and classes", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 9 }), (seed, batch) => {
        checkContents(made, made.sample(createRandom(seed), batch));
      }),
      { numRuns: 20 },
    );
  });

  it("gives the same for the same seed, and something else for another", () => {
    const sample = (seed: number) => made.sample(createRandom(seed), 8);
    expect(sample(1)).toEqual(sample(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(sample(seed)))).size)
      .toBeGreaterThan(isFixed(made) ? 0 : 1);
  });

  it("can be made again from its name and its options as JSON", () => {
    const again = task(made.name, JSON.parse(JSON.stringify(made.options)));
    expect(again.options).toEqual(made.options);
    expect(again.sample(createRandom(2), 3)).toEqual(made.sample(createRandom(2), 3));
  });

  it("scores chance, and no more, for the best constant answer", () => {
    const values: number[] = [];
    const random = createRandom(3);
    for (let i = 0; i < 60; i++) {
      const { targets, mask } = made.sample(random, 64);
      values.push(...targets.filter((_, at) => mask?.[at] !== 0));
    }
    if (made.loss === "crossEntropy") {
      const asked = values.filter((target) => target >= 0);
      const counts = new Map<number, number>();
      for (const target of asked) counts.set(target, (counts.get(target) ?? 0) + 1);
      const share = Math.max(...counts.values()) / asked.length;
      expect(Math.abs(share - made.chance)).toBeLessThan(0.03);
    } else {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
      expect(Math.abs(variance / made.chance - 1)).toBeLessThan(0.06);
    }
  });

  it("shows its sequences readably", () => {
    for (const line of examples(made, { count: 3 })) {
      expect(line).not.toContain("undefined");
      expect(line).toContain("→");
    }
  });

  it("refuses an option it does not have", () => {
    expect(() => task(made.name, { colour: "red" })).toThrow(
      `Cannot make the task ${made.name}: found the option colour, and one of `,
    );
    expect(() => made.sample(createRandom(0), 1, { colour: "red" } as object)).toThrow(
      `Cannot sample the task ${made.name}: found the override colour, and `,
    );
  });

  it("refuses a batch of none, and to describe what is not there", () => {
    expect(() => made.sample(createRandom(0), 0)).toThrow("batch is 0, and a whole number");
    expect(() => made.describe(made.sample(createRandom(0), 2), 2)).toThrow(
      "index is 2, and a whole number from 0 to 1",
    );
  });

  it("draws from a stream of random numbers, and from nothing else", () => {
    for (const none of [undefined, 0, { next: () => 0.5 }, Math.random]) {
      expect(() => made.sample(none as never, 2)).toThrow(
        new RegExp(
          `^Cannot sample the task ${made.name}: random is .*, and a stream of random numbers, such as createRandom\\(0\\), is wanted$`,
        ),
      );
    }
  });

  it("describes its own sequences, and no others", () => {
    const batch = made.sample(createRandom(0), 2);
    const foreign = (change: object) => () => made.describe({ ...batch, ...change }, 1);
    const inputs = batch.inputs.slice();
    inputs[inputs.length - 1] = made.input.kind === "symbols" ? 1000 : NaN;
    expect(foreign({ inputs })).toThrow(
      new RegExp(
        `^Cannot describe a sequence of ${made.name}: inputs\\[${
          inputs.length - 1
        }\\] is (1000|NaN), and a .* is wanted$`,
      ),
    );
    const targets = batch.targets.slice();
    targets[targets.length - 1] = made.loss === "crossEntropy" ? made.outputSize : Infinity;
    expect(foreign({ targets })).toThrow(`targets[${targets.length - 1}] is `);
    expect(foreign({ targets: undefined })).toThrow("targets is missing, and ");
    const other = made.loss === "crossEntropy" ? Float32Array : Int32Array;
    expect(foreign({ targets: other.from(batch.targets), mask: undefined })).toThrow(
      "targets is a",
    );
  });
});

it("an unknown name is refused with the names there are", () => {
  expect(() => task("parrot")).toThrow("found the name parrot, and one of wordOrder, tones, ");
});

it.each([
  ["temporalXor", { timeSteps: 2 }, "timeSteps is 2, and a whole number of at least 3 is wanted"],
  [
    "temporalXor",
    { stream: "both" },
    'stream is the text "both", and one of "pairs", "triples" is wanted',
  ],
  ["delayedLabel", { distance: 11 }, "found distance 11, wanted at most timeSteps, 10"],
  [
    "delayedLabel",
    { distance: [4, 2] },
    "distance is the list [4,2], and a whole number of at least 1, or two of them as [from, to], is",
  ],
  ["tagging", { slots: [6, 12] }, "found slots [6,12], wanted slots below timeSteps, 12"],
  ["fillTheBlank", { words: 2 }, "words is 2, and a whole number of at least 3"],
  ["markedRecall", { marks: 11 }, "found marks 11, wanted at most the 10 steps of marked"],
  ["markedRecall", { timeSteps: 5 }, "found marked [0,9], wanted steps below timeSteps, 5"],
  ["markedRecall", { countries: 9 }, "countries is 9, and a whole number from 2 to 8 is wanted"],
  ["reber", { continual: 5 }, "found continual 5, wanted 0 or at least 20 steps"],
  ["wordOrder", { shuffled: 1 }, "shuffled is 1, and true or false is wanted"],
  ["tones", { noteLength: 100, frame: 16 }, "found noteLength 100, wanted a multiple of frame, 16"],
  ["nextSymbol", { ids: [0, 5], vocab: ["a"], timeSteps: 1 }, "found the symbol 5"],
  ["nextSymbol", { ids: [0, 0], vocab: ["a"] }, "found timeSteps 32, wanted fewer than its 2"],
  ["nextSymbol", { ids: [0, 0], vocab: ["a", "a"] }, "and a list of different texts is wanted"],
  ["nextInLine", {}, "found no lines, wanted at least one"],
  ["nextInLine", { lines: [[0]], vocab: ["a"] }, "found no ↵ in vocab"],
  ["forecast", {}, "found 0 rows, wanted at least timeSteps + horizon, 33"],
  [
    "forecast",
    { rows: [[1], [1, 2]] },
    "and rows of numbers, each at most 1e38 in size, all equally long",
  ],
])("%s %j is refused: %s", (name, options, message) => {
  expect(() => task(name, options)).toThrow(message);
});

it("a batch that breaks its task's promise is refused with what is wrong", () => {
  const made = task("parity", { timeSteps: 2 });
  const good = made.sample(createRandom(0), 2);
  const broken = (change: object) => () => checkContents(made, { ...good, ...change });
  expect(broken({ inputs: Int32Array.of(0, 1, 2, 0) })).toThrow(
    "found the symbol 2, and 0 to 1 is wanted",
  );
  expect(broken({ inputs: Int32Array.of(0) })).toThrow(
    "inputs has length 1, and 2 time steps × 2 sequences = 4 is wanted",
  );
  expect(broken({ inputs: new Float32Array(4) })).toThrow(
    "inputs is a Float32Array of 4, and an Int32Array of symbols is wanted",
  );
  expect(broken({ targets: Int32Array.of(0, 1, 2, 0) })).toThrow("found the class 2");
  expect(broken({ targets: new Int32Array(4).fill(-1) })).toThrow("found nothing asked");
  const sums = task("adding", { timeSteps: 2 });
  const numbers = sums.sample(createRandom(0), 2);
  expect(() => checkContents(sums, { ...numbers, mask: new Float32Array(4) })).toThrow(
    "nothing asked",
  );
  expect(() => checkContents(sums, { ...numbers, targets: new Float32Array(4).fill(NaN) })).toThrow(
    "found a target that is no number",
  );
});

/** aⁿbⁿ with one n has one sequence only. */
function isFixed(made: Task): boolean {
  return made.name === "anBn" && (made.options as { n: unknown }).n === 1;
}

// deno-lint-ignore no-explicit-any
it.each<[string, (given: any) => unknown, string]>([
  [
    "a task",
    (given) => examples({ ...given, sample: undefined }),
    "the task is an object of name, ",
  ],
  [
    "overrides",
    (given) => given.sample(createRandom(0), 1, ""),
    'the overrides are the text "", and',
  ],
  [
    "an index",
    (given) => given.describe(given.sample(createRandom(0), 1), "0"),
    'index is the text "0"',
  ],
  [
    "a batch",
    (given) => given.describe([], 0),
    "the batch is the list [], and an object { timeSteps",
  ],
  [
    "text",
    (given) => given.sample(createRandom(0), "32"),
    'batch is the text "32", and a whole number',
  ],
  [
    "as many steps as do not fit",
    (given) => given.sample(createRandom(0), 2, { timeSteps: 1e7 }),
    "Cannot sample the task parity: found 10000000 time steps × 2 sequences, and at most 10,000,000",
  ],
  [
    "as many examples as nobody reads",
    (given) => examples(given, { count: 1e6 }),
    "Cannot show examples: count is 1000000, and a whole number from 1 to 10000 is wanted",
  ],
  [
    "letters",
    () => legalNext({} as never),
    "letters is an empty object, and a list of whole numbers",
  ],
  [
    "a note",
    () => note("440" as never, 16),
    'hertz is the text "440", and a number above 0 is wanted',
  ],
  [
    "a definition",
    () => defineTask({ name: "x" } as never),
    "create is missing, and a function is wanted",
  ],
])("%s that is none is refused", (_, call, message) => {
  expect(() => call(task("parity", { timeSteps: 2 }))).toThrow(message);
});

it("a task of one's own says what its create returned that makes none", () => {
  const mine = (create: () => unknown) =>
    defineTask({ name: "mine", defaults: {}, rules: {}, changeable: [], create } as never);
  for (const [given, found] of [[undefined, "undefined"], [1, "1"], [{}, "an empty object"]]) {
    expect(() => mine(() => given)({})).toThrow(
      `Cannot make the task mine: what create returned is ${found}, and { input, outputSize, chance`,
    );
  }
});

describe("a task that is read in order", () => {
  const text = nextSymbol({
    ids: [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1],
    vocab: ["a", "b"],
    timeSteps: 3,
  });
  const rows = forecast({ rows: Array.from({ length: 20 }, (_, i) => [i / 20]), timeSteps: 3 });
  // deno-lint-ignore no-explicit-any -- wrong on purpose
  it.each<[string, any[], string]>([
    ["in no lane", [0], "batch is 0, and a whole number of at least 1 is wanted"],
    ["in half a lane", [1.5], "batch is 1.5"],
    ["in NaN lanes", [NaN], "batch is NaN"],
    ["in lanes that are not said", [], "batch is undefined"],
    ["in pieces of 0 steps", [2, 0], "timeSteps is 0"],
    ["in pieces of null steps", [2, null], "timeSteps is null"],
    ["in pieces of −1 steps", [2, -1], "timeSteps is -1"],
    ["in pieces of a text", [2, "2"], 'timeSteps is the text "2"'],
    ["in pieces of 2.5 steps", [2, 2.5], "timeSteps is 2.5"],
  ])("is refused at once: %s", (_, args, why) => {
    for (const task of [text, rows]) {
      // deno-lint-ignore no-explicit-any
      expect(() => (task.streams as any)(...args)).toThrow(why);
    }
  });

  it("comes in one piece where its steps have no end", () => {
    expect([...text.streams!(2, Infinity)].map(({ timeSteps }) => timeSteps)).toEqual([5]);
    expect([...rows.streams!(2, Infinity)].map(({ timeSteps }) => timeSteps)).toEqual([9]);
  });

  it("refuses numbers that float32 holds as infinite", () => {
    expect(() => forecast({ rows: [[1e39], [1], [2]], timeSteps: 1 })).toThrow("at most 1e38");
  });
});

describe("a vocabulary that somebody gave", () => {
  it("is the task's own", () => {
    const vocab = ["a", "b", "c"];
    const text = nextSymbol({ ids: [0, 1, 2, 0, 1], vocab, timeSteps: 3 });
    vocab.push("d");
    expect(text.input).toEqual({ kind: "symbols", vocab: ["a", "b", "c"] });
  });
});
