/**
 * Snapshot or story? A feedforward net of any width, which sees a window of the last words, against an RNN of 16
 * units, which sees one word at a time.
 *
 * @module
 */

import { countParameters } from "lib/cells/cell.ts";
import { rnn } from "lib/cells/rnn.ts";
import type { Experiment } from "lib/experiments/experiment.ts";
import { delayedLabel } from "lib/tasks/delayed_label.ts";
import type { Explorable, Frame, Settings, Surroundings } from "./explorable.ts";
import { accuracyChart, digestOf, lastAccuracy, race, type Standing } from "./race.ts";

const UPDATES = 400;
const EVERY = 20;
const WIDTHS = ["8", "16", "32", "64", "128", "256", "512", "1,024", "2,048"];
const nets = ["feedforward", "RNN of 16"];

const widthOf = (settings: Settings) => 8 * 2 ** Number(settings.width);

function fieldOf(settings: Settings): Record<string, Experiment> {
  const [window, words, seed] = [settings.window, settings.words, settings.seed].map(Number);
  const task = delayedLabel({ distance: words, timeSteps: words });
  const common = { task, seed, updates: UPDATES };
  return {
    [nets[0]]: { ...common, model: { window, hiddenSize: widthOf(settings) } },
    [nets[1]]: {
      ...common,
      model: { cell: rnn, hiddenSize: 16, cellOptions: { init: "orthogonal" } },
    },
  };
}

function frame(standing: Standing, settings: Settings, { width }: Surroundings): Frame {
  const { update, models } = standing;
  const over = update === UPDATES;
  const results = nets.map((net) => lastAccuracy(standing, net));
  const weights = nets.map((net) => countParameters(models[net].params).toLocaleString("en"));
  return {
    says: over
      ? `${
        nets.map((net, i) => `${net}: ${results[i]} right with ${weights[i]} weights`).join("; ")
      }; ` +
        `digest of the weights ${digestOf(standing)}`
      : `${update} of ${UPDATES} updates`,
    html: () =>
      accuracyChart(standing, {
        updates: UPDATES,
        chance: 0.25,
        nets,
        title: `${WIDTHS[Number(settings.width)]} neurons that see ${settings.window} of ` +
          `${settings.words} words, and a memory of 16 numbers`,
        width,
      }),
    row: over
      ? [
        WIDTHS[Number(settings.width)],
        settings.window,
        settings.words,
        weights[0],
        results[0],
        weights[1],
        results[1],
      ]
      : undefined,
  };
}

const snapshot: Explorable = {
  id: "snapshot",
  title: "Snapshot or story?",
  findOut: "Can any number of neurons make up for a word that the window does not show?",
  about:
    `The first word of a sentence is a direction: north, south, east or west. Filler follows, and after the last
word the net is asked for the direction; chance is 25 %. The **feedforward net** sees as many of the last words as its
window is wide. The **RNN** of 16 units sees one word at a time, and remembers.

Leave the window one word too short and try all widths up to 2,048 neurons. Then make the window as wide as the sentence
with 8 neurons.`,
  notebooks: ["02_why_feedforward_fails", "03_recurrence"],
  controls: [
    {
      kind: "slider",
      name: "width",
      label: "neurons of the feedforward net",
      value: "8",
      min: 0,
      max: WIDTHS.length - 1,
      meanings: WIDTHS,
    },
    { kind: "slider", name: "window", label: "words in its window", value: "7", min: 1, max: 16 },
    { kind: "slider", name: "words", label: "words in a sentence", value: "8", min: 2, max: 16 },
    { kind: "slider", name: "seed", label: "seed", value: "0", min: 0, max: 9 },
  ],
  button: "Train both",
  columns: ["neurons", "window", "words", "weights", "right", "RNN: weights", "right"],

  *run(settings, surroundings) {
    for (const standing of race(fieldOf(settings), EVERY)) {
      yield frame(standing, settings, surroundings);
    }
  },
};

export default snapshot;
