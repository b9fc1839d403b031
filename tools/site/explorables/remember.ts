/**
 * How long does it remember? An RNN, an LSTM and a GRU of as many weights learn marked recall side by side; beside how
 * often each is right stands how much of the gradient reaches back how far.
 *
 * @module
 */

import type { Model } from "lib/cells/model.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { rnn } from "lib/cells/rnn.ts";
import type { Experiment } from "lib/experiments/experiment.ts";
import { lineChart } from "lib/plots/line_chart.ts";
import { markedRecall } from "lib/tasks/marked_recall.ts";
import { backward, inArena, simd } from "lib/tensor/mod.ts";
import { lossOf } from "lib/training/loss.ts";
import type { Explorable, Frame, Settings, Surroundings } from "./explorable.ts";
import {
  accuracyChart,
  chanceOf,
  digestOf,
  lastAccuracy,
  pictureHtml,
  race,
  type Standing,
} from "./race.ts";

const UPDATES = 400;
const EVERY = 20;
/** Sequences on which the gradient is measured. */
const SEQUENCES = 32;
/** Below this a gradient is drawn as nothing. */
const NOTHING = 1e-12;

const nets = ["RNN", "LSTM", "GRU"];

/** The task: the mark stands in the first quarter, the question at the end. */
function taskOf(lag: number) {
  return markedRecall({ timeSteps: lag + 1, marked: [0, Math.floor(lag / 4)] });
}

/** The nets that the settings ask for, with about 1,540 weights each. */
function fieldOf(settings: Settings): Record<string, Experiment> {
  const { gates, loop } = settings;
  const [lag, bias, seed] = [settings.lag, settings.bias, settings.seed].map(Number);
  const gateStart = (name: string) =>
    gates === "chrono" ? { chrono: lag + 1 } : gates === "bias" ? { [name]: bias } : "uniform";
  const common = { task: taskOf(lag), seed, updates: UPDATES, learningRate: 0.01 };
  const net = (cell: typeof rnn | typeof lstm | typeof gru, hiddenSize: number, init: unknown) => ({
    ...common,
    model: { cell: cell as typeof rnn, hiddenSize, cellOptions: { init } },
  });
  return {
    RNN: { ...net(rnn, 34, loop), learningRate: 0.005 },
    LSTM: net(lstm, 16, gateStart("forgetBias")),
    GRU: net(gru, 19, gateStart("keepBias")),
  };
}

/** Length of the loss's gradient at the memory by lag (0: the last step), relative to lag 0. */
function gradientByLag(model: Model, lag: number, seed: number): number[] {
  const task = taskOf(lag);
  const lengths = inArena(() => {
    const batch = task.sample(chanceOf(seed), SEQUENCES);
    const { outputs, states } = model.forward(batch, { stepByStep: true });
    backward(lossOf(outputs, batch));
    return states.map((state) => {
      const { grad } = state.c_l0 ?? state.h_l0; // what an LSTM keeps is c
      return Math.hypot(...grad?.values() ?? [0]);
    });
  }, { backend: simd }).reverse();
  for (const param of Object.values(model.params)) param.grad = null;
  return lengths.map((length) => length / lengths[0]);
}

function gradientChart(standing: Standing, settings: Settings, width: number): string {
  const lag = Number(settings.lag);
  const reach = Object.entries(standing.models).map(([series, model]) => ({
    series,
    lengths: gradientByLag(model, lag, Number(settings.seed)),
  }));
  return pictureHtml(lineChart(
    reach.flatMap(({ series, lengths }) =>
      lengths.map((length, x) => ({ x, y: Math.log10(Math.max(length, NOTHING)), series }))
    ),
    {
      title: `How much of the gradient is left, ${standing.update} updates on`,
      alt: reach.map(({ series, lengths }) =>
        `${series}: ${lengths.at(-1)!.toPrecision(1)} is left ${lag} steps back`
      ).join("; "),
      x: { label: "steps back from the question" },
      y: { label: "left of the gradient (powers of ten)", domain: [-12, 2] },
      points: false,
      height: 240,
      width,
    },
  ));
}

function frame(standing: Standing, settings: Settings, { width }: Surroundings): Frame {
  const { update } = standing;
  const results = nets.map((net) => lastAccuracy(standing, net));
  const over = update === UPDATES;
  const start = settings.gates === "bias" ? `bias ${settings.bias}` : settings.gates;
  return {
    says: over
      ? `${nets.map((net, i) => `${net} ${results[i]}`).join(", ")} right; ` +
        `digest of the weights ${digestOf(standing)}`
      : `${update} of ${UPDATES} updates`,
    html: () =>
      accuracyChart(standing, {
        updates: UPDATES,
        chance: 0.25,
        nets,
        title: `How often each is right about a word up to ${settings.lag} steps back`,
        width,
      }) + gradientChart(standing, settings, width),
    row: over ? [settings.lag, start, settings.loop, ...results] : undefined,
  };
}

const remember: Explorable = {
  id: "remember",
  title: "How long does it remember?",
  findOut:
    "At which lag does each net stop learning, and what does chrono initialisation do to it?",
  about:
    `Every step names a country, and one of them early on is marked as the one where somebody grew up. At the
end each net is asked for that one. The **lag** is the number of steps between the first word and the question; chance
is 25 %. All three nets have about 1,540 weights and make 400 updates.

The second picture shows how much of the gradient at the last step arrives how many steps earlier. What does not arrive
cannot be learned from.`,
  notebooks: ["06_fading_memory", "07_lstm", "08_gru"],
  controls: [
    { kind: "slider", name: "lag", label: "lag, in steps", value: "20", min: 4, max: 120, step: 4 },
    {
      kind: "choice",
      name: "gates",
      label: "gates start",
      value: "uniform",
      options: [["uniform", "as usual"], ["bias", "with the bias below"], [
        "chrono",
        "by chrono, for this lag",
      ]],
    },
    {
      kind: "slider",
      name: "bias",
      label: "forget bias",
      value: "1",
      min: -2,
      max: 6,
      step: 0.5,
    },
    {
      kind: "choice",
      name: "loop",
      label: "the RNN's loop starts",
      value: "uniform",
      options: [["uniform", "as usual"], ["orthogonal", "orthogonal"]],
    },
    { kind: "slider", name: "seed", label: "seed", value: "0", min: 0, max: 9 },
  ],
  button: "Train all three",
  columns: ["lag", "gates", "loop", ...nets],

  *run(settings, surroundings) {
    for (const standing of race(fieldOf(settings), EVERY)) {
      yield frame(standing, settings, surroundings);
    }
  },
};

export default remember;
