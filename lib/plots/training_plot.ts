/**
 * A training as it happens: the loss of each update, and the score on data not trained on.
 *
 * `follow` in lib/notebook feeds it events and shows it while it grows. The finished picture depends on
 * the events alone, not on how often it was drawn on the way.
 *
 * @module
 */

import { aDomain, aScale, levelRules, pictureRules } from "./rules.ts";
import {
  aFunction,
  anyText,
  checkOptions,
  checkValue,
  having,
  nested,
  someText,
} from "../options.ts";
import * as Plot from "@observablehq/plot";
import type { FollowedEvent, LivePicture } from "../notebook/follow.ts";
import { formatNumber } from "../notebook/format.ts";
import { type Level, levelMargin, levelMarks } from "./levels.ts";
import { checkLogAxis, logTick, withSentence } from "./log_ticks.ts";
import { type Panel, type Picture, render } from "./render.ts";
import { ink, palette } from "./style.ts";

/** What a training plot can be told. */
export interface TrainingPlotOptions<Event> {
  /** What is trained, or what is found. */
  readonly title: string;
  /** What the picture shows; made from the events if not given. */
  readonly alt?: string;
  /** What was drawn, from what. */
  readonly subtitle?: string;
  /** The loss axis; `levels` such as that of guessing. */
  readonly loss?: {
    readonly label?: string;
    readonly scale?: "linear" | "log";
    readonly levels?: readonly Level[];
  };
  /** The panel beside the loss, there once an event has a score. */
  readonly score?: {
    /** What the score is; "accuracy" if not given. */
    readonly label?: string;
    /** Least and greatest value; 0 and 1 if not given. */
    readonly domain?: readonly [number, number];
    /** Levels such as chance. */
    readonly levels?: readonly Level[];
    /** Reads the score from an event; its `accuracy` if not given. */
    readonly read?: (event: Event) => number | undefined;
  };
  /** Width in pixels; 640 if not given. */
  readonly width?: number;
}

const rules = {
  title: pictureRules.title,
  alt: someText,
  subtitle: anyText,
  loss: nested<{ label?: string; scale?: string; levels?: unknown }>({
    label: anyText,
    scale: aScale,
    levels: levelRules,
  }),
  score: nested<{ label?: string; domain?: unknown; levels?: unknown; read?: unknown }>({
    label: anyText,
    domain: aDomain,
    levels: levelRules,
    read: aFunction("a function from an event to a number"),
  }),
  width: pictureRules.width,
};

const anEvent = having("an event, as train({ … }) gives,", "kind");

/** A training plot. */
export interface TrainingPlot<Event> extends LivePicture<Event> {
  /** The picture as of now. */
  picture(): Picture;
}

const mostPoints = 240; // a curve of more updates than this is drawn through the means of runs

/**
 * Starts a training plot.
 *
 * @param options a `title`; what the score is and where chance lies
 * @returns a picture that grows; pass it to `follow`
 *
 * @example
 * ```ts
 * import { trainingPlot } from "lib/plots/training_plot.ts";
 *
 * const plot = trainingPlot({ title: "Learning to remember one bit" });
 * plot.add({ kind: "update", update: 1, loss: 0.69 });
 * plot.add({ kind: "evaluation", update: 1, accuracy: 0.5 });
 * plot.picture().alt; // "Loss from 0.69 to 0.69 over 1 update; accuracy 0.5 at the end."
 * ```
 */
