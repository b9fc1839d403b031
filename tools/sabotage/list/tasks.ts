/**
 * Ways to break what is asked: the tasks.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const MARKED_RECALL = "lib/tasks/marked_recall.ts";
const TASK_TESTS = ["tests/tasks/meaning_test.ts"];

export const tasks: readonly Sabotage[] = [
  {
    name: "answer-leaks",
    breaks: "Marked recall says the answer once more at the last step, where it is asked for",
    edits: [{
      file: MARKED_RECALL,
      find: "for (let t = 0; t < timeSteps; t++) inputs",
      replace:
        "visited[timeSteps - 1] = visited[first + Math.max(...steps.subarray(0, marks))];\n          for (let t = 0; t < timeSteps; t++) inputs",
    }],
    claims: ["05.truncation", "09.keeps-what-is-asked"],
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
      find: "const current = overrides !== undefined\n",
      replace: "const current = overrides !== undefined && Object.keys(overrides).length > 9\n",
    }],
    claims: [
      "01.shuffled-words",
      "02.no-sharing",
      "02.shape-not-size",
      "04.answers-beyond",
      "04.as-many-weights",
    ],
    tests: ["tests/tasks/tasks_test.ts"],
  },
  {
    name: "changes-refused",
    breaks: "A task is asked for other lengths or places, and refuses",
    edits: [{
      file: "lib/tasks/task.ts",
      find: "const current = overrides !== undefined\n",
      replace:
        'if (overrides) throw new RangeError("Cannot change a task");\n      const current = overrides !== undefined\n',
    }],
    claims: ["04.answers-beyond"],
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
    name: "mark-shouts",
    breaks: "The mark is ten times as loud as a word",
    edits: [{
      file: MARKED_RECALL,
      find: "size + countries] = 1;",
      replace: "size + countries] = 10;",
    }],
    claims: ["07.input-gate-opens-at-the-mark", "08.opens-at-the-mark"],
    tests: TASK_TESTS,
  },
  {
    name: "mark-stands-late",
    breaks: "The mark stands within the last five steps, wherever it is asked for",
    edits: [{
      file: MARKED_RECALL,
      find: "        const [first, last] = ends(marked);\n        const inputs",
      replace:
        "        ends(marked);\n        const [first, last] = [Math.max(timeSteps - 5, 0), timeSteps - 1];\n        const inputs",
    }],
    claims: ["06.early-word-unused"],
    tests: TASK_TESTS,
  },
  {
    name: "always-the-sea",
    breaks: "Every sentence with a blank is about the sea",
    edits: [{
      file: "lib/tasks/fill_the_blank.ts",
      find: "const place = random.integer(0, PLACES.length);",
      replace: "const place = 1 + 0 * random.integer(0, PLACES.length);",
    }],
    claims: ["03.clouds-sky"],
    tests: TASK_TESTS,
  },
  {
    name: "reader-of-one-word",
    breaks: "The perfect reader looks at the last word alone",
    edits: [{
      file: "lib/tasks/fill_the_blank.ts",
      find: 'words.split(" ").reduce(',
      replace: 'words.split(" ").slice(-1).reduce(',
    }],
    claims: ["03.memory-carries-context"],
    tests: TASK_TESTS,
  },
  {
    name: "notes-run-on",
    breaks: "A note begins where the wave of the one before it ended",
    edits: [
      {
        file: "lib/tasks/tones.ts",
        find: "export function note(hertz: number, length: number): Float32Array {\n",
        replace:
          "let ended = 0;\nexport function note(hertz: number, length: number): Float32Array {\n  const begun = ended;\n  ended = (begun + hertz * length / SAMPLE_RATE) % 1;\n",
      },
      {
        file: "lib/tasks/tones.ts",
        find: "sin(2 * Math.PI * hertz * i / SAMPLE_RATE)",
        replace: "sin(2 * Math.PI * (begun + hertz * i / SAMPLE_RATE))",
      },
    ],
    claims: ["01.same-notes"],
    tests: TASK_TESTS,
  },
  {
    name: "walks-stand-still",
    breaks: "A walk through the letters begins at the first and stays there",
    edits: [
      {
        file: "lib/tasks/reversal.ts",
        find: "const walk = [random.integer(0, symbols)];",
        replace: "const walk = [0];",
      },
      {
        file: "lib/tasks/reversal.ts",
        find: "? 1 : symbols - 1;",
        replace: "? 0 : symbols;",
      },
    ],
    claims: ["15.reads-then-writes", "15.teacher-forcing-flatters"],
    tests: ["tests/tasks/meaning_test.ts"],
  },
];
