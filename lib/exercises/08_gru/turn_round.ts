/**
 * A GRU of the other convention is to be read in: what must become of its weights?
 *
 * @module
 */

import { sigmoid, tanh } from "../../numeric.ts";
import { createRandom } from "../../random.ts";
import { apart, call, functionOf, kindOf, numbersOf } from "../common.ts";
import { type Exercise, Finding, Untouched } from "../definition.ts";

/** The function with another way of saying it. */
function source(line: string): string {
  return `/** Weights of r, z and n of one unit, from a GRU in which z overwrites, for one in which z keeps. */
function turnRound(r: readonly number[], z: readonly number[], n: readonly number[]): number[][] {
  ${line}
}`;
}

type Weights = readonly (readonly number[])[];

/** The exercise. */
export const turnRound: Exercise = {
  id: "08.turn-round",
  kind: "find the bug",
  title: "weights from the other convention",
  goal:
    "Mend the conversion: a trained GRU whose z overwrites should say the same in ours, whose z keeps.",
  text:
    "You found a trained GRU, but it is one of those that say $h_t = (1 - z_t) \\circ h_{t-1} + z_t \\circ n_t$. Its " +
    "weights have to be changed so that **our** equation does the same with them. For one unit the three lists hold the " +
    "weights of r, z and n (for each input, for h, and the bias last). Where theirs has $z$, ours needs $1 - z$, so " +
    "somebody wrote `1 - w`. What comes out is no GRU anybody trained. Mend it.",
  answer: "turnRound",
  stub: source("return [[...r], z.map((w) => 1 - w), [...n]]; // YOUR TURN: mend this line"),
  begin: [
    "It is the gate that must become 1 − z. Is a weight the gate?",
    "σ(a) and σ(−a): what is their sum?",
  ],
  check(answer) {
    const f = functionOf(answer) as (r: number[], z: number[], n: number[]) => number[][];
    let most = 0;
    for (const inputs of [2, 1, 4, 0]) {
      const random = createRandom(inputs).fork("weights");
      const draw = () => Array.from({ length: inputs + 2 }, () => random.normal());
      const theirs = [draw(), draw(), draw()];
      const when = `for ${inputs} inputs`;
      const found: unknown = call(f, theirs, when.slice(4));
      if (!Array.isArray(found)) {
        throw new Finding(
          "kind",
          `${when} it returned ${kindOf(found)}, and three lists are wanted`,
        );
      }
      if (found.length !== 3) {
        throw new Finding("shape", `${when} it returned ${found.length} lists, and 3 are wanted`);
      }
      const ours = found.map((list) => numbersOf(list, inputs + 2, `${when} in a list`));
      const words = Array.from(
        { length: 20 },
        () => Array.from({ length: inputs }, () => random.normal()),
      );
      const wanted = memories(theirs, words, "overwrites");
      const read = (weights: Weights) => memories(weights, words, "keeps");
      const off = apart(read(ours), wanted);
      if (off < 1e-6) {
        most = Math.max(most, off);
        continue;
      }
      const said = `${when}, over 20 steps the memory is off by up to ${off.toPrecision(2)}`;
      const [r, z, n] = theirs;
      if (apart(read([r, z.map((w) => 1 - w), n]), read(ours)) < 1e-9) throw new Untouched(said);
      const minus = (list: number[]) => list.map((w) => -w);
      const likely: Readonly<Record<string, Weights>> = {
        "as-it-is": theirs,
        "bias-left": [r, [...minus(z.slice(0, -1)), z[inputs + 1]], n],
        "bias-only": [r, [...z.slice(0, -1), -z[inputs + 1]], n],
        "all-turned": [minus(r), minus(z), minus(n)],
        "wrong-gate": [minus(r), z, n],
        "exchanged": [z, r, n],
        "reciprocal": [r, z.map((w) => 1 / w), n],
      };
      const name = Object.keys(likely).find((one) => apart(read(likely[one]), read(ours)) < 1e-9);
      throw new Finding(name ?? "other", said);
    }
    return `with 0, 1, 2 and 4 inputs, over 20 steps, both GRUs keep the same memories to ${
      most === 0 ? "the last bit" : most.toPrecision(1).replace("-", "−")
    }`;
  },
  learned:
    "Both conventions are one cell: 1 − σ(a) is σ(−a), so the weights of z change their sign and nothing else does. " +
    "Nothing crashes if you forget it, which is why one compares memories before one trusts weights.",
  misconceptions: {
    "as-it-is": {
      idea: "Taken over as they are: now the cell keeps what it learned to overwrite",
      hint: "With z = 1, what did their cell do, and what does ours?",
      stronger: "Ours needs 1 − σ(a), and that is σ(−a)",
    },
    "bias-left": {
      idea: "The bias is a part of the sum that goes into the sigmoid, too",
      hint: "−(w x + b) is not −w x + b",
      stronger: "All of the list of z changes its sign, the last number as well",
    },
    "bias-only": {
      idea: "Only the bias is turned round; what z does in answer to what is read is not",
      hint: "−(w x + b) is not w x − b",
      stronger: "All of the list of z changes its sign",
    },
    "all-turned": {
      idea: "r and n mean the same in both conventions; only z does not",
      hint: "In which of the four equations do the conventions differ?",
      stronger: "Leave r and n as they are",
    },
    "wrong-gate": {
      idea: "The reset gate was turned round; it is the update gate, z, that differs",
      hint: "In which of the four equations do the conventions differ?",
      stronger: "The second list",
    },
    "exchanged": {
      idea: "The two gates have changed places; they are in the same order in both",
      hint: "What does r do in either convention?",
      stronger: "Leave the order; change the sign of all of z",
    },
    "reciprocal": {
      idea: "One over a weight turns no gate round",
      hint: "What becomes of a weight of 0, or of one near it?",
      stronger: "σ(−a) = 1 − σ(a): minus each weight of z",
    },
  },
  solution: {
    source: source("return [[...r], z.map((w) => -w), [...n]];"),
    why:
      "The gate is σ(a), where a is the weighted sum. 1 − σ(a) = σ(−a), and −a is the sum with all signs changed.",
  },
  wrong: [
    ["as they are", "as-it-is", "return [[...r], [...z], [...n]];"],
    [
      "all but the bias",
      "bias-left",
      "return [[...r], z.map((w, i) => i < z.length - 1 ? -w : w), [...n]];",
    ],
    [
      "the bias alone",
      "bias-only",
      "return [[...r], z.map((w, i) => i < z.length - 1 ? w : -w), [...n]];",
    ],
    ["everything", "all-turned", "return [r, z, n].map((list) => list.map((w) => -w));"],
    ["the other gate", "wrong-gate", "return [r.map((w) => -w), [...z], [...n]];"],
    ["gates exchanged", "exchanged", "return [[...z], [...r], [...n]];"],
    ["one over", "reciprocal", "return [[...r], z.map((w) => 1 / w), [...n]];"],
    ["one list", "shape", "return [z.map((w) => -w)];"],
  ].map(([label, misconception, line]) => ({ label, misconception, source: source(line) })),
};

/** The memories of one GRU unit over some words, in either convention. */
function memories(
  [r, z, n]: Weights,
  words: readonly (readonly number[])[],
  convention: "keeps" | "overwrites",
): number[] {
  let h = 0;
  return words.map((x) => {
    const at = x.length;
    const input = (w: readonly number[]) =>
      x.reduce((sum, one, i) => sum + one * w[i], 0) + w[at + 1];
    const reset = sigmoid(input(r) + r[at] * h);
    const update = sigmoid(input(z) + z[at] * h);
    const candidate = tanh(input(n) + reset * n[at] * h);
    const keep = convention === "keeps" ? update : 1 - update;
    return h = keep * h + (1 - keep) * candidate;
  });
}
