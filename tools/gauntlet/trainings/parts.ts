/**
 * What the trainings of the held figures have in common.
 *
 * @module
 */

import { countParameters } from "../../../lib/cells/cell.ts";
import { rnn } from "../../../lib/cells/rnn.ts";
import type { Model } from "../../../lib/cells/model.ts";
import { sequenceModel, type SequenceModelOptions } from "../../../lib/cells/sequence_model.ts";
import { createRandom } from "../../../lib/random.ts";
import { inArena, simd, withoutGradients } from "../../../lib/tensor/mod.ts";
import type { Batch } from "../../../lib/batch.ts";

/** A model with the starting weights of a seed. */
export function modelOf(options: Omit<SequenceModelOptions, "random">, seed: number): Model {
  return sequenceModel({ ...options, random: createRandom(seed).fork("weights") });
}

/** The model with as large a hidden state as so many parameters allow. */
export function widest(make: (hiddenSize: number) => Model, parameters: number): Model {
  let hiddenSize = 1;
  while (countParameters(make(hiddenSize + 1).params) <= parameters) hiddenSize++;
  return make(hiddenSize);
}

/** A tanh RNN that starts orthogonal, as wide as the parameters of another model allow: the rival without gates. */
export function rivalOf(options: Omit<SequenceModelOptions, "random">, seed: number): Model {
  const most = countParameters(modelOf(options, seed).params);
  const cellOptions = { init: "orthogonal" };
  const make = (hiddenSize: number) =>
    modelOf({ ...options, cell: rnn, cellOptions, hiddenSize }, seed);
  return widest(make, most);
}

/** What several nets of one seed measure; each has a seed of its own. */
export function several<Found>(
  nets: number,
  seed: number,
  measure: (seed: number) => Found,
): Found[] {
  return Array.from({ length: nets }, (_, i) => measure(nets * seed + i));
}

/** What a model answers to a batch: [timeSteps · batch, outputSize]. */
export function answers(model: Model, batch: Batch): Float32Array {
  return inArena(
    () =>
      withoutGradients(() => Float32Array.from(model.forward(batch).outputs.values()), {
        backend: simd,
      }),
    { backend: simd },
  );
}

/** The place of the largest of `size` numbers from a place on; the first of equals. */
export function favourite(values: Float32Array, from: number, size: number): number {
  let best = 0;
  for (let j = 1; j < size; j++) if (values[from + j] > values[from + best]) best = j;
  return best;
}
