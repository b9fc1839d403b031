/**
 * Nets that learn the same task side by side, a few updates at a time, so that one can watch them.
 *
 * @module
 */

import type { Model } from "lib/cells/model.ts";
import { sha256 } from "lib/data/sha256.ts";
import { buildModel, type Experiment } from "lib/experiments/experiment.ts";
import { lineChart } from "lib/plots/line_chart.ts";
import { createRandom } from "lib/random.ts";
import { encodeSafetensors } from "lib/training/safetensors.ts";
import { train } from "lib/training/train.ts";

/** How right a net was after so many updates. */
export interface Measurement {
  readonly net: string;
  readonly update: number;
  readonly accuracy: number;
}

/** Where a race stands. */
export interface Standing {
  /** All nets have made so many updates. */
  readonly update: number;
  /** Everything measured so far. */
  readonly measured: readonly Measurement[];
  readonly models: Readonly<Record<string, Model>>;
}

/** How many sequences a net is asked after every few updates. */
const ASKED = 256;

/**
 * Trains every net a few updates, measures, and says where they stand; again and again. It also says so between two
 * nets, so that who waits can do something else.
 *
 * @param field the nets by name, with the same number of updates
 * @param every how many updates lie between two measurements
 */
export function* race(
  field: Readonly<Record<string, Experiment>>,
  every: number,
): Generator<Standing, void, void> {
  const measured: Measurement[] = [];
  const runners = Object.entries(field).map(([net, experiment]) => {
    const { task, seed, updates, learningRate } = experiment;
    const model = buildModel(experiment);
    const evaluation = { sequences: ASKED };
    const events = train({
      model,
      task,
      seed,
      updates,
      learningRate,
      evaluateEvery: every,
      evaluation,
    });
    return { net, model, events };
  });
  const models = Object.fromEntries(runners.map(({ net, model }) => [net, model]));
  yield { update: 0, measured, models };
  const { updates } = Object.values(field)[0];
  const last = Object.keys(field).at(-1);
  for (let update = every; update <= updates; update += every) {
    for (const { net, events } of runners) {
      let event = events.next().value; // a loop that is left early would end the training
      while (event.kind === "update") event = events.next().value;
      if (event.kind === "evaluation") measured.push({ net, update, accuracy: event.accuracy });
      if (net !== last) yield { update: update - every, measured: [...measured], models };
    }
    yield { update, measured: [...measured], models };
  }
}

/** How right a net was when it was last measured, as a percentage. */
export function lastAccuracy({ measured }: Standing, net: string): string {
  const last = measured.findLast((one) => one.net === net);
  return last === undefined ? "–" : `${Math.round(100 * last.accuracy)} %`;
}

/** A number that depends on every bit of the trained weights. */
export function digestOf({ models }: Standing): string {
  return sha256(encodeSafetensors(
    Object.fromEntries(
      Object.entries(models).flatMap(([net, { params }]) =>
        Object.entries(params).map(([name, param]) => [`${net}.${name}`, param])
      ),
    ),
  )).slice(0, 16);
}

/** The accuracy of all nets as they learn. */
export function accuracyChart(
  { measured }: Standing,
  { updates, chance, nets, title, width }: {
    readonly updates: number;
    readonly chance: number;
    readonly nets: readonly string[];
    readonly title: string;
    readonly width: number;
  },
): string {
  const begun = nets.map((series) => ({ x: 0, y: chance, series }));
  const seen = measured.map(({ net, update, accuracy }) => ({
    x: update,
    y: accuracy,
    series: net,
  }));
  return pictureHtml(lineChart([...begun, ...seen], {
    title,
    alt: nets.map((net) => {
      const last = measured.findLast((one) => one.net === net);
      return `${net}: ${last ? `${Math.round(100 * last.accuracy)} % right` : "not trained yet"}`;
    }).join("; "),
    x: { label: "updates", domain: [0, updates] },
    y: { label: "right on unseen sequences", domain: [0, 1] },
    levels: [{ y: chance, label: "chance" }],
    points: false,
    height: 240,
    width,
  }));
}

/** A picture as HTML that is read aloud as what it shows. */
export function pictureHtml({ svg, alt }: { readonly svg: string; readonly alt: string }): string {
  const words = alt.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const unnamed = svg.replace(/(<g\b[^>]*?) aria-label="[^"]*"/g, "$1"); // the whole has a name, its parts have none
  return `<div class="picture" role="img" aria-label="${words}">${unnamed}</div>`;
}

/** The stream of random numbers of an explorable, apart from those of training. */
export const chanceOf = (seed: number) => createRandom(seed).fork("explorable");
