/**
 * Evaluation: how well a model answers on sequences it has not been trained on.
 *
 * @module
 */

import type { Model } from "../cells/model.ts";
import { createRandom } from "../random.ts";
import { inArena, simd, type Tensor, withoutGradients } from "../tensor/mod.ts";
import { firstLabelledStep, labelledRows, lossOf, type TrainingBatch } from "./batch.ts";
import type { BatchSource } from "./train.ts";

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

/** Index of the largest number of each row of [rows, columns]; the first of equals. */
export function argMax(x: Tensor): Int32Array {
  const values = x.values();
  const columns = x.shape[x.rank - 1];
  const result = new Int32Array(columns === 0 ? 0 : values.length / columns);
  for (let row = 0; row < result.length; row++) {
    let [best, most] = [0, values[row * columns]];
    for (let j = 1; j < columns; j++) {
      const value = values[row * columns + j];
      if (value > most) [best, most] = [j, value];
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
 * console.log(accuracy); // not trained yet: near chance, 0.5
 * ```
 */
export function evaluate(
  model: Model,
  source: BatchSource | Iterable<TrainingBatch>,
  options: EvaluateOptions = {},
): Evaluation {
  const { sequences = 512, seed = 0, overrides } = options;
  const backend = Object.values(model.params)[0]?.backend ?? simd;
  let lossSum = 0;
  let labels = 0;
  let classes = true;
  const right: number[] = [];
  const asked: number[] = [];
  let state: TensorState | undefined;

  for (const batch of batchesOf(source, sequences, seed, overrides)) {
    const carried = batch.continues ? state : undefined;
    const result = inArena(() =>
      withoutGradients(() => {
        const from = firstLabelledStep(batch);
        const answer = model.forward(batch, { state: carried, from });
        const rows = labelledRows(batch);
        const loss = rows.length > 0 ? lossOf(answer.outputs, batch).item() : 0;
        if (batch.targets instanceof Int32Array) {
          const best = argMax(answer.outputs);
          const skipped = batch.targets.length - best.length;
          for (const row of rows) {
            const t = Math.floor(row / batch.batch);
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

type TensorState = Readonly<Record<string, Tensor>>;

function* batchesOf(
  source: BatchSource | Iterable<TrainingBatch>,
  sequences: number,
  seed: number,
  overrides?: Readonly<Record<string, unknown>>,
): Generator<TrainingBatch> {
  if (!("sample" in source)) {
    yield* source;
    return;
  }
  const random = createRandom(seed).fork("evaluation");
  for (let left = sequences; left > 0; left -= TOGETHER) {
    yield source.sample(random, Math.min(left, TOGETHER), overrides);
  }
}
