/**
 * Ways to break the checks: a claim, a threshold or a gradient check that lets everything pass.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const CLAIM_TEST = "tests/checks/claim_test.ts";

export const checks: readonly Sabotage[] = [
  {
    name: "every-claim-holds",
    breaks: "A claim holds whatever was measured",
    edits: [{
      file: "lib/checks/measurement.ts",
      find: 'holds: reason === "",',
      replace: 'holds: reason === "" || true,',
    }],
    claims: ["00.further-is-better"],
    tests: [CLAIM_TEST],
  },
  {
    name: "control-ignored",
    breaks: "A claim holds though its control does not",
    edits: [{
      file: "lib/checks/verdict.ts",
      find: "const controlHolds = control?.holds ?? true;",
      replace: "const controlHolds = true;",
    }],
    claims: [],
    tests: [CLAIM_TEST],
  },
  {
    name: "spread-ignored",
    breaks: "A median that lies where it should by a hair is good enough",
    edits: [{
      file: "lib/checks/measurement.ts",
      find: "const margin = 2 * spread(values);",
      replace: "const margin = 0 * spread(values);",
    }],
    claims: ["00.margin-rarely-errs"],
    tests: [CLAIM_TEST],
  },
  {
    name: "gradient-check-blind",
    breaks: "A gradient check passes whatever it finds",
    edits: [{
      file: "lib/checks/gradient_check.ts",
      find: "const error = Math.abs(analytic - differences) / scale;",
      replace: "const error = 0 * Math.abs(analytic - differences) / scale;",
    }],
    claims: [],
    tests: ["tests/checks/gradient_check_test.ts"],
  },
];