export function trainingPlot<Event extends FollowedEvent & { readonly accuracy?: number }>(
  options: TrainingPlotOptions<Event>,
): TrainingPlot<Event> {
  checkOptions<TrainingPlotOptions<Event>>("plot a training", options, rules);
  const { title, alt, subtitle, loss = {}, score = {}, width } = options;
  checkLogAxis("plot a training", "the loss", loss, loss.levels);
  const losses: { x: number; y: number }[] = [];
  const scores: { x: number; y: number }[] = [];
  const read = score.read ?? ((event: Event) => event.accuracy);
  const scoreLabel = score.label ?? "accuracy";
  let updates = 0;
  let planned = 0;
  return {
    add(event) {
      checkValue("plot a training", "an event", event, anEvent);
      updates = event.update ?? updates;
      planned = event.updates ?? planned;
      if (event.kind === "update" && event.loss !== undefined) {
        losses.push({ x: updates, y: event.loss });
      }
      if (event.kind === "evaluation") {
        const value = read(event);
        if (value !== undefined && Number.isFinite(value)) scores.push({ x: updates, y: value });
      }
    },
    picture() {
      const domain: [number, number] = [0, Math.max(1, planned, updates)];
      const panels: Panel[] = [
        curve(inRuns(losses), {
          domain,
          label: loss.label ?? "loss",
          scale: loss.scale,
          levels: loss.levels,
          colour: palette[0],
        }),
      ];
      if (scores.length > 0) {
        panels.push(curve(scores, {
          domain,
          label: scoreLabel,
          range: score.domain ?? [0, 1],
          levels: score.levels,
          colour: palette[1],
          points: true,
        }));
      }
      const beyond = loss.scale === "log" && losses.some(({ y }) => y <= 0)
        ? "A loss of 0 or below is not drawn: a logarithmic axis has no place for it."
        : undefined;
      const told = withSentence(alt ?? describe(), beyond);
      return render(panels, { title, subtitle, width, alt: told, note: beyond });
    },
  };

  function describe(): string {
    const ends = losses.length > 0
      ? `Loss from ${formatNumber(losses[0].y)} to ${formatNumber(losses[losses.length - 1].y)}`
      : "No loss yet";
    const end = scores.length > 0
      ? `; ${scoreLabel} ${formatNumber(scores[scores.length - 1].y)} at the end`
      : "";
    return `${ends} over ${formatNumber(updates)} ${updates === 1 ? "update" : "updates"}${end}.`;
  }
}

function curve(
  data: readonly { x: number; y: number }[],
  { domain, range, label, scale = "linear", levels = [], colour, points = false }: {
    domain: [number, number];
    range?: readonly [number, number];
    label: string;
    scale?: "linear" | "log";
    levels?: readonly Level[];
    colour: string;
    points?: boolean;
  },
): Panel {
  const shown = data.filter(({ y }) => Number.isFinite(y) && (scale === "linear" || y > 0));
  return {
    plot: {
      height: 230,
      marginTop: 30,
      marginRight: levelMargin(levels, domain[1]),
      x: { domain, label: "update", ticks: 3, labelOffset: 38 },
      y: {
        label,
        type: scale,
        ticks: 5,
        ...(scale === "log" ? { tickFormat: logTick } : {}),
        ...(range
          ? { domain: range as [number, number] }
          : { zero: scale === "linear", nice: true }),
      },
      marks: [
        Plot.gridY({ stroke: ink.grid, strokeOpacity: 1, ticks: 5 }),
        ...levelMarks(levels),
        Plot.line(shown, { x: "x", y: "y", stroke: colour, strokeWidth: 1.75 }),
        ...(points && shown.length <= 60
          ? [Plot.dot(shown, { x: "x", y: "y", r: 3, fill: colour })]
          : []),
      ],
    },
  };
}

/** The means of runs of neighbours, so that no more than `mostPoints` remain. */
function inRuns(data: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  const length = Math.ceil(data.length / mostPoints);
  if (length <= 1) return [...data];
  const runs: { x: number; y: number }[] = [];
  for (let start = 0; start < data.length; start += length) {
    const run = data.slice(start, start + length);
    const mean = (of: (point: { x: number; y: number }) => number) =>
      run.reduce((sum, point) => sum + of(point), 0) / run.length;
    runs.push({ x: mean((point) => point.x), y: mean((point) => point.y) });
  }
  return runs;
}
