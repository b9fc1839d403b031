/**
 * Batches: several sequences side by side, what is read at each step, and what is asked about it.
 *
 * The one shape in which sequences go from a task through a model to a loss. Arrays are **time-major**: step t of
 * sequence b stands at row t·batch + b.
 *
 * @module
 */

import {
  aFunction,
  checkOptions,
  checkValue,
  count,
  described,
  isNumberArray,
  needed,
  type Rule,
  wholeNumber,
  yesOrNo,
} from "./options.ts";
import type { Random } from "./random.ts";

/** What stands at each step: one symbol out of a vocabulary, or a vector of numbers. */
export type InputKind =
  | { readonly kind: "symbols"; readonly vocab: readonly string[] }
  | { readonly kind: "vectors"; readonly size: number };

/** Sequences to read. */
export interface SequenceBatch {
  /** How many steps. */
  readonly timeSteps: number;
  /** How many sequences. */
  readonly batch: number;
  /** Symbols, Int32Array [timeSteps · batch]; or vectors, Float32Array [timeSteps · batch · size]. */
  readonly inputs: Int32Array | Float32Array;
  /**
   * For sequences of unequal length, [batch]: how many steps of each are its own. What stands behind is padding: it
   * is not in the memory after the sequence, and neither learned from nor evaluated. Not given: all of them.
   */
  readonly lengths?: Int32Array;
}

/** Sequences to read, and what is asked at each step. */
export interface Batch extends SequenceBatch {
  /**
   * Classes, Int32Array [timeSteps · batch], −1 where nothing is asked, or as many for each of several questions a
   * step; or numbers, Float32Array [timeSteps · batch · outputSize].
   */
  readonly targets: Int32Array | Float32Array;
  /** For numbers, [timeSteps · batch]: 1 where an answer is asked, 0 elsewhere. Not given: asked at every step. */
  readonly mask?: Float32Array;
  /** Whether the sequences go on where those of the batch before ended: then the memory is handed on. */
  readonly continues?: boolean;
}

/** Where batches come from: every task is one. */
export interface BatchSource {
  /** For messages. */
  readonly name: string;
  /** Draws a batch of sequences; `overrides` change the task's options for this one. */
  sample(random: Random, batch: number, overrides?: Readonly<Record<string, unknown>>): Batch;
}

/** What is read at each step, and nothing else. */
export const anInput: Rule = {
  wanted: '{ kind: "symbols", vocab: […] } or { kind: "vectors", size: … }, such as a task has,',
  holds: (value) => {
    if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) {
      return false;
    }
    const { kind, vocab, size } = value as Partial<Record<"kind" | "vocab" | "size", unknown>>;
    return kind === "symbols"
      ? Array.isArray(vocab) && vocab.length > 0 && new Set(vocab).size === vocab.length
      : kind === "vectors" && count().holds(size);
  },
  wrongPart: (value) => {
    const { vocab } = (value ?? {}) as { readonly vocab?: unknown };
    if (!Array.isArray(vocab)) return undefined;
    const at = vocab.findIndex((symbol, i) => vocab.indexOf(symbol) < i);
    return at < 0 ? undefined : { name: `.vocab[${at}]`, value: vocab[at], rule: aNewSymbol };
  },
};

/** Which of two alike would be meant, nobody knows. */
const aNewSymbol: Rule = { wanted: "a symbol that does not stand before it", holds: () => false };

/** How many symbols or numbers one step's input has. */
export function widthOf(input: InputKind): number {
  checkValue("say how wide an input is", "the input", input, anInput);
  return input.kind === "symbols" ? input.vocab.length : input.size;
}

const numbers: Rule = {
  wanted: "an Int32Array of symbols or a Float32Array of numbers",
  holds: (value) => value instanceof Int32Array || value instanceof Float32Array,
};
const masking: Rule = {
  wanted: "a Float32Array of 1 and 0",
  holds: (value) => value instanceof Float32Array,
};
const rules = {
  timeSteps: needed(count()),
  batch: needed(count()),
  inputs: needed(numbers),
  targets: numbers,
  lengths: {
    wanted: "an Int32Array of lengths",
    holds: (value: unknown) => value instanceof Int32Array,
  },
  mask: masking,
  continues: yesOrNo,
};

