/**
 * Ways to break the nets without recurrence: windows, slots and attention.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const FEEDFORWARD = "lib/cells/feedforward.ts";
const ATTENTION = "lib/cells/attention.ts";
const ATTENTION_TEST = "tests/cells/attention_test.ts";

export const otherNets: readonly Sabotage[] = [
  {
    name: "window-sees-far",
    breaks: "A window of n words sees 0, 1, 3, 7, … words back: far beyond its end",
    edits: [{
      file: FEEDFORWARD,
      find: "Math.max(row + (from - i) * batch.batch, -1)",
      replace: "Math.max(row + (from - 2 ** i + 1) * batch.batch, -1)",
    }],
    claims: ["02.fixed-input-size", "10.reads-past-the-window", "12.context-of-attention"],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "slots-share-weights",
    breaks: "A net with a slot for each place reads all places with the weights of the first",
    edits: [{
      file: FEEDFORWARD,
      find: "return gather(table, symbols); // [rows, hiddenSize]",
      replace: 'return gather("tables" in first ? first.tables[0] : table, symbols);',
    }],
    claims: ["01.bag-of-words-logits", "02.no-sharing", "03.same-weights"],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "convolution-not-dilated",
    breaks: "Each layer of a convolution looks one step back, in place of 1, 2, 4, …",
    edits: [{
      file: "lib/cells/convolution.ts",
      find: "    back: 2 ** i,",
      replace: "    back: 2 ** (0 * i),",
    }],
    claims: ["06.a-convolution-reaches"],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "attention-without-codes",
    breaks: "Attention gets no position codes, though they are asked for",
    edits: [{ file: ATTENTION, find: "if (positions) x", replace: "if (!positions && false) x" }],
    claims: ["12.a-set-without-codes", "12.order-lost", "12.written-out"],
    tests: [ATTENTION_TEST],
  },
  {
    name: "attention-always-with-codes",
    breaks: "Attention gets position codes, though it is asked to do without",
    edits: [{ file: ATTENTION, find: "if (positions) x", replace: "if (positions || true) x" }],
    claims: ["12.a-set-without-codes", "12.order-lost", "12.written-out"],
    tests: [ATTENTION_TEST],
  },
  {
    name: "attention-near-sighted",
    breaks: "Attention sees the last eight words and none before",
    edits: [{
      file: ATTENTION,
      find: "mask.fill(-Infinity, t * timeSteps + t + 1, (t + 1) * timeSteps);",
      replace:
        "mask.fill(-Infinity, t * timeSteps + t + 1, (t + 1) * timeSteps);\n    mask.fill(-Infinity, t * timeSteps, t * timeSteps + Math.max(0, t - 7));",
    }],
    claims: ["12.looks-at-the-mark"],
    tests: ["tests/cells/nets_test.ts"],
  },
  {
    name: "attention-starts-too-sure",
    breaks:
      "The weights of attention start thirty times as large as they should: each word looks at one",
    edits: [{
      file: "lib/cells/dense.ts",
      find: "const bound = 1 / Math.sqrt(inputs);",
      replace: "const bound = 30 / Math.sqrt(inputs);",
    }],
    claims: ["12.one-step-path"],
    tests: [ATTENTION_TEST],
  },
  {
    name: "attention-sees-the-future",
    breaks: "Attention looks at words that have not been read yet",
    edits: [{
      file: ATTENTION,
      find: "mask.fill(-Infinity, t * timeSteps + t + 1, (t + 1) * timeSteps);",
      replace: "mask.fill(0, t * timeSteps + t + 1, (t + 1) * timeSteps);",
    }],
    claims: [],
    tests: [ATTENTION_TEST],
  },
  {
    name: "attention-not-scaled",
    breaks: "Attention's scores are not divided by √d",
    edits: [{
      file: ATTENTION,
      find: "scale(matmul(query, transpose(key)), 1 / Math.sqrt(hiddenSize))",
      replace: "scale(matmul(query, transpose(key)), 1)",
    }],
    claims: ["12.written-out"],
    tests: [],
  },
  {
    name: "attention-shown-in-part",
    breaks: "Of what attention looks at, only the first step is told",
    edits: [
      {
        file: ATTENTION,
        find: "gates[`attention_l${i}`] = looks;",
        replace: "gates[`attention_l${i}`] = slice(looks, 2, 0, 1);",
      },
    ],
    claims: ["09.fixed-size"],
    tests: [ATTENTION_TEST],
  },
];
