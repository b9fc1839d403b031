/** What shows and follows things in a notebook looks at what it is given. */

import { expect, it } from "vitest";
import {
  bundleOf,
  html,
  openDisplay,
  plainText,
  show,
  silentScreen,
} from "../../lib/notebook/display.ts";
import { follow, runQuietly } from "../../lib/notebook/follow.ts";
import { followAll } from "../../lib/notebook/follow_all.ts";
import { asMany, formatNumber, formatSeconds } from "../../lib/notebook/format.ts";
import { grid } from "../../lib/notebook/grid.ts";
import { told } from "../../lib/notebook/host.ts";
import { breathe, interruptible } from "../../lib/notebook/interrupt.ts";
import { progress, progressBar } from "../../lib/notebook/progress.ts";
import { parseSeeds } from "../../lib/notebook/seeds.ts";
import { sound } from "../../lib/notebook/sound.ts";

/** What a public function is given, wrong as it may be. */
// deno-lint-ignore no-explicit-any
type Given = any;

const text = plainText("a");

it.each<[string, () => unknown, string]>([
  [
    "a slip",
    () => follow([], { lable: "a" } as Given),
    "found the option lable, and label is wanted",
  ],
  [
    "a promise",
    () => follow(Promise.resolve([]) as Given),
    "what is followed is a promise, of what",
  ],
  [
    "a number",
    () => runQuietly(5 as Given),
    "what is run is 5, and items one after another, such as",
  ],
  [
    "a slip",
    () => runQuietly([1], { signals: 1 } as Given),
    "found the option signals, and signal",
  ],
  [
    "workers",
    () => followAll([], { workers: -1 }),
    "workers is -1, and a whole number from 0 to 256",
  ],
  ["no list", () => followAll({} as Given), "what is run is an empty object, and a list"],
  [
    "no total",
    () => progress({ label: "a" } as Given),
    "total is missing, and a whole number of at",
  ],
  [
    "no options",
    () => (progress as Given)(),
    "the options are undefined, and an object { total, label",
  ],
  [
    "no samples",
    () => sound([], { sampleRate: 8000, caption: "a" }),
    "samples is the list [], and a list",
  ],
  [
    "rate",
    () => sound([0], { sampleRate: 0.5, caption: "a" }),
    "sampleRate is 0.5, and a whole number",
  ],
  ["caption", () => sound([0], { sampleRate: 8000 } as Given), "caption is missing, and a text is"],
  [
    "items",
    () => interruptible(5 as Given),
    "items is 5, and items one after another, such as train(",
  ],
  [
    "pause",
    () => interruptible([], { every: "5" } as Given),
    'every is the text "5", and a number of',
  ],
  [
    "a screen",
    () => show(text, { screen: {} as Given }),
    "screen is an empty object, and a screen is",
  ],
  [
    "a slip",
    () => openDisplay(text, { scren: 1 } as Given),
    "found the option scren, and screen is",
  ],
  [
    "nothing to show",
    () => show(undefined as Given),
    "Cannot show something: it is undefined, and",
  ],
  ["a number to show", () => show(5 as Given), "it is 5, and something to show, such as a picture"],
  [
    "nothing to open",
    () => openDisplay({} as Given, { screen: silentScreen }),
    "Cannot open a display: what it shows first is an empty object, and something to show",
  ],
  [
    "an update with nothing",
    () => openDisplay(text, { screen: silentScreen }).update(null as Given),
    "Cannot update a display: what it shows is null, and something to show",
  ],
  [
    "an end with nothing",
    () => openDisplay(text, { screen: silentScreen }).finish("done" as Given),
    'Cannot finish a display: what it shows is the text "done", and something to show',
  ],
  ["no bundle", () => bundleOf(undefined as Given), "Cannot show something: it is undefined, and"],
  ["no text", () => plainText(5 as Given), "Cannot show a text: it is 5, and a text is wanted"],
  ["no words", () => (html as Given)("<b>a</b>"), "the same in plain text is undefined, and a"],
  ["no signal", () => breathe(undefined as Given), "Cannot give way: the signal is undefined, and"],
  [
    "no state",
    () => (progressBar as Given)(),
    "Cannot show progress: its state is undefined, and an object { done, total, label } is wanted",
  ],
  [
    "a state of NaN",
    () => progressBar({ done: NaN, total: 1, label: "a" }),
    "done is NaN, and a number of at least 0 is wanted",
  ],
  [
    "steps",
    () => progress({ total: 2, label: "a", screen: silentScreen }).update("1" as Given),
    'how many steps are done is the text "1", and a number',
  ],
  ["no seeds", () => parseSeeds(undefined as Given), "Cannot read seeds: what they are read from"],
  [
    "no name",
    () => told(undefined as Given),
    "Cannot look up what was told: the name is undefined",
  ],
  [
    "a text for a number",
    () => formatNumber("x" as Given),
    'Cannot write a number: it is the text "x", and a number is wanted',
  ],
  [
    "a text for seconds",
    () => formatSeconds("x" as Given),
    'Cannot write a span of time: seconds is the text "x", and a number of at least 0 is wanted',
  ],
  ["no span", () => formatSeconds(NaN), "seconds is NaN, and a number of at least 0 is wanted"],
  [
    "no count",
    () => (asMany as Given)(5, undefined, "weights"),
    "Cannot compare counts: the other is undefined, and a whole number of at least 0 is wanted",
  ],
  ["nothing counted", () => (asMany as Given)(5, 5), "what is counted is undefined, and a text"],
  ["no options", () => grid({ seed: [0] }, () => ({}) as Given, null as Given), "are null, and an"],
  [
    "a slip",
    () => grid({ seed: [0] }, () => ({}) as Given, { lable: "a" } as Given),
    "Cannot make a grid: found the option lable, and label is wanted",
  ],
  [
    "a loss that is no number",
    () => follow([{ kind: "update", loss: [1] }] as Given, { screen: silentScreen }),
    "an event is an object of kind, loss, and an event { kind, … } with numbers as update, updates",
  ],
  [
    "no event",
    () => follow([undefined] as Given, { screen: silentScreen }),
    "an event is undefined",
  ],
  [
    "a sample of NaN",
    () => sound([0, NaN], { sampleRate: 8000, caption: "a" }),
    "Cannot make a sound: samples[1] is NaN, and a number is wanted",
  ],
])("is refused: %s, %#", async (_, call, message) => {
  await expect((async () => await call())()).rejects.toThrow(message);
});
