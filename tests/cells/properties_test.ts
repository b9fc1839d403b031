/** What must hold for every recurrent cell, whatever its equations. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { orthogonal } from "../../lib/cells/initialize.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import type { CellFactory } from "../../lib/cells/sequence_model.ts";
import { unroll } from "../../lib/cells/unroll.ts";
import { createRandom } from "../../lib/random.ts";
import { concat, inArena, slice, type Tensor, tensor } from "../../lib/tensor/mod.ts";

const sizes = fc.record({
  timeSteps: fc.integer({ min: 2, max: 7 }),
  batch: fc.integer({ min: 2, max: 6 }),
  inputSize: fc.integer({ min: 1, max: 7 }),
  hiddenSize: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 0, max: 1000 }),
});

type Sizes = typeof sizes extends fc.Arbitrary<infer T> ? T : never;

function inputs({ timeSteps, batch, inputSize, seed }: Sizes): Tensor {
  const random = createRandom(seed).fork("inputs");
  const values = Float64Array.from(
    { length: timeSteps * batch * inputSize },
    () => random.normal(),
  );
  return tensor(values, { shape: [timeSteps, batch, inputSize] });
}

const holds = (check: (given: Sizes) => void) =>
  fc.assert(fc.property(sizes, check), { numRuns: 25, seed: 1 });

describe.each([["rnn", rnn], ["lstm", lstm], ["gru", gru]] as [string, CellFactory][])(
  "every %s",
  (_, factory) => {
    const make = ({ inputSize, hiddenSize, seed }: Sizes) =>
      factory({ inputSize, hiddenSize, random: createRandom(seed) });
    const run = (given: Sizes, xs: Tensor, stepByStep: boolean) =>
      inArena(() => {
        const { outputs, state } = unroll(make(given), xs, { stepByStep });
        return { outputs, state };
      });

    it("answers within −1 and 1", () =>
      holds((given) => {
        const values = run(given, inputs(given), false).outputs.values();
        expect(values.every((h: number) => Math.abs(h) <= 1)).toBe(true);
      }));

    it("reads on where it stopped: two halves are the whole, to the bit", () =>
      holds((given) => {
        const xs = inputs(given);
        const cut = Math.floor(given.timeSteps / 2);
        for (const stepByStep of [true, false]) {
          const whole = run(given, xs, stepByStep).outputs;
          const halves = inArena(() => {
            const cell = make(given);
            const first = unroll(cell, slice(xs, 0, 0, cut), { stepByStep });
            const { state } = first;
            const second = unroll(cell, slice(xs, 0, cut), { stepByStep, state });
            return concat([first.outputs, second.outputs], 0);
          });
          expect(halves.toArray()).toEqual(whole.toArray());
        }
      }));

    it("knows nothing of the other members of its batch", () =>
      holds((given) => {
        const xs = inputs(given);
        for (const stepByStep of [true, false]) {
          const together = run(given, xs, stepByStep).outputs;
          const alone = run(given, slice(xs, 1, 1, 2), stepByStep).outputs;
          expect(alone.toArray()).toEqual(slice(together, 1, 1, 2).toArray());
        }
      }));

    it("knows nothing of the future: a later input changes no earlier output", () =>
      holds((given) => {
        const xs = inputs(given);
        const last = given.timeSteps - 1;
        const changed = concat([slice(xs, 0, 0, last), slice(xs, 0, 0, 1)], 0);
        const [before, after] = [xs, changed].map((x) => run(given, x, false).outputs);
        expect(slice(after, 0, 0, last).toArray()).toEqual(slice(before, 0, 0, last).toArray());
      }));

    it("starts from the same weights for the same seed, and from others for another", () =>
      holds((given) => {
        const weights = (seed: number) => make({ ...given, seed }).params.weight_hh.toArray();
        expect(weights(given.seed)).toEqual(weights(given.seed));
        expect(weights(given.seed)).not.toEqual(weights(given.seed + 1));
      }));
  },
);

describe("orthogonal initialization", () => {
  it("keeps the length of every signal", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 99 }), (n, seed) => {
        const matrix = orthogonal(createRandom(seed), n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            let dot = 0;
            for (let k = 0; k < n; k++) dot += matrix[i * n + k] * matrix[j * n + k];
            expect(Math.abs(dot - (i === j ? 1 : 0))).toBeLessThan(1e-13);
          }
        }
      }),
      { numRuns: 30, seed: 1 },
    ));
});
