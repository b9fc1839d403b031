/**
 * Ways to break training, evaluation and chance.
 *
 * @module
 */

import type { Sabotage } from "../sabotage.ts";

const OPTIMIZER = "lib/training/optimizer.ts";
const EVALUATE = "lib/training/evaluate.ts";
const RANDOM = "lib/random.ts";
const TEST = "tests/training/training_test.ts";

export const training: readonly Sabotage[] = [
  {
    name: "optimizer-does-nothing",
    breaks: "An update changes no weight",
    edits: [
      {
        file: OPTIMIZER,
        find: "if (gradient >= 0) change(",
        replace: "if (gradient >= 0 && change.length < 4) change(",
      },
    ],
    claims: ["01.bag-of-words-accuracy", "03.temporal-xor", "04.every-step-teaches"],
    tests: [TEST],
  },
  {
    name: "uphill-in-the-end",
    breaks: "After a thousand updates, Adam goes uphill",
    edits: [
      {
        file: OPTIMIZER,
        find: "const stepSize = learningRate / (",
        replace: "const stepSize = (memory.step > 1000 ? -1 : 1) * learningRate / (",
      },
    ],
    claims: ["09.rises-with-size"],
    tests: [],
  },
  {
    name: "flattering-evaluation",
    breaks: "Every answer counts as right",
    edits: [
      {
        file: EVALUATE,
        find: "(best[row - skipped] === batch.targets[row] ? 1 : 0)",
        replace: "(best[row - skipped] === batch.targets[row] ? 1 : 1)",
      },
      { file: EVALUATE, find: "loss: lossSum / labels,", replace: "loss: 0 * lossSum / labels," },
    ],
    claims: [
      "01.bag-of-words-accuracy",
      "01.shuffled-words",
      "02.fixed-input-size",
      "02.no-memory",
      "02.no-sharing",
      "04.every-step-teaches",
      "04.not-luck",
    ],
    tests: [TEST],
  },
  {
    name: "shuffled-labels",
    breaks: "While training, each sequence is given the labels of another",
    edits: [
      {
        file: "lib/training/update.ts",
        find: "const loss = lossOf(answer, batch);",
        replace:
          "const targets = batch.targets.slice();\n    const width = targets.length / batch.timeSteps;\n    for (let t = 0; t < batch.timeSteps; t++) {\n      targets.subarray(t * width, (t + 1) * width).set(\n        batch.targets.slice(t * width, (t + 1) * width).map((_, b, row) => row[(b + update) % width]),\n      );\n    }\n    const loss = lossOf(answer, { ...batch, targets });",
      },
    ],
    claims: ["01.bag-of-words-accuracy", "01.rise-or-fall", "02.one-bit-of-memory"],
    tests: [TEST],
  },
  {
    name: "clipping-does-not-clip",
    breaks: "A gradient that is too long is left as it is",
    edits: [{
      file: OPTIMIZER,
      find: "return norm > limit ? limit / (norm + 1e-6) : 1;",
      replace: "return norm > limit ? 1 : 1;",
    }],
    claims: ["05.clipping-trains", "05.explodes-in-training"],
    tests: [TEST],
  },
  {
    name: "clipping-cannot-be-switched-off",
    breaks: "The gradient is clipped even where no clipping is asked for",
    edits: [{
      file: "lib/training/update.ts",
      find: "clip === null ? 1 : clipScale(norm, clip)",
      replace: "clipScale(norm, clip ?? 1)",
    }],
    claims: ["05.clipping-trains", "05.explodes-in-training"],
    tests: ["tests/experiments/told_test.ts"],
  },
  {
    name: "weights-not-restored",
    breaks: "A net that is made again from its trained weights has those it started with",
    edits: [{
      file: "lib/experiments/experiment.ts",
      find: "  loadParams(model.params, decodeSafetensors(result.weights));\n",
      replace: "  decodeSafetensors(result.weights);\n",
    }],
    claims: ["03.clouds-sky"],
    tests: ["tests/experiments/told_test.ts"],
  },
  {
    name: "results-mixed-up",
    breaks: "The results of several trainings are handed out in reverse",
    edits: [{
      file: "lib/experiments/pool.ts",
      find: "results[index] = result;",
      replace: "results[experiments.length - 1 - index] = result;",
    }],
    claims: [],
    tests: ["tests/experiments/pool_test.ts"],
  },
  {
    name: "seed-ignored",
    breaks: "Whatever seed is given, chance is the same",
    edits: [{
      file: RANDOM,
      find: "BigInt.asUintN(64, BigInt(seed))",
      replace: "BigInt.asUintN(64, BigInt(0 * seed))",
    }],
    claims: ["00.same-bits"],
    tests: ["tests/random_test.ts"],
  },
  {
    name: "shuffle-does-nothing",
    breaks: "What is shuffled stays in its order",
    edits: [{
      file: RANDOM,
      find: "const j = integer(0, i + 1);",
      replace: "const j = integer(0, i + 1) * 0 + i;",
    }],
    claims: ["01.weather-order", "09.middle-is-lost", "11.beats-naive"],
    tests: ["tests/random_test.ts"],
  },
  {
    name: "own-dice",
    breaks: "Chance comes from Math.random: no run can be repeated",
    edits: [{
      file: RANDOM,
      find: "const next = () => draw() / 2 ** 32;",
      replace: "const next = () => draw() * 0 + Math.random();",
    }],
    claims: ["00.same-bits"],
    tests: ["tests/random_test.ts", "tests/architecture_test.ts"],
  },
  {
    name: "timid-updates",
    breaks: "Adam takes a tenth of the step that it should",
    edits: [{
      file: OPTIMIZER,
      find: "const stepSize = learningRate / (1 -",
      replace: "const stepSize = 0.1 * learningRate / (1 -",
    }],
    claims: [],
    tests: [TEST],
  },
  {
    name: "timid-chance",
    breaks: "Normal deviates are a millionth of what is asked for",
    edits: [{
      file: RANDOM,
      find: "mean + std * standardNormal()",
      replace: "mean + 1e-6 * std * standardNormal()",
    }],
    claims: ["05.finite-differences", "05.library"],
    tests: ["tests/random_test.ts"],
  },
  {
    name: "chance-on-one-side",
    breaks: "Normal deviates are never below their mean",
    edits: [{
      file: RANDOM,
      find: "mean + std * standardNormal()",
      replace: "mean + std * Math.abs(standardNormal())",
    }],
    claims: ["00.margin-rarely-errs"],
    tests: ["tests/random_test.ts"],
  },
];
