/**
 * Writing: a net that says what comes next is asked, what it answers is drawn and read back in, and so on.
 *
 *     p_i ∝ e^(score_i / temperature)
 *
 * Cold (below 1) prefers what is likely, hot (above 1) evens out; at 0 the likeliest is taken, which is called greedy.
 *
 * @module
 */

import { isFromBehind } from "../cells/layer.ts";
import { aModel, type Model } from "../cells/model.ts";
import { exp } from "../numeric.ts";
import {
  checkOptions,
  checkValue,
  count,
  described,
  having,
  isNumberArray,
  needed,
  realNumber,
  wholeNumber,
} from "../options.ts";
import type { Random } from "../random.ts";
import { inArena, simd, withoutGradients } from "../tensor/mod.ts";
import { checkFlatList } from "../tensor/wanted.ts";

/** How to write. */
export interface SampleOptions {
  /** Symbols to write at most, in each text. */
  readonly length: number;
  /** Where chance comes from. Not asked for anything at temperature 0. */
  readonly random: Random;
  /** What is read before the first is drawn, the same for each text: at least one symbol. */
  readonly start: ArrayLike<number>;
  /** How many texts to write side by side. Default 1. */
  readonly texts?: number;
  /** At least 0. Default 1. */
  readonly temperature?: number;
  /** The symbol that ends a text; it is not part of it. Default: none. */
  readonly end?: number;
}

/** Texts that are written side by side at most. */
const MOST_TEXTS = 100_000;

const aGenerator = having("a generator, as createRandom gives", "next", "fork");

/**
 * Draws a symbol with probabilities proportional to e^(score / temperature).
 *
 * @param scores one for each symbol
 * @param temperature 0 takes the first of the highest
 * @throws {RangeError} if a score is no finite number
 *
 * @example
 * ```ts
 * import { createRandom } from "lib/random.ts";
 * import { drawSymbol } from "lib/training/sample.ts";
 * import { expect } from "vitest";
 *
 * expect(drawSymbol([0.1, 2, -1], 0, createRandom(0))).toBe(1); // greedy
 * ```
 */
export function drawSymbol(
  scores: ArrayLike<number>,
  temperature: number,
  random: Random,
): number {
  checkFlatList(scores, "a list of scores", "draw a symbol");
  checkValue("draw a symbol", "temperature", temperature, realNumber(0));
  if (temperature > 0) checkValue("draw a symbol", "random", random, aGenerator);
  let top = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new RangeError(
        `Cannot draw a symbol: score ${i} is ${
          described(scores[i])
        }, and finite numbers are wanted`,
      );
    }
    if (scores[i] > scores[top]) top = i;
  }
  if (scores.length === 0) {
    throw new RangeError("Cannot draw a symbol: there is no score, and at least one is wanted");
  }
  if (temperature === 0) return top;
  const weights = Array.from(scores, (score) => exp((score - scores[top]) / temperature));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return drawn < 0 ? weights.length - 1 : drawn;
}

/**
 * Lets a model write, one symbol after another, each read back in with the memory that the one before left.
 *
 * @param model a recurrent model of symbols, trained to say which comes next
 * @returns the texts, as symbols, without what was read before them
 * @throws {TypeError} for a model without symbols, or one that hands on no memory and so would read one symbol alone
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { sequenceModel } from "lib/cells/sequence_model.ts";
 * import { createRandom } from "lib/random.ts";
 * import { sample } from "lib/training/sample.ts";
 *
 * const vocab = ["a", "b", "c"];
 * const model = sequenceModel({
 *   input: { kind: "symbols", vocab },
 *   outputSize: 3,
 *   cell: gru,
 *   hiddenSize: 8,
 *   random: createRandom(0),
 * });
 * const [text] = sample(model, { start: [0], length: 20, random: createRandom(1) });
 * console.log(text.map((symbol) => vocab[symbol]).join(""));
 * ```
 */
export function sample(model: Model, options: SampleOptions): number[][] {
  checkValue("write", "the model", model, aModel);
  const doing = `write with the ${model.kind} model`;
  if (model.input.kind !== "symbols") {
    throw new TypeError(`Cannot ${doing}: it reads numbers, and a model of symbols is wanted`);
  }
  const symbols = model.input.vocab.length;
  if (model.outputSize !== symbols) {
    throw new RangeError(
      `Cannot ${doing}: found outputSize ${model.outputSize} and ${symbols} symbols, and a model that answers with one score for each symbol that it reads is wanted`,
    );
  }
  checkOptions<SampleOptions>(doing, options, {
    length: needed(count()),
    random: needed(aGenerator),
    start: needed({
      wanted: `a list of at least one symbol from 0 to ${symbols - 1}`,
      holds: (start) =>
        (Array.isArray(start) || isNumberArray(start)) && start.length > 0 &&
        Array.from(start as ArrayLike<number>)
          .every((id) => Number.isInteger(id) && id >= 0 && id < symbols),
    }),
    texts: wholeNumber(1, MOST_TEXTS),
    temperature: realNumber(0),
    end: wholeNumber(0, symbols - 1),
  });
  const { length, random, start, texts: width = 1, temperature = 1, end } = options;
  const { backend } = Object.values(model.params)[0] ?? { backend: simd };
  const texts = Array.from({ length: width }, (): number[] => []);
  const ended = new Array<boolean>(width).fill(false);
  let read = Int32Array.from(
    { length: start.length * width },
    (_, i) => start[Math.floor(i / width)],
  );
  let state: ReturnType<Model["forward"]>["state"] | undefined;
  for (let t = 0; t < length && !ended.every(Boolean); t++) {
    const answer = inArena(() =>
      withoutGradients(() => {
        const timeSteps = read.length / width;
        const batch = { timeSteps, batch: width, inputs: read };
        const { outputs, state: after } = model.forward(batch, { state, from: timeSteps - 1 });
        return { scores: outputs.values(), state: after };
      }, { backend }), { backend });
    state = answer.state;
    const forgets = Object.keys(state).length === 0;
    if (forgets || isFromBehind(state)) {
      throw new TypeError(
        `Cannot ${doing}: it ${
          forgets ? "hands on no memory" : "reads from the end as well"
        }, and a recurrent model is wanted, which reads forward`,
      );
    }
    const { outputSize } = model;
    read = Int32Array.from(
      texts,
      (_, b) =>
        drawSymbol(
          answer.scores.subarray(b * outputSize, (b + 1) * outputSize),
          temperature,
          random,
        ),
    );
    read.forEach((symbol, b) => {
      ended[b] ||= symbol === end;
      if (!ended[b]) texts[b].push(symbol);
    });
  }
  return texts;
}
