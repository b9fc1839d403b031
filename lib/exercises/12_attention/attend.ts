/**
 * One look of attention: compare, turn into shares, mix.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import {
  backward,
  matmul,
  mean,
  parameter,
  reshape,
  scale,
  softmax,
  square,
  sum,
  type Tensor,
  transpose,
} from "../../tensor/mod.ts";
import { apart, call, functionOf, tensorOf } from "../common.ts";
import { type Exercise, Finding } from "../definition.ts";

const header =
  `/** What a step sees. query is [1, d], keys is [steps, d], values is [steps, width]. */
function attend(query: Tensor, keys: Tensor, values: Tensor): Tensor`;

type Attend = (query: Tensor, keys: Tensor, values: Tensor) => Tensor;

const scaled = (by: (d: number, steps: number, width: number) => number): Attend => (q, k, v) =>
  matmul(softmax(scale(matmul(q, transpose(k)), by(k.shape[1], k.shape[0], v.shape[1]))), v);
const right = scaled((d) => 1 / Math.sqrt(d));

/** Likely looks that are wrong. */
const likely: Readonly<Record<string, readonly Attend[]>> = {
  "no-scale": [scaled(() => 1)],
  "other-scale": [
    scaled((d) => 1 / d),
    scaled((d) => Math.sqrt(d)),
    scaled((_d, steps) => 1 / Math.sqrt(steps)),
    scaled((_d, _steps, width) => 1 / Math.sqrt(width)),
  ],
  "no-shares": [
    (q, k, v) => matmul(scale(matmul(q, transpose(k)), 1 / Math.sqrt(k.shape[1])), v),
    (q, k, v) => matmul(matmul(q, transpose(k)), v),
  ],
  "keys-again": [
    (q, k) => matmul(softmax(scale(matmul(q, transpose(k)), 1 / Math.sqrt(k.shape[1]))), k),
  ],
  "values-compared": [
    (q, _k, v) => matmul(softmax(scale(matmul(q, transpose(v)), 1 / Math.sqrt(q.size))), v),
  ],
  "equal-shares": [(_q, _k, v) => reshape(mean(v, 0), [1, v.shape[1]])],
};

/** The exercise. */
export const attend: Exercise = {
  id: "12.attend",
  kind: "fill in the equation",
  title: "one look",
  goal: "Write one look of attention: the values, weighed by how well their keys fit the query.",
  text: "The heart of it, three lines among many above. Write it again without looking:\n\n" +
    "$$a_s = \\mathrm{softmax}_s\\left(\\frac{q \\cdot k_s}{\\sqrt{d}}\\right) \\qquad \\text{seen} = " +
    "\\sum_s a_s\\, v_s$$\n\n" +
    "All keys are rows of one tensor here, and so are all values. You have `matmul`, `transpose`, `scale(x, number)` " +
    "and `softmax`, which makes each row sum to 1. The check looks at numbers and at derivatives.",
  answer: "attend",
  before:
    `import { matmul, scale, softmax, type Tensor, tensor, transpose } from "lib/tensor/mod.ts";`,
  stub: `${header} {
  return yourTurn; // YOUR TURN: [1, width]
}`,
  begin: [
    "First all comparisons at once: a product of query [1, d] and keys turned round [d, steps] is [1, steps]",
    "The sum over s of a_s times v_s is a product too: shares [1, steps] and values [steps, width]",
  ],
  check(answer) {
    const f = functionOf(answer, ["attention", "look"]) as Attend;
    let compared = 0;
    // Square first: there a mistake of shape cannot hide which equation was meant.
    for (const [steps, d, width] of [[4, 4, 4], [5, 3, 2], [1, 6, 3], [7, 1, 5], [40, 16, 8]]) {
      const random = createRandom(steps).fork("attend");
      const shapes = [[1, d], [steps, d], [steps, width]];
      const numbers = shapes.map(([rows, columns]) =>
        Array.from({ length: rows * columns }, () => 1.5 * random.normal())
      );
      const make = () => numbers.map((list, i) => parameter(list, { shape: shapes[i] })) as Given;
      const [yours, ours] = [make(), make()];
      const when = `for ${steps} steps, d = ${d}, width ${width}`;
      const found = tensorOf(call(f, yours, when.slice(4)), [1, width], when);
      const touched = yours.findIndex((one, i) => apart(one.values(), ours[i].values()) > 0);
      if (touched >= 0) throw new Finding("mutates", `${when} it changed ${NAMES[touched]}`);
      const wanted = right(...ours);
      const off = apart(found.values(), wanted.values());
      if (off > 1e-4) {
        throw new Finding(
          diagnosis(found, ours),
          `${when} what is seen is off by ${off.toPrecision(2)}`,
        );
      }
      compared += found.size;
      checkDerivatives(found, yours, wanted, ours, when);
    }
    return `${compared} numbers and their derivatives by query, keys and values agree with the equation`;
  },
  learned:
    "A look-up in a table, made soft: where a table finds the one row whose key is equal, attention takes a little of " +
    "each, by how well it fits. And being soft, it can be learned.",
  misconceptions: {
    "no-scale": {
      idea: "The comparison is not divided by √d",
      hint:
        "A product of two rows of 64 numbers is a sum of 64: what does softmax make of large differences?",
      stronger: "`scale(…, 1 / Math.sqrt(d))` before softmax, d being the width of the query",
    },
    "other-scale": {
      idea: "The comparison is divided by something else than √d",
      hint: "Over how many numbers does the product of query and key sum?",
      stronger: "d is `query.shape[1]`, the width of query and keys, not of the values",
    },
    "no-shares": {
      idea: "Without softmax these are no shares: they can be negative, and do not sum to 1",
      hint: "What would a step see if no key fits at all?",
      stronger: "Put `softmax` around the scaled comparisons",
    },
    "keys-again": {
      idea: "Keys are for being found by; what is handed over are the values",
      hint: "What are the shares multiplied with?",
      stronger: "The second product is with `values`",
    },
    "values-compared": {
      idea: "The query is compared with the values, and the keys play no part",
      hint: "Which of the three arguments do you not use?",
      stronger: "The first product is with `keys`, turned round",
    },
    "equal-shares": {
      idea: "Every step gets the same share: the query makes no difference, nothing is looked for",
      hint: "Which of the three arguments do you not use?",
      stronger: "The shares come from the product of query and keys",
    },
    "cut-off": {
      idea: "The numbers are right, but the way back is cut: nothing could be learned through them",
      hint: "Derivatives flow through tensor operations, not through plain numbers",
      stronger: "Leave out `values()`, `toArray()` and `tensor(…)`",
    },
  },
  solution: {
    source: `${header} {
  const fit = scale(matmul(query, transpose(keys)), 1 / Math.sqrt(query.shape[1])); // [1, steps]
  return matmul(softmax(fit), values); // [1, width]
}`,
    why:
      "Two products with a softmax between them. The first is as long as the text, and so is the cost; no step of it " +
      "waits for another.",
  },
  wrong: [
    ["not scaled", "no-scale", "matmul(softmax(matmul(query, transpose(keys))), values)"],
    [
      "scaled by d",
      "other-scale",
      "matmul(softmax(scale(matmul(query, transpose(keys)), 1 / query.shape[1])), values)",
    ],
    [
      "scaled by the width of the values",
      "other-scale",
      "matmul(\n    softmax(scale(matmul(query, transpose(keys)), 1 / Math.sqrt(values.shape[1]))),\n    values,\n  )",
    ],
    [
      "no softmax",
      "no-shares",
      "matmul(scale(matmul(query, transpose(keys)), 1 / Math.sqrt(query.shape[1])), values)",
    ],
    [
      "sums up the keys",
      "keys-again",
      "matmul(softmax(scale(matmul(query, transpose(keys)), 1 / Math.sqrt(query.shape[1]))), keys)",
    ],
    [
      "compares with the values",
      "values-compared",
      "matmul(softmax(scale(matmul(query, transpose(values)), 1 / Math.sqrt(query.shape[1]))), values)",
    ],
    [
      "looks everywhere alike",
      "equal-shares",
      "matmul(softmax(scale(matmul(query, transpose(keys)), 0)), values)",
    ],
    [
      "a way back that is cut",
      "cut-off",
      "tensor(\n    matmul(softmax(scale(matmul(query, transpose(keys)), 1 / Math.sqrt(query.shape[1]))), values)\n      .toArray(),\n  )",
    ],
    [
      "a column in place of a row",
      "shape",
      "transpose(matmul(softmax(scale(matmul(query, transpose(keys)), 1 / Math.sqrt(query.shape[1]))), values))",
    ],
  ].map(([label, misconception, expression]) => ({
    label,
    misconception,
    source: `${header} {\n  return ${expression};\n}`,
  })),
};

type Given = [Tensor, Tensor, Tensor];
const NAMES = ["query", "keys", "values"];

/** Which likely look gives these numbers. */
function diagnosis(found: Tensor, given: Given): string {
  const fits = (other: Attend) => {
    try {
      return apart(found.values(), other(...given).values()) < 1e-4;
    } catch {
      return false; // does not fit sizes that are not square
    }
  };
  return Object.keys(likely).find((name) => likely[name].some(fits)) ?? "other";
}

/** The derivatives of the sum of squares by everything must be there and right. */
function checkDerivatives(found: Tensor, yours: Given, wanted: Tensor, ours: Given, when: string) {
  if (!found.requiresGrad) {
    throw new Finding("cut-off", `${when} the result has no derivatives at all`);
  }
  backward(sum(square(found)));
  backward(sum(square(wanted)));
  NAMES.forEach((name, i) => {
    const wantedGrad = ours[i].grad!.values();
    const grad = yours[i].grad?.values() ?? wantedGrad.map(() => 0); // none is as good as zero
    const off = apart(grad, wantedGrad);
    const size = Math.max(1, ...Array.from(wantedGrad, Math.abs));
    if (off > 1e-4 * size) {
      throw new Finding(
        "cut-off",
        `${when} the derivative by ${name} is off by ${off.toPrecision(2)}`,
      );
    }
  });
}
