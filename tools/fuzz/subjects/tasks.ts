/** Tasks, and data of other makes. */

import * as lib from "../../../lib/mod.ts";
import type { Random } from "../../../lib/random.ts";
import {
  array,
  call,
  type Given,
  made,
  on,
  options,
  perhaps,
  real,
  text,
  value,
  whole,
} from "../given.ts";
import { type Subject, subject } from "../subject.ts";

const { tasks, data } = lib;

/** A task and the first sequences that it draws. */
function shown(task: lib.tasks.Task): unknown {
  const batch = task.sample(lib.createRandom(1), 2);
  return {
    ...batch,
    described: task.describe(batch, 1),
    chance: task.chance,
    outputSize: task.outputSize,
  };
}

const lines = [[0, 1], [1, 0, 1]];
const needed: Readonly<Record<string, Record<string, unknown>>> = {
  forecast: { rows: Array.from({ length: 60 }, (_, at) => [at % 7, at % 5]), timeSteps: 4 },
  nextInLine: { lines, vocab: ["a", "b", tasks.LINE_BREAK] },
  nextSymbol: {
    ids: Array.from({ length: 60 }, (_, at) => at % 3),
    vocab: ["a", "b", "c"],
    timeSteps: 4,
  },
};

/** Options near the task's own, each given or not. */
function near(
  random: Random,
  defaults: Readonly<Record<string, unknown>>,
  forced: Readonly<Record<string, unknown>>,
): Given {
  const fields = Object.entries({ ...defaults, ...forced }).map(
    ([name, known]): [string, Given] => {
      const sameKind: Given = value(
        known,
        (found) =>
          typeof known === "number"
            ? (typeof found === "number" && Number.isInteger(found) || Array.isArray(found))
              ? undefined
              : false
            : Array.isArray(known)
            ? Array.isArray(found) || ArrayBuffer.isView(found) ||
                typeof found === "number" && Number.isInteger(found)
              ? undefined
              : false
            : typeof found === typeof known
            ? undefined
            : false,
      );
      return [
        name,
        name in forced ? { ...sameKind, optional: true } : perhaps(random, () => sameKind),
      ];
    },
  );
  return options(Object.fromEntries(fields));
}

const factories = Object.entries(tasks).filter(([, each]) =>
  typeof each === "function" && "taskName" in each
) as unknown as readonly [string, lib.tasks.TaskFactory<object>][];

const options_ = (name: string) => needed[name] ?? {};
const place = (random: Random): Given => ({
  ...whole(random, 0, 5),
  allows: (found) => [0, 1, 2, 3, 4, 5].includes(found as number),
});
const parity = () => made("a task", () => tasks.parity({ timeSteps: 4 }));
const series = (): Given =>
  value(
    Array.from({ length: 30 }, (_, at) => [at % 6, at]),
    (found) => Array.isArray(found) ? undefined : false,
  );

