/**
 * The schedule of fastai's `fit_one_cycle` with its Adam: over the first quarter the learning rate rises from 1/25 of
 * its height and the momentum falls from 0.95 to 0.85, then both go back, the learning rate to nearly nothing;
 * along half cosines (Smith 2018). Left out: fastai's weight decay of 0.01, which over these few updates shrinks a
 * weight by a few hundredths at most.
 *
 * @module
 */

import { cos } from "../../../lib/numeric.ts";
import { adam, type AdamMemory, type Optimizer } from "../../../lib/training/optimizer.ts";

/** From one number to another along half a cosine, `part` of the way from 0 to 1. */
function along(from: number, to: number, part: number): number {
  return from + ((1 - cos(Math.PI * part)) / 2) * (to - from);
}

/** Learning rate and momentum `part` of the way through a training, from 0 to 1. */
export function oneCycle(height: number, part: number): { learningRate: number; beta1: number } {
  const rising = 0.25;
  if (part < rising) {
    const way = part / rising;
    return { learningRate: along(height / 25, height, way), beta1: along(0.95, 0.85, way) };
  }
  const way = (part - rising) / (1 - rising);
  return { learningRate: along(height, height / 1e5, way), beta1: along(0.85, 0.95, way) };
}

/** Adam on that schedule. */
export function oneCycleAdam(height: number, updates: number): Optimizer<AdamMemory> {
  return {
    name: "adam, one cycle",
    init: adam({ learningRate: height }).init,
    update: (params, memory, scale) =>
      adam({ ...oneCycle(height, memory.step / updates), beta2: 0.99, epsilon: 1e-5 })
        .update(params, memory, scale),
  };
}