/**
 * Throws unless a batch has the shape that is read. Looks at sizes, not at every number.
 *
 * @param doing what is being done, after "Cannot "
 * @param input what is read at each step; any will do if not given
 */
export function checkInputs(doing: string, batch: SequenceBatch, input?: InputKind): void {
  checkOptions<Partial<Batch> & SequenceBatch>(doing, batch, rules, {
    kind: "batch's",
    whole: "the batch is",
  });
  const { inputs } = batch;
  if (input && (input.kind === "symbols") !== inputs instanceof Int32Array) {
    const wanted = input.kind === "symbols" ? "an Int32Array of symbols" : "a Float32Array";
    throw new RangeError(
      `Cannot ${doing}: inputs is ${described(inputs)}, and ${wanted} is wanted`,
    );
  }
  checkLength(doing, "inputs", batch, inputs, input?.kind === "vectors" ? input.size : 1, !input);
  if (batch.lengths) checkLengths(doing, batch.lengths, batch);
}

/** @ignore Throws unless there is a length for each sequence, from 1 to all steps. */
export function checkLengths(
  doing: string,
  lengths: Int32Array,
  { timeSteps, batch }: Pick<SequenceBatch, "timeSteps" | "batch">,
): void {
  if (!(lengths instanceof Int32Array) || lengths.length !== batch) {
    throw new RangeError(
      `Cannot ${doing}: lengths is ${
        described(lengths)
      }, and an Int32Array of ${batch}, one a sequence, is wanted`,
    );
  }
  const wrong = lengths.findIndex((length) => length < 1 || length > timeSteps);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot ${doing}: lengths[${wrong}] is ${
        lengths[wrong]
      }, and a whole number from 1 to ${timeSteps}, the time steps, is wanted`,
    );
  }
}

/** Throws unless a batch has the shape that is learned from: inputs, targets, and a mask for numbers alone. */
export function checkBatch(doing: string, batch: Batch, input?: InputKind): void {
  checkInputs(doing, batch, input);
  const { targets, mask } = batch;
  if (targets === undefined) {
    throw new TypeError(`Cannot ${doing}: targets is missing, and ${numbers.wanted} is wanted`);
  }
  checkLength(doing, "targets", batch, targets, 1, true);
  if (mask && targets instanceof Int32Array) {
    throw new RangeError(
      `Cannot ${doing}: found a mask beside classes, and a target of −1 where nothing is asked is wanted`,
    );
  }
  if (mask) checkLength(doing, "mask", batch, mask, 1);
}

/** Throws unless an array has `size` numbers, or with `orMore` a whole number of them, for each row. */
function checkLength(
  doing: string,
  name: string,
  { timeSteps, batch }: SequenceBatch,
  { length }: Int32Array | Float32Array,
  size: number,
  orMore = false,
): void {
  const rows = timeSteps * batch;
  if (orMore ? length >= rows && length % rows === 0 : length === rows * size) return;
  const each = size === 1 ? "" : ` × ${size} numbers`;
  throw new RangeError(
    `Cannot ${doing}: ${name} has length ${length}, and ${timeSteps} time steps × ${batch} sequences${each} = ${
      rows * size
    } ${orMore ? "or a multiple " : ""}is wanted`,
  );
}

/** One sequence of symbols and what is asked at each of its steps (−1: nothing). */
export interface LabelledSymbols {
  /** The symbols. */
  readonly inputs: ArrayLike<number>;
  /** The class asked for at each step, or −1. */
  readonly targets: ArrayLike<number>;
}

/**
 * Draws `batch` sequences of symbols and lays them side by side, time-major.
 *
 * Shorter sequences are filled up with the symbol `padding`, about which nothing is asked; `lengths` then says where
 * each ends.
 *
 * @example
 * ```ts
 * import { symbolBatch } from "lib/batch.ts";
 *
 * const sequences = [{ inputs: [0, 1], targets: [-1, 1] }, { inputs: [1], targets: [0] }];
 * const { inputs, targets } = symbolBatch(2, (index) => sequences[index]);
 * console.log(inputs, targets); // [0, 1, 1, 0] [-1, 0, 1, -1]
 * ```
 */
export function symbolBatch(
  batch: number,
  draw: (index: number) => LabelledSymbols,
  padding = 0,
): Batch {
  const doing = "lay sequences side by side";
  checkValue(doing, "batch", batch, atLeastOne);
  checkValue(doing, "what draws them", draw, drawing);
  checkValue(doing, "padding", padding, aSymbol);
  const lengths = new Int32Array(batch);
  // One sequence behind the other as they are drawn, in few large arrays: lists of a million would not find room.
  let [drawnInputs, drawnTargets] = [new Int32Array(0), new Int32Array(0)];
  let [drawn, timeSteps] = [0, 0];
  for (let b = 0; b < batch; b++) {
    const sequence = draw(b);
    checkValue(doing, `sequence ${b}`, sequence, labelled);
    const { inputs, targets } = sequence;
    const { length } = inputs;
    if (targets.length !== length) {
      throw new RangeError(
        `Cannot ${doing}: found ${length} inputs and ${targets.length} targets in sequence ${b}, and a target for each input is wanted, −1 where nothing is asked`,
      );
    }
    timeSteps = Math.max(timeSteps, length);
    checkFits(doing, timeSteps, batch);
    if (drawn + length > drawnInputs.length) {
      const room = Math.max(batch * length, 2 * drawnInputs.length);
      drawnInputs = larger(drawnInputs, room);
      drawnTargets = larger(drawnTargets, room);
    }
    for (let t = 0; t < length; t++, drawn++) {
      drawnInputs[drawn] = inputs[t];
      drawnTargets[drawn] = targets[t];
      // What is no whole number, or too large, is another one there.
      if (drawnInputs[drawn] !== inputs[t] || inputs[t] < 0) {
        checkValue(doing, `sequence ${b}: inputs[${t}]`, inputs[t], aSymbol);
      }
      if (drawnTargets[drawn] !== targets[t] || targets[t] < -1) {
        checkValue(doing, `sequence ${b}: targets[${t}]`, targets[t], aTarget);
      }
    }
    lengths[b] = length;
  }
  const inputs = new Int32Array(timeSteps * batch).fill(padding);
  const targets = new Int32Array(timeSteps * batch).fill(-1);
  for (let b = 0, from = 0; b < batch; from += lengths[b++]) {
    for (let t = 0, at = b; t < lengths[b]; t++, at += batch) {
      inputs[at] = drawnInputs[from + t];
      targets[at] = drawnTargets[from + t];
    }
  }
  const equal = lengths.every((length) => length === timeSteps);
  return { timeSteps, batch, inputs, targets, ...(equal ? {} : { lengths }) };
}

/** The same numbers with more room behind them. */
function larger(numbers: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(room);
  result.set(numbers);
  return result;
}

// Rules for what is called for each batch are made once.
const anyCount = wholeNumber(0);
const atLeastOne = count();
const aSymbol = wholeNumber(0, 2 ** 31 - 1);
const drawing = aFunction();
const aTarget = wholeNumber(-1, 2 ** 31 - 1);
const isList = (value: unknown) => Array.isArray(value) || isNumberArray(value);
const labelled: Rule = {
  wanted: "{ inputs, targets }, two lists or typed arrays,",
  holds: (value) => {
    const { inputs, targets } = Object(value) as Partial<LabelledSymbols>;
    return isList(inputs) && isList(targets);
  },
};

/** Numbers in the largest array of a batch: 1 GiB. */
const MOST_NUMBERS = 2 ** 28;

/** @ignore Throws if so many sequences of so many steps, with `size` numbers at each, would not fit. */
export function checkFits(doing: string, timeSteps: number, batch: number, size = 1): void {
  checkValue(doing, "timeSteps", timeSteps, anyCount);
  checkValue(doing, "batch", batch, anyCount);
  checkValue(doing, "size", size, anyCount);
  if (timeSteps * batch * size <= MOST_NUMBERS) return;
  throw new RangeError(
    `Cannot ${doing}: ${timeSteps} time steps × ${batch} sequences × ${size} numbers are too many, and at most ${MOST_NUMBERS} numbers in all are wanted`,
  );
}

/** @ignore How many answers belong to each step of a sequence: one, or a class for each of several questions. */
export function answersAStep({ targets, timeSteps, batch }: Batch): number {
  return targets instanceof Int32Array ? targets.length / (timeSteps * batch) : 1;
}

/** How many answers belong to the batch. */
const answersIn = (batch: Batch) => answersAStep(batch) * batch.timeSteps * batch.batch;

/**
 * @ignore Rows of answers (time-major) that have a label.
 *
 * @throws if a number of the mask is neither 0 nor 1
 */
export function labelledRows(batch: Batch): Int32Array {
  const wrong = batch.mask?.findIndex((each) => each !== 0 && each !== 1) ?? -1;
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot tell which steps have a label: mask[${wrong}] is ${
        batch.mask![wrong]
      }, and 1 where an answer is asked and 0 elsewhere are wanted`,
    );
  }
  const rows: number[] = [];
  const end = answersIn(batch);
  for (let row = nextLabelled(batch, 0); row < end; row = nextLabelled(batch, row + 1)) {
    rows.push(row);
  }
  return Int32Array.from(rows);
}

