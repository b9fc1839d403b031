/**
 * Tones: two notes, one after the other, as a sound. Does the melody rise or fall?
 *
 * The sound is made here: each note is a sine wave of `noteLength` samples at 8,000 samples a second,
 * fading in and out. A step holds `frame` samples. Sequences come in mirror images, the same two notes
 * in the other order: the very same samples. A bag of samples, or of notes, cannot tell them apart. With `noise`, noise
 * follows each note, and the question comes at its end: what was heard first was heard long ago.
 *
 * Why: audio is a sequence too, and again the order is the meaning.
 *
 * @module
 */

import { checkValue, count, having, numberBetween, wholeNumber } from "../options.ts";
import { cos, exp, sin } from "../numeric.ts";
import { defineTask, type TaskFactory } from "./task.ts";

/** Samples a second. */
export const SAMPLE_RATE = 8000;

const HISS = 0.2; // spread of the noise
const LOWEST = 440; // hertz
const NOTES = Array.from({ length: 13 }, (_, i) => LOWEST * exp(i * Math.LN2 / 12));

/** Options of {@link tones}. */
export interface TonesOptions {
  /** Samples of each note: a multiple of `frame`. */
  readonly noteLength: number;
  /** Samples of each step. */
  readonly frame: number;
  /** Samples of noise behind each note: a multiple of `frame`, 0 for none. */
  readonly noise: number;
}

/**
 * Makes the task; by default two notes of 128 samples in steps of 16, so 16 steps, and no noise.
 *
 * @example
 * ```ts
 * import { tones, waveform } from "lib/tasks/tones.ts";
 * import { createRandom } from "lib/random.ts";
 * import { expect } from "vitest";
 *
 * const task = tones();
 * const batch = task.sample(createRandom(0), 2);
 * expect(batch.timeSteps).toBe(16);
 * const [one, mirror] = [waveform(batch, 0), waveform(batch, 1)];
 * expect(one).not.toEqual(mirror);
 * expect(one.toSorted()).toEqual(mirror.toSorted()); // a bag of samples cannot tell them apart
 * ```
 */
export const tones: TaskFactory<TonesOptions> = defineTask<TonesOptions>({
  name: "tones",
  defaults: { noteLength: 128, frame: 16, noise: 0 },
  rules: { noteLength: count(16), frame: count(1), noise: count(0) },
  changeable: ["noteLength", "noise"],
  together: ({ noteLength, noise, frame }) =>
    noteLength % frame !== 0
      ? `found noteLength ${noteLength}, wanted a multiple of frame, ${frame}`
      : noise % frame !== 0
      ? `found noise ${noise}, wanted a multiple of frame, ${frame}`
      : undefined,
  create: ({ frame }) => ({
    input: { kind: "vectors", size: frame },
    outputSize: 2,
    labels: ["falls", "rises"],
    chance: 1 / 2,
    sample(random, batch, { noteLength, noise }) {
      const timeSteps = 2 * (noteLength + noise) / frame;
      const inputs = new Float32Array(timeSteps * batch * frame);
      const targets = new Int32Array(timeSteps * batch).fill(-1);
      let first = 0, second = 0;
      let hiss: Float32Array[] = [];
      for (let b = 0; b < batch; b++) {
        if (b % 2 === 1) [first, second] = [second, first];
        else {
          const order = random.permutation(NOTES.length);
          [first, second] = [order[0], order[1]];
          hiss = [0, 1].map(() =>
            Float32Array.from({ length: noise }, () => HISS * random.normal())
          );
        }
        [first, second].forEach((index, half) => {
          const samples = Float32Array.of(...note(NOTES[index], noteLength), ...hiss[half]);
          for (let i = 0; i < samples.length; i += frame) {
            const t = (half * samples.length + i) / frame;
            inputs.set(samples.subarray(i, i + frame), (t * batch + b) * frame);
          }
        });
        targets[(timeSteps - 1) * batch + b] = Number(second > first);
      }
      return { timeSteps, batch, inputs, targets };
    },
    describe({ batch, targets }, index) {
      const answer = targets[targets.length - batch + index];
      return `two notes→${answer === 1 ? "rises" : "falls"}`;
    },
  }),
});

/** A sine wave, in [−1, 1], that fades in and out over its whole length. */
export function note(hertz: number, length: number): Float32Array {
  checkValue("sound a note", "hertz", hertz, numberBetween(0));
  checkValue("sound a note", "length", length, count());
  return Float32Array.from({ length }, (_, i) => {
    const loudness = (1 - cos(2 * Math.PI * (i + 0.5) / length)) / 2;
    return loudness * sin(2 * Math.PI * hertz * i / SAMPLE_RATE);
  });
}

/** All samples of one sequence of a batch, in order: to be drawn or played. */
export function waveform(
  batch: { readonly timeSteps: number; readonly batch: number; readonly inputs: ArrayLike<number> },
  index: number,
): Float32Array {
  checkValue(
    "draw a waveform",
    "the batch",
    batch,
    having("a batch", "timeSteps", "batch", "inputs"),
  );
  checkValue("draw a waveform", "index", index, wholeNumber(0, batch.batch - 1));
  const frame = batch.inputs.length / (batch.timeSteps * batch.batch);
  return Float32Array.from({ length: batch.timeSteps * frame }, (_, i) => {
    const t = Math.floor(i / frame);
    return batch.inputs[(t * batch.batch + index) * frame + i % frame];
  });
}
