/**
 * A sequence in readable form, with `→answer` where one is asked.
 *
 * @module
 */

import type { Batch, InputKind } from "../batch.ts";

/** What must be known of a task to write its sequences down. */
export interface Described {
  /** What stands at each step. */
  readonly input: InputKind;
  /** How many numbers an answer has, where it is numbers. */
  readonly outputSize: number;
  /** What each class means, in order. */
  readonly labels?: readonly string[];
  /** The symbol that fills up short sequences; left out at the end. */
  readonly padding?: number;
  /** What stands between two symbols; a space if not given. */
  readonly separator?: string;
}

/** @ignore One sequence as `word word→answer word …`, for tasks that do not say otherwise. */
export function describeSymbols(
  { input, outputSize, labels, padding, separator = " " }: Described,
  batch: Batch,
  index: number,
): string {
  const words: string[] = [];
  const length = batch.lengths?.[index] ?? batch.timeSteps;
  for (let t = 0; t < length; t++) {
    const at = t * batch.batch + index;
    const word = input.kind === "symbols" ? input.vocab[batch.inputs[at]] : numbers(at, input.size);
    words.push(word + answerAt(at));
  }
  while (padding !== undefined && words.at(-1) === vocabOf(input)[padding]) words.pop();
  return words.join(separator);

  function answerAt(at: number): string {
    const { targets, mask } = batch;
    if (targets instanceof Int32Array) {
      return targets[at] < 0 ? "" : `→${labels ? labels[targets[at]] : targets[at]}`;
    }
    if (mask?.[at] === 0) return "";
    return `→${shown(targets.subarray(at * outputSize, (at + 1) * outputSize))}`;
  }
  function numbers(at: number, size: number): string {
    const values = batch.inputs.subarray(at * size, (at + 1) * size);
    return shown(values);
  }
}

function shown(values: Int32Array | Float32Array): string {
  const texts = Array.from(values, (value) => value.toFixed(2));
  return texts.length === 1 ? texts[0] : `(${texts.join(" ")})`;
}

function vocabOf(input: InputKind): readonly string[] {
  return input.kind === "symbols" ? input.vocab : [];
}