/** The first row with a label, from a given row on; as many as there are rows if none has. */
function nextLabelled(labelled: Batch, row: number): number {
  const { targets, mask, lengths, batch } = labelled;
  const end = answersIn(labelled);
  if (lengths) {
    const each = answersAStep(labelled);
    const isAsked = (at: number) =>
      isOwn(lengths, batch, Math.floor(at / each)) &&
      (targets instanceof Int32Array ? targets[at] !== -1 : !mask || mask[at] === 1);
    while (row < end && !isAsked(row)) row++;
    return row;
  }
  if (targets instanceof Int32Array) { while (row < end && targets[row] === -1) row++; }
  else if (mask) { while (row < end && mask[row] !== 1) row++; }
  return row;
}

/** Whether a step of a sequence, counted time-major, is its own, or else padding. */
function isOwn(lengths: Int32Array, batch: number, step: number): boolean {
  return step < lengths[step % batch] * batch;
}

/** @ignore Classes, with −1 in place of any behind the end of its sequence. */
export function classesAsked(labelled: Batch): Int32Array {
  const { targets, lengths, batch } = labelled;
  if (!lengths) return targets as Int32Array;
  const each = answersAStep(labelled);
  return (targets as Int32Array).map((target, row) =>
    isOwn(lengths, batch, Math.floor(row / each)) ? target : -1
  );
}

