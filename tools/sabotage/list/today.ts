/**
 * Ways to break what the lesson on recurrence today stands on: the loop over a cell, and the linear recurrence.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

export const today: readonly Sabotage[] = [
  {
    name: "last-step-unread",
    breaks: "The last step of a sequence is not read where a cell is taken over it step by step",
    edits: [{
      file: "lib/cells/unroll.ts",
      find: "  for (let t = 0; t < timeSteps; t++) {",
      replace: "  for (let t = 0; t < Math.max(1, timeSteps - 1); t++) {",
    }],
    claims: ["14.rounds"],
    tests: ["tests/cells/cells_test.ts"],
  },
  {
    name: "linear-memory-squashed",
    breaks:
      "What a linear recurrence keeps is squashed at each step, so that it is linear no longer",
    edits: [{
      file: "lib/tensor/ops/scan.ts",
      find: "        k.copy(at[At.Writes] + t * n, h + t * n, n, 1);\n",
      replace:
        "        k.tanh(h + t * n, h + t * n, n);\n        k.copy(at[At.Writes] + t * n, h + t * n, n, 1);\n",
    }],
    claims: ["14.factors-commute"],
    tests: ["tests/tensor/scan_test.ts", "tests/cells/linear_recurrence_test.ts"],
  },
];
