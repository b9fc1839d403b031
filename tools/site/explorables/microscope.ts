/**
 * The memory microscope: a trained net reads a sentence letter by letter; one sees what is in its memory, what it
 * expects next, and how much each earlier letter moved this expectation.
 *
 * How much a letter moved it is the length of the derivative of log P(the letter expected most) by the numbers that
 * stand for that letter. For this each place of the text is given to the net as a symbol of its own (`readers.ts`).
 *
 * @module
 */

import type { Model } from "lib/cells/model.ts";
import {
  backward,
  inArena,
  logSoftmax,
  multiply,
  simd,
  sum,
  tensor,
  withoutGradients,
} from "lib/tensor/mod.ts";
import { argMax } from "lib/training/evaluate.ts";
import { loadParams } from "lib/training/load_params.ts";
import { readSafetensors, type Safetensors } from "lib/training/safetensors.ts";
import type { Explorable, Settings, Surroundings } from "./explorable.ts";
import { heatStrip } from "./heat_strip.ts";
import { LETTERS, LONGEST, makeReader, type Reader, READERS } from "./readers.ts";

/** What a net made of a text. */
interface Reading {
  /** Log probability of every letter after each place, [place][letter]. */
  readonly expected: readonly Float32Array[];
  /** What is in its memory, and its gates, by name: [place][unit]. */
  readonly inside: Readonly<Record<string, readonly ArrayLike<number>[]>>;
}

const EMBEDDING = "embedding.weight";
/** How many letters of those expected are shown. */
const SHOWN = 6;

/** What is inside, in words. */
const PARTS: Readonly<Record<string, string>> = {
  h: "hidden units h",
  c: "cell state c",
  i: "input gate i",
  f: "forget gate f",
  g: "candidate g",
  o: "output gate o",
  r: "reset gate r",
  z: "keep gate z",
  n: "candidate n",
  attention_l0: "attention, first layer",
  attention_l1: "attention, second layer",
};

const kept = new Map<string, Promise<Safetensors>>();

function weightsOf(reader: Reader, read: Surroundings["read"]): Promise<Safetensors> {
  const name = `readers/${reader.toLowerCase()}.safetensors`;
  if (!kept.has(name)) kept.set(name, read(name).then(readSafetensors));
  return kept.get(name)!;
}

/** A trained reader to which each place of a text is a symbol of its own. */
function readerOf(reader: Reader, { tensors }: Safetensors, ids: Int32Array): Model {
  const model = makeReader(reader, Array.from(ids, (_, place) => String(place)));
  const { shape: [, size], values } = tensors[EMBEDDING];
  const rows = new Float32Array(ids.length * size);
  ids.forEach((id, place) => rows.set(values.subarray(id * size, (id + 1) * size), place * size));
  loadParams(model.params, {
    ...tensors,
    [EMBEDDING]: { shape: [ids.length, size], values: rows },
  });
  return model;
}

const placesOf = (count: number) => ({
  timeSteps: count,
  batch: 1,
  inputs: Int32Array.from({ length: count }, (_, place) => place),
});

const rowsOf = (values: Float32Array | Float64Array, size: number) =>
  Array.from(
    { length: values.length / size },
    (_, row) => Float32Array.from(values.subarray(row * size, (row + 1) * size)),
  );

/** Lets a reader read a text. */
function readText(model: Model, places: number): Reading {
  return inArena(() =>
    withoutGradients(() => {
      const { outputs, hidden, gates, states } = model.forward(placesOf(places), {
        gates: true,
        stepByStep: true,
      });
      const inside: Record<string, readonly ArrayLike<number>[]> = {};
      if (hidden) inside.h = rowsOf(hidden.values(), hidden.shape[2]);
      if (states[0]?.c_l0) inside.c = states.map(({ c_l0 }) => c_l0.values().slice());
      for (const [name, gate] of Object.entries(gates)) {
        inside[name.startsWith("attention") ? name : name.replace(/_l0$/, "")] = rowsOf(
          gate.values(),
          gate.shape[2],
        );
      }
      return { expected: rowsOf(logSoftmax(outputs).values(), LETTERS.length), inside };
    }), { backend: simd });
}

