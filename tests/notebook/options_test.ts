/** What shows and follows things in a notebook looks at what it is given. */

import { expect, it } from "vitest";
import { openDisplay, plainText, show } from "../../lib/notebook/display.ts";
import { follow, runQuietly } from "../../lib/notebook/follow.ts";
import { followAll } from "../../lib/notebook/follow_all.ts";
import { interruptible } from "../../lib/notebook/interrupt.ts";
import { progress } from "../../lib/notebook/progress.ts";
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
])("is refused: %s, %#", async (_, call, message) => {
  await expect((async () => await call())()).rejects.toThrow(message);
});
