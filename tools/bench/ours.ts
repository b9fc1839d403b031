/**
 * The product as an engine of the bench: `deno run tools/bench/ours.ts library | stacked | separate [alone]`. The first
 * trains with the library's cell, the others with a learner's own of the same equations; `alone` keeps to one thread.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import type { Model } from "lib/cells/model.ts";
import { rnn } from "lib/cells/rnn.ts";
import { type CellFactory, sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";
import { loadParams } from "lib/training/load_params.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "lib/training/safetensors.ts";
import { simd } from "lib/tensor/mod.ts";
import { train } from "lib/training/train.ts";
import type { Batch } from "lib/batch.ts";
import { gateOrder, ownCells } from "./own_cells.ts";
import { type Case, serve, type Trainer, type Training } from "./protocol.ts";

const library: Readonly<Record<string, CellFactory>> = { rnn, gru, lstm };

/** Whose cell is timed. */
export type Whose = "library" | "stacked" | "separate";

/** The model that all engines build. */
export function buildModel(
  whose: Whose,
  { cell, hidden }: Pick<Case, "cell" | "hidden">,
  vocabSize: number,
  embeddingSize: number,
): Model {
  return sequenceModel({
    input: { kind: "symbols", vocab: Array.from({ length: vocabSize }, (_, i) => String(i)) },
    outputSize: vocabSize,
    cell: (whose === "library" ? library : ownCells[whose])[cell],
    hiddenSize: hidden,
    embeddingSize,
    random: createRandom(0),
  });
}

/** Starting weights of a case, as a safetensors file under PyTorch's names. */
export function startingWeights(
  training: Pick<Training, "case" | "vocabSize" | "embeddingSize">,
): Uint8Array {
  const { vocabSize, embeddingSize } = training;
  return encodeSafetensors(buildModel("library", training.case, vocabSize, embeddingSize).params);
}

/** The blocks of stacked matrices under the names of the gates: `weight_ih` → `weight_ii`, `weight_if`, … */
function byGate(stored: Record<string, StoredTensor>, cell: string): Record<string, StoredTensor> {
  const gates = gateOrder[cell];
  const result = { ...stored };
  for (const [name, { shape, values }] of Object.entries(stored)) {
    const found = name.match(/^rnn\.(weight|bias)_([ih])h_l0$/);
    if (!found) continue;
    gates.forEach((gate, i) => {
      const size = values.length / gates.length;
      result[`rnn.${found[1]}_${found[2]}${gate}_l0`] = {
        shape: [shape[0] / gates.length, ...shape.slice(1)],
        values: values.slice(i * size, (i + 1) * size) as StoredTensor["values"],
      };
    });
  }
  return result;
}

/** The product, ready to train; its weights come from a file, as everyone's. */
export function prepare(whose: Whose, training: Training): Trainer {
  const { vocabSize, embeddingSize, learningRate, clip } = training;
  const { cell, steps: timeSteps, batch } = training.case;
  const model = buildModel(whose, training.case, vocabSize, embeddingSize);
  const stored = byGate(decodeSafetensors(Deno.readFileSync(training.weights)), cell);
  const batches = training.batches.map(({ inputs, targets }): Batch => ({
    timeSteps,
    batch,
    inputs: Int32Array.from(inputs),
    targets: Int32Array.from(targets),
  }));
  function* endless() {
    for (;;) yield* batches;
  }
  const begin = () => train({ model, task: endless(), updates: 1e7, learningRate, clip, seed: 0 });
  let events = begin();
  return {
    restart() {
      loadParams(model.params, stored, { others: "ignore" }); // matrices stacked and by gate
      events = begin();
    },
    losses: (updates) =>
      Array.from({ length: updates }, () => {
        const { value } = events.next();
        return value.loss;
      }),
    run(updates) {
      for (let i = 0; i < updates; i++) events.next();
    },
  };
}

if (import.meta.main) {
  const whose = Deno.args[0] as Whose;
  if (Deno.args[1] === "alone") simd.team?.rest();
  await serve((training) => prepare(whose, training));
}