export const tasksAndData: readonly Subject[] = [
  ...factories.map(([name, factory]): Subject => ({
    name: `tasks.${name}`,
    draw: (
      random,
    ) => [near(random, factory(options_(name)).options as Record<string, unknown>, options_(name))],
    call: ([given]) => shown(factory(given)),
    weight: 0.4,
  })),
  subject("tasks.task", (name, given) => shown(tasks.task(name, given)), (random) => [
    value(
      random.pick(
        tasks.taskNames.filter((name) =>
          !Object.keys(needed).some((each) => tasks[each as "forecast"].taskName === name)
        ),
      ),
      (found) => typeof found === "string" ? undefined : false,
    ),
    perhaps(random, () => options({}, true)),
  ], { weight: 0.5 }),
  {
    name: "Task.sample",
    draw: (
      random,
    ) => [
      on(parity()),
      whole(random, 1, 5),
      perhaps(random, () => options({ timeSteps: { ...whole(random, 1, 8), optional: true } })),
    ],
    call: ([task, batch, overrides]) =>
      (task as lib.tasks.Task).sample(lib.createRandom(2), batch, overrides),
  },
  {
    name: "Task.describe",
    draw: (
      random,
    ) => [on(parity()), {
      ...whole(random, 0, 2),
      allows: (found) => [0, 1, 2].includes(found as number),
    }],
    call: ([task, index]) => {
      const on = task as lib.tasks.Task;
      return on.describe(on.sample(lib.createRandom(2), 3), index);
    },
  },
  subject("tasks.examples", tasks.examples, (random) => [
    parity(),
    options({
      count: perhaps(random, () => whole(random, 1, 4)),
      seed: perhaps(random, () => whole(random, 0, 9, -Infinity)),
      overrides: perhaps(
        random,
        () => options({ timeSteps: { ...whole(random, 1, 5), optional: true } }),
      ),
    }),
  ]),
  subject("tasks.defineTask", (definition) => shown(tasks.defineTask(definition)()), () => [
    options({
      name: text("mine"),
      defaults: options({ length: value(3) }, true),
      rules: made("rules", () => ({ length: lib.options.count() })),
      changeable: value([], (found) => Array.isArray(found) ? undefined : false),
      create: call(() => ({
        input: { kind: "symbols", vocab: ["a", "b"] },
        outputSize: 2,
        chance: 0.5,
        sample: (_: unknown, batch: number) =>
          lib.symbolBatch(batch, () => ({ inputs: [0, 1], targets: [0, 1] })),
      })),
    }),
  ]),
  subject(
    "tasks.isLibraryTask",
    tasks.isLibraryTask,
    () => [{ ...parity(), allows: () => undefined }],
  ),
  subject("tasks.checkContents", tasks.checkContents, () => [
    made("a task", () => tasks.parity({ timeSteps: 3 })),
    made("a batch", () => tasks.parity({ timeSteps: 3 }).sample(lib.createRandom(1), 2)),
  ]),
  subject("tasks.inWords", tasks.inWords, (random) => [whole(random, 0, 999)]),
  subject("tasks.legalNext", tasks.legalNext, () => [array(() => [0, 1])]),
  subject("tasks.after", tasks.after, (random) => [place(random), place(random)]),
  subject("tasks.beliefs", tasks.beliefs, (random) => [text(random.pick(["a b", "it rains"]))]),
  subject(
    "tasks.note",
    tasks.note,
    (
      random,
    ) => [
      { ...whole(random, 40, 4000), allows: real(random, 1, 2).allows },
      whole(random, 16, 64, 1),
    ],
  ),
  subject("tasks.waveform", tasks.waveform, (random) => [
    made("a batch of tones", () => tasks.tones().sample(lib.createRandom(1), 2)),
    { ...whole(random, 0, 1), allows: (found) => found === 0 || found === 1 },
  ]),
  subject("data.vocabulary", (given) => data.vocabulary(given).symbols, () => [
    value(
      "to be or not to be",
      (found) => typeof found === "string" || Array.isArray(found) ? undefined : false,
    ),
  ]),
  {
    name: "Vocabulary.encode",
    draw: () => [
      value(
        "abcab",
        (found) => typeof found === "string" || Array.isArray(found) ? undefined : false,
      ),
    ],
    call: ([given]) => {
      const known = data.vocabulary("abc");
      return known.decode(known.encode(given));
    },
  },
  subject("data.ngram", (given, more) => data.ngram(given, more).predict([0, 1]), (random) => [
    array(() => [0, 1, 2, 0, 1, 2, 1]),
    options({
      order: whole(random, 1, 3),
      vocabSize: {
        ...whole(random, 3, 6),
        allows: (found) => Number.isInteger(found) && found as number > 2 ? undefined : false,
      },
    }),
  ]),
  subject(
    "data.standardize",
    data.standardize,
    (random) => [options({ rows: series(), heldOutFrom: whole(random, 2, 20, 0) }, true)],
  ),
  subject("data.naiveError", data.naiveError, (random) => [
    series(),
    options({
      variable: { ...whole(random, 0, 1), allows: (found) => found === 0 || found === 1 },
      lag: whole(random, 0, 4),
      from: whole(random, 4, 20, 0),
    }),
  ]),
  subject(
    "data.readSeries",
    data.readSeries,
    () => [value("co2", (found) => typeof found === "string" ? undefined : false)],
    { weight: 0.2 },
  ),
  subject("data.readNames", data.readNames, () => [], { weight: 0.02 }),
  subject("data.readNovel", data.readNovel, () => [], { weight: 0.01 }),
];
