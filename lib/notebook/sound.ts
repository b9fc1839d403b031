/**
 * Sound that a reader can play: samples as a WAV file inside an `<audio>` element.
 *
 * One channel, 8 bits a sample: plain, but a tune of three seconds stays below 40 kB in
 * a saved notebook. Pages that show no audio show the caption.
 *
 * @module
 */

import {
  anyText,
  checkOptions,
  checkValue,
  needed,
  numbersOf,
  realNumber,
  type Rule,
  wholeNumber,
} from "../options.ts";
import { type Displayable, html } from "./display.ts";
import { escapeMarkup } from "./format.ts";

/** What a sound can be told. */
export interface SoundOptions {
  /** Samples a second. */
  readonly sampleRate: number;
  /** What is to be heard, in words; shown above the player. */
  readonly caption: string;
}

/**
 * Samples as something to play.
 *
 * @param samples numbers in [−1, 1]; what lies outside is cut off
 * @param options `sampleRate`, `caption`
 * @returns a displayable
 * @throws {RangeError} if there is no sample, or the sample rate is no whole number of at least 1
 *
 * @example
 * ```ts
 * import { note, SAMPLE_RATE } from "lib/tasks/tones.ts";
 * import { sound } from "lib/notebook/sound.ts";
 *
 * sound(note(440, 4000), { sampleRate: SAMPLE_RATE, caption: "half a second of the note A" });
 * ```
 */
export function sound(
  samples: ArrayLike<number>,
  options: SoundOptions,
): Displayable {
  checkValue("make a sound", "samples", samples, someSamples);
  checkOptions<SoundOptions>("make a sound", options, {
    sampleRate: needed(wholeNumber(1, 192_000)),
    caption: needed(anyText),
  });
  const { sampleRate, caption } = options;
  const source = `data:audio/wav;base64,${btoa(wav(samples, sampleRate))}`;
  return html(
    `<div style="padding:4px 0;max-width:640px;` +
      `font-family:system-ui,sans-serif;font-size:14px">${escapeMarkup(caption)}<br>` +
      `<audio controls preload="metadata" src="${source}"></audio></div>`,
    `Sound: ${caption}`,
  );
}

const numbers = numbersOf(1);
const someSamples: Rule = {
  wanted: "a list or typed array of at least 1 number",
  holds: (value) => numbers.holds(value) && oddIn(value as number[]) < 0,
  wrongPart(value) {
    if (!numbers.holds(value)) return numbers.wrongPart?.(value);
    const i = oddIn(value as number[]);
    return { name: `[${i}]`, value: (value as number[])[i], rule: realNumber() };
  },
};

/** Where the first stands that is not finite; −1 if nowhere. */
function oddIn(samples: ArrayLike<number>): number {
  for (let i = 0; i < samples.length; i++) if (!Number.isFinite(samples[i])) return i;
  return -1;
}

/** A WAV file, one character a byte: RIFF header, format (PCM, one channel, 8 bits), samples. */
function wav(samples: ArrayLike<number>, sampleRate: number): string {
  const padding = samples.length % 2; // chunks have an even length
  const data = Array.from(samples, (sample) => {
    const cut = Math.max(-1, Math.min(1, sample));
    return String.fromCharCode(Math.round(127.5 + 127.5 * cut));
  }).join("");
  return [
    "RIFF",
    bytes(4, 36 + samples.length + padding),
    "WAVEfmt ",
    bytes(4, 16), // length of this chunk
    bytes(2, 1), // PCM
    bytes(2, 1), // channels
    bytes(4, sampleRate),
    bytes(4, sampleRate), // bytes a second
    bytes(2, 1), // bytes a frame
    bytes(2, 8), // bits a sample
    "data",
    bytes(4, samples.length),
    data,
    "\0".repeat(padding),
  ].join("");
}

/** A whole number as `count` bytes, the lowest first. */
function bytes(count: number, value: number): string {
  return Array.from({ length: count }, (_, i) => String.fromCharCode(value >>> (8 * i) & 255)).join(
    "",
  );
}
