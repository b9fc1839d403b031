/**
 * Evaluation: how well a model answers on sequences it has not been trained on.
 *
 * @module
 */

import {
  answersAStep,
  type Batch,
  type BatchSource,
  checkBatch,
  firstLabelledStep,
  labelledRows,
} from "../batch.ts";
import type { State } from "../cells/cell.ts";
import { aModel, answerOf, type Model } from "../cells/model.ts";
import {
  anything,
  checkOptions,
  checkValue,
  count,
  having,
  named,
  wholeNumber,
} from "../options.ts";
import { createRandom } from "../random.ts";
import { inArena, simd, type Tensor, withoutGradients } from "../tensor/mod.ts";
import { lossOf } from "./loss.ts";
import { batchesOrTask, drawn, isTask } from "./source.ts";
import { checkGoesOn } from "./update.ts";

/** What an evaluation found. */
export interface Evaluation {
  /** Mean loss of a label: cross-entropy in nats, or squared error. */
  readonly loss: number;
  /** Fraction of labels that got the highest score; NaN for tasks that ask for numbers. */
  readonly accuracy: number;
  /** Fraction right at each time step; NaN where no label was. */
  readonly accuracyByStep: readonly number[];
  /** How many labels there were. */
  readonly labels: number;
}

/** How to evaluate. */
export interface EvaluateOptions {
  /** How many sequences of the task. Default 512. */
  readonly sequences?: number;
  /** Which sequences: their generator's seed. Default 0. */
  readonly seed?: number;
  /** Task options to change, such as the length: `{ timeSteps: 100 }`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** Sequences evaluated together: enough to be quick, few enough to stay small. */
const TOGETHER = 128;

const rules = { sequences: count(), seed: wholeNumber(), overrides: named(anything) };

const aMatrix = having("a tensor [rows, columns]", "values", "shape", "rank");

/**
 * Index of the largest number of each row of [rows, columns]; the first of equals.
 *
 * @throws if one of them is NaN: nothing is larger, or smaller, than that
 */
export function argMax(x: Tensor): Int32Array {
  checkValue("find the largest number of each row", "x", x, aMatrix);
  const values = x.values();
  const columns = x.shape[x.rank - 1];
  const result = new Int32Array(columns > 0 ? values.length / columns : 0);
  for (let row = 0; row < result.length; row++) {
    let [best, most] = [-1, -Infinity];
    for (let j = 0; j < columns; j++) {
      const value = values[row * columns + j];
      if (value > most || best < 0 && value === most) [best, most] = [j, value];
      else if (!(value <= most)) {
        throw new RangeError(
          `Cannot find the largest number of row ${row}: number ${j} is ${value}, and numbers that can be compared are wanted`,
        );
      }
    }
    result[row] = best;
  }
  return result;
}

/**
 * Evaluates a model on a task, or on given batches (whose memory goes on from batch to batch where they say
 * that they continue).
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { sequenceModel } from "lib/cells/sequence_model.ts";
 * import { createRandom } from "lib/random.ts";
 * import { parity } from "lib/tasks/parity.ts";
 * import { evaluate } from "lib/training/evaluate.ts";
 *
 * const task = parity({ timeSteps: 6 });
 * const model = sequenceModel({ ...task, cell: gru, hiddenSize: 8, random: createRandom(0) });
 * const { accuracy } = evaluate(model, task, { overrides: { timeSteps: 20 } });
 * console.log(accuracy); // ≈ 0.5: near chance, as it is not trained yet
 * ```
 */
export function evaluate(
  model: Model,
  source: BatchSource | Iterable<Batch>,
  options: EvaluateOptions = {},
): Evaluation {
  checkValue("evaluate", "the model", model, aModel);
  checkValue("evaluate", "what it is evaluated on", source, batchesOrTask);
  checkEvaluateOptions("evaluate", options, source);
  const doing = `evaluate the ${model.kind} model`;
  const backend = Object.values(model.params)[0]?.backend ?? simd;
  let lossSum = 0;
  let labels = 0;
  let classes = true;
  const right: number[] = [];
  const asked: number[] = [];
  let state: State | undefined;

  for (const batch of batchesOf(source, options)) {
    checkBatch(doing, batch, model.input);
    if (batch.continues && state) checkGoesOn(model, state, false);
    const carried = batch.continues ? state : undefined;
    const result = inArena(() =>
      withoutGradients(() => {
        const answer = answerOf(model, batch, { state: carried, from: firstLabelledStep(batch) });
        const rows = labelledRows(batch);
        const loss = rows.length > 0 ? lossOf(answer, batch).item() : 0;
        if (!Number.isFinite(loss)) {
          throw new RangeError(
            `Cannot ${doing}: its loss is ${loss}, since its answers, its parameters or the batch are; numbers are wanted`,
          );
        }
        if (batch.targets instanceof Int32Array) {
          const best = argMax(answer.outputs);
          const skipped = batch.targets.length - best.length;
          const each = answersAStep(batch);
          for (const row of rows) {
            const t = Math.floor(row / (each * batch.batch));
            asked[t] = (asked[t] ?? 0) + 1;
            right[t] = (right[t] ?? 0) + (best[row - skipped] === batch.targets[row] ? 1 : 0);
          }
        } else {
          classes = false;
        }
        return { loss, count: rows.length, state: answer.state };
      }, { backend }), { backend });
    lossSum += result.loss * result.count;
    labels += result.count;
    state = result.state;
  }
  if (labels === 0) throw new RangeError("Cannot evaluate: no sequence has a label");
  const total = (list: number[]) => list.reduce((sum, n) => sum + (n ?? 0), 0);
  const accuracyByStep = Array.from(asked, (n, t) => (n ? right[t] / n : NaN));
  return {
    loss: lossSum / labels,
    accuracy: classes ? total(right) / total(asked) : NaN,
    accuracyByStep,
    labels,
  };
}

/** Throws unless options are ones for evaluating, and mean something for what is evaluated on. */
export function checkEvaluateOptions(
  doing: string,
  options: EvaluateOptions,
  source: BatchSource | Iterable<Batch>,
): void {
  checkOptions<EvaluateOptions>(doing, options, rules, {
    together: ({ sequences, seed, overrides }) => {
      const [name] = Object.entries({ sequences, seed, overrides })
        .find(([, value]) => value !== undefined) ?? [];
      return name === undefined || isTask(source)
        ? undefined
        : `found ${name}, which given batches do not ask for, and a task is wanted with it`;
    },
  });
}

function* batchesOf(
  source: BatchSource | Iterable<Batch>,
  { sequences = 512, seed = 0, overrides }: EvaluateOptions,
): Generator<Batch> {
  if (!isTask(source)) {
    yield* source;
    return;
  }
  const random = createRandom(seed).fork("evaluation");
  for (let left = sequences; left > 0; left -= TOGETHER) {
    yield drawn("evaluate", source, random, Math.min(left, TOGETHER), overrides);
  }
}
