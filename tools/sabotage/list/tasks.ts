/**
 * Ways to break what is asked: tasks, data and their splits, and the checks themselves.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const MARKED_RECALL = "lib/tasks/marked_recall.ts";
const TASK_TESTS = ["tests/tasks/meaning_test.ts"];
const DATA_TESTS = ["tests/data/data_test.ts"];

export const tasks: readonly Sabotage[] = [
  {
    name: "answer-leaks",
    breaks: "Marked recall says the answer once more at the last step, where it is asked for",
    edits: [{
      file: MARKED_RECALL,
      find: "for (let t = 0; t < timeSteps; t++) inputs",
      replace:
        "visited[timeSteps - 1] = visited[first + Math.max(...steps)];\n          for (let t = 0; t < timeSteps; t++) inputs",
    }],
    claims: ["05.truncation"],
    tests: TASK_TESTS,
  },
  {
    name: "cue-leaks",
    breaks: "The word that matters stands at the end of the sentence as well",
    edits: [{
      file: "lib/tasks/delayed_label.ts",
      find: "inputs[timeSteps - drawFrom(random, distance)] = cue;",
      replace:
        "inputs[timeSteps - drawFrom(random, distance)] = cue;\n        inputs[timeSteps - 1] = cue;",
    }],
    claims: ["02.fixed-input-size", "02.memory-reaches-back"],
    tests: TASK_TESTS,
  },
  {
    name: "changes-ignored",
    breaks: "A task is asked for other lengths or places, and gives the usual ones",
    edits: [{
      file: "lib/tasks/task.ts",
      find: "const current = overrides\n",
      replace: "const current = overrides && Object.keys(overrides).length > 9\n",
    }],
    claims: ["01.shuffled-words", "02.no-sharing", "04.answers-beyond", "04.as-many-weights"],
    tests: ["tests/tasks/tasks_test.ts"],
  },
  {
    name: "one-length",
    breaks: "Sentences of marked recall have twenty words, whatever length is asked for",
    edits: [{
      file: MARKED_RECALL,
      find: "sample(random, batch, { timeSteps, marked, marks }) {\n",
      replace:
        "sample(random, batch, { timeSteps: _, marked, marks }) {\n        const timeSteps = 20;\n",
    }],
    claims: ["12.cost-grows", "12.work-grows"],
    tests: TASK_TESTS,
  },
  {
    name: "one-pitch",
    breaks: "Every note sounds at the same pitch",
    edits: [{
      file: "lib/tasks/tones.ts",
      find: "sin(2 * Math.PI * hertz * i / SAMPLE_RATE)",
      replace: "sin(2 * Math.PI * (0 * hertz + 440) * i / SAMPLE_RATE)",
    }],
    claims: ["01.rise-or-fall", "01.same-notes"],
    tests: TASK_TESTS,
  },
  {
    name: "forecast-of-today",
    breaks: "A forecast is asked for what was just read",
    edits: [{
      file: "lib/tasks/forecast.ts",
      find: "rows.slice(horizon).map(",
      replace: "rows.slice(0 * horizon).map(",
    }],
    claims: ["01.weather-order"],
    tests: TASK_TESTS,
  },
  {
    name: "scaled-by-the-future",
    breaks: "A series is scaled by its mean and spread over all rows, the held-out ones too",
    edits: [{
      file: "lib/data/series.ts",
      find: "const known = rows.slice(0, heldOutFrom);",
      replace: "const known = rows.slice(0, heldOutFrom * 9);",
    }],
    claims: ["11.scaled-by-the-past"],
    tests: DATA_TESTS,
  },
  {
    name: "trained-on-the-test",
    breaks: "The names to measure on are among the names to train on, and the other way round",
    edits: [
      { file: "lib/data/names.ts", find: "i % 10 !== 9", replace: "i % 10 !== 10" },
      { file: "lib/data/names.ts", find: "i % 10 === 9", replace: "i % 10 < 10" },
    ],
    claims: ["00.further-is-better"],
    tests: DATA_TESTS,
  },
  {
    name: "letters-shuffled",
    breaks: "The letters of each name have lost their order",
    edits: [{
      file: "lib/data/names.ts",
      find: "name.toLowerCase())",
      replace:
        '[...name.toLowerCase()].map((c, i) => [(i * 7919 + name.length * 104729) % 101, c] as const)\n    .sort((a, b) => a[0] - b[0]).map(([, c]) => c).join(""))',
    }],
    claims: ["00.two-letters-back"],
    tests: DATA_TESTS,
  },
  {
    name: "counting-without-context",
    breaks: "An n-gram forgets the longer contexts it has counted",
    edits: [{
      file: "lib/data/ngram.ts",
      find: "if (!followers) return; // never seen",
      replace: "if (!followers || length > 1) return; // never seen",
    }],
    claims: [],
    tests: DATA_TESTS,
  },
];