/** How much each letter up to a place moved what is expected most after it. */
function influenceOn(model: Model, place: number): number[] {
  const table = model.params[EMBEDDING];
  table.grad = null;
  return inArena(() => {
    const { outputs } = model.forward(placesOf(place + 1), { from: place });
    const [top] = argMax(outputs);
    const pick = tensor(LETTERS.map((_, letter) => (letter === top ? 1 : 0)), {
      shape: [1, LETTERS.length],
      backend: simd,
    });
    backward(sum(multiply(logSoftmax(outputs), pick)));
    const { values, size } = { values: table.grad!.values(), size: table.shape[1] };
    return Array.from(
      { length: place + 1 },
      (_, t) => Math.hypot(...values.subarray(t * size, (t + 1) * size)),
    );
  }, { backend: simd });
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const shown = (letter: string) => (letter === " " ? "␣" : letter === "\n" ? "↵" : escaped(letter));
const spoken = (letter: string) =>
  letter === " " ? "space" : letter === "\n" ? "new line" : escaped(letter);

/** The text as letters to choose from, shaded by how much each moved the expectation. */
function lettersHtml(text: readonly string[], at: number, influence: readonly number[]): string {
  const most = Math.max(...influence);
  const buttons = text.map((letter, place) => {
    const share = place > at ? 0 : influence[place] / most;
    const about = place > at
      ? "not read yet"
      : `moved the expectation by ${influence[place].toPrecision(2)}`;
    return `<button type="button" data-set="${place}" style="--share:${share.toFixed(3)}" ` +
      `class="${place > at ? "later" : ""}" tabindex="${place === at ? 0 : -1}" ` +
      `aria-pressed="${place === at}" aria-label="${place + 1}: ${spoken(letter)}, ${about}">` +
      `${shown(letter)}</button>`;
  });
  return `<div class="letters" role="group" aria-label="The text; arrow keys go through it" ` +
    `data-place="at">${buttons.join("")}</div>`;
}

/** What is expected after a place, as bars. */
function expectedHtml(expected: Float32Array, came: string | undefined): string {
  const order = Array.from(expected, (_, letter) => letter)
    .sort((a, b) => expected[b] - expected[a]).slice(0, SHOWN);
  const rows = order.map((letter) => {
    const percent = 100 * Math.exp(expected[letter]);
    const right = LETTERS[letter] === came ? " (this one came)" : "";
    return `<li><span class="letter">${shown(LETTERS[letter])}</span>` +
      `<span class="bar" style="--share:${(percent / 100).toFixed(3)}"></span>` +
      `<span>${percent.toFixed(1)} %${right}</span></li>`;
  });
  const bits = came === undefined ? undefined : -expected[LETTERS.indexOf(came)] / Math.LN2;
  return `<ol class="expected">${rows.join("")}</ol>` +
    (bits === undefined ? "" : `<p>What came cost it ${bits.toFixed(2)} bits.</p>`);
}

/** The letters that moved the expectation most, in a sentence. */
function movedBy(text: readonly string[], at: number, influence: readonly number[]): string {
  const total = influence.reduce((a, b) => a + b, 0);
  const early = influence.slice(0, Math.max(0, at - 7)).reduce((a, b) => a + b, 0);
  const order = influence.map((_, t) => t).sort((a, b) => influence[b] - influence[a]).slice(0, 3);
  const names = order.map((t) => `“${shown(text[t])}” ${t === at ? "just now" : `${at - t} back`}`);
  return `Moved most by ${names.join(", ")}; ` +
    `${Math.round(100 * early / total)} % of it came from more than 7 letters back.`;
}

const EXAMPLES = [
  "Call me Ishmael. Some years ago—never mind how long precisely",
  "to the last I grapple with thee; from hell's heart I stab at thee",
  "It is not down in any map; true places never are.",
  "the white whale, the white whale, the white wh",
];

const microscope: Explorable = {
  id: "microscope",
  title: "The memory microscope",
  findOut: "From how far back does each net still take what it expects next?",
  about:
    `A net with about 40,000 weights, trained on Moby-Dick, reads a sentence letter by letter. Choose a letter (the
arrow keys go on): below the sentence stands what the net **expects next** there. The stronger a letter's colour, the more it moved
this expectation: the length of the derivative of the most expected letter's log probability by the numbers that stand
for that letter. Below is what is inside: one column a letter, one row a unit.`,
  notebooks: ["10_real_text", "12_attention"],
  controls: [
    {
      kind: "text",
      name: "text",
      label: "a sentence to read",
      value: EXAMPLES[0],
      maxLength: LONGEST,
      examples: EXAMPLES,
    },
    {
      kind: "choice",
      name: "net",
      label: "net",
      value: "LSTM",
      options: READERS.map((reader) => [reader, reader] as const),
    },
    {
      kind: "choice",
      name: "part",
      label: "look inside at",
      value: "h",
      options: Object.entries(PARTS),
    },
    { kind: "place", name: "at", label: "letter", value: "13" },
  ],

  async *run(settings: Settings, { width, read }: Surroundings) {
    const text = [...settings.text].filter((letter) => LETTERS.includes(letter)).slice(0, LONGEST);
    if (text.length === 0) {
      yield { says: "Type a sentence with letters that the novel has.", html: () => "" };
      return;
    }
    const net = settings.net as Reader;
    const at = Math.min(Number(settings.at), text.length - 1);
    const weights = await weightsOf(net, read);
    const model = readerOf(
      net,
      weights,
      Int32Array.from(text, (letter) => LETTERS.indexOf(letter)),
    );
    const { expected, inside } = readText(model, text.length);
    const influence = influenceOn(model, at);
    const part = settings.part in inside ? settings.part : Object.keys(inside)[0];
    const costs = text.slice(1).map((letter, t) => -expected[t][LETTERS.indexOf(letter)]);
    const bits = costs.reduce((a, b) => a + b, 0) / costs.length / Math.LN2;
    yield {
      says: `${net}: ${bits.toFixed(2)} bits a letter on this text, ` +
        `${weights.metadata.bits} on chapters that it has not seen`,
      html: () =>
        lettersHtml(text, at, influence) +
        `<div class="after"><p>After “${
          escaped(text.slice(Math.max(0, at - 20), at + 1).join(""))
        }” ` +
        `it expects:</p>${expectedHtml(expected[at], text[at + 1])}` +
        `<p>${movedBy(text, at, influence)}</p></div>` +
        heatStrip(inside[part], { name: PARTS[part], at, width, signed: /^[hcgn]$/.test(part) }) +
        (part === settings.part ? "" : `<p>The ${net} has no ${PARTS[settings.part]}.</p>`),
    };
  },
};

export default microscope;
