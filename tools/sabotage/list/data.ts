/**
 * Ways to break the data: series, names, and what of them is held out.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const DATA_TESTS = ["tests/data/data_test.ts"];

export const data: readonly Sabotage[] = [
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
    claims: ["00.further-is-better", "10.real-names-never-seen"],
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
    name: "names-cut-short",
    breaks: "Of each name only the first two letters are read",
    edits: [{
      file: "lib/data/names.ts",
      find: "name.toLowerCase())",
      replace: "name.toLowerCase().slice(0, 2))",
    }],
    claims: ["00.further-is-better"],
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
  {
    name: "scaling-left-out",
    breaks: "A series keeps its units: nothing is scaled",
    edits: [{
      file: "lib/data/series.ts",
      find: "(value - mean[variable]) / std[variable])),",
      replace: "value + 0 * variable)),",
    }],
    claims: ["11.scaled-by-the-past"],
    tests: DATA_TESTS,
  },
  {
    name: "consonants-alike",
    breaks: "In names every consonant is read as n",
    edits: [{
      file: "lib/data/names.ts",
      find: "name.toLowerCase())",
      replace: 'name.toLowerCase().replace(/[^aeiou]/g, "n"))',
    }],
    claims: ["00.two-letters-back"],
    tests: DATA_TESTS,
  },
];