/** @ignore The first step at which a sequence of the batch has a label; 0 if none has. */
export function firstLabelledStep(batch: Batch): number {
  const row = nextLabelled(batch, 0);
  return row < answersIn(batch) ? Math.floor(row / (answersAStep(batch) * batch.batch)) : 0;
}

/**
 * A long batch cut into shorter ones that continue each other, for truncated back-propagation through time:
 * the memory goes on from piece to piece, derivatives stop at the cuts.
 *
 * @param steps time steps of each piece; the last may be shorter
 */
export function truncate(batch: Batch, steps: number): Batch[] {
  checkBatch("truncate a batch", batch);
  checkValue("truncate a batch", "steps", steps, count());
  if (batch.lengths) {
    throw new RangeError(
      "Cannot truncate a batch: found lengths, whose ends would lie in different pieces, and sequences of one length are wanted",
    );
  }
  const { timeSteps, batch: members, inputs, targets, mask, continues = false } = batch;
  const inputWidth = inputs.length / (timeSteps * members);
  const targetWidth = targets.length / (timeSteps * members);
  const pieces: Batch[] = [];
  for (let start = 0; start < timeSteps; start += steps) {
    const end = Math.min(start + steps, timeSteps);
    const [from, to] = [start * members, end * members];
    pieces.push({
      timeSteps: end - start,
      batch: members,
      inputs: inputs.slice(from * inputWidth, to * inputWidth),
      targets: targets.slice(from * targetWidth, to * targetWidth),
      mask: mask?.slice(from, to),
      continues: continues || start > 0,
    });
  }
  return pieces;
}
