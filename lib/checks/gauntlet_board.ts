/**
 * What the gauntlet found: a scoreboard and a picture of how far the gradient reaches.
 *
 * @module
 */

import type { CellFactory } from "../cells/sequence_model.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../notebook/display.ts";
import { formatNumber } from "../notebook/format.ts";
import { checkValue, count } from "../options.ts";
import { lineChart } from "../plots/line_chart.ts";
import type { Picture } from "../plots/render.ts";
import { scoreboard, type ScoreRow } from "../plots/scoreboard.ts";
import { greatest, least, median } from "../statistics.ts";
import { markedRecall } from "../tasks/marked_recall.ts";
import { type Experiment, runExperiment } from "../experiments/experiment.ts";
import type { GauntletTest } from "./gauntlet_tests.ts";

/** A cell that runs the gauntlet. */
export interface Contestant {
  /** What it is called. */
  readonly name: string;
  /** What makes it. */
  readonly cell: CellFactory;
  /** How it starts. */
  readonly cellOptions: Readonly<Record<string, unknown>>;
  /** As wide as the parameters allow. */
  readonly hiddenSize: number;
  /** Numbers that training changes, when it reads five numbers a step. */
  readonly parameters: number;
  /** What a step costs: the numbers in its weight matrices, each used once. */
  readonly multiplyAdds: number;
  /** Numbers in its memory. */
  readonly kept: number;
}

/** What one test found. */
export interface Figures {
  /** The test. */
  readonly test: GauntletTest;
  /** By contestant and seed. */
  readonly values: readonly (readonly number[])[];
}

/** Below this share of where it started the gradient counts as lost. */
const LOST = 0.01;

/** Nothing below is drawn. */
const FLOOR = 1e-6;

/** The board: the last expression of a notebook cell shows it. */
export class Gauntlet implements Displayable {
  /** The cells; one's own is the first. */
  readonly contestants: readonly Contestant[];
  /** The seeds. */
  readonly seeds: readonly number[];
  /** What each test found. */
  readonly figures: readonly Figures[];
  /**
   * Size of the gradient by contestant, seed and steps before the end, relative to that at the end; after training
   * on marked recall over 40 words.
   */
  readonly gradients: readonly (readonly (readonly number[])[])[];

  /**
   * Collects what was found.
   *
   * @param found by contestant and seed
   */
  constructor(found: Pick<Gauntlet, "contestants" | "seeds" | "figures" | "gradients">) {
    this.contestants = found.contestants;
    this.seeds = found.seeds;
    this.figures = found.figures;
    this.gradients = found.gradients;
  }

  /**
   * The values of one cell in one test, one a seed.
   *
   * @param name of the cell
   * @param test such as "recall"
   * @throws {RangeError} if there is no such cell or test
   */
  values(name: string, test: string): readonly number[] {
    const column = this.contestants.findIndex((contestant) => contestant.name === name);
    const row = this.figures.find((figures) => figures.test.id === test);
    if (column < 0 || row === undefined) {
      throw new RangeError(
        `Cannot look up ${test} of ${name}: wanted one of ${
          this.contestants.map((contestant) => contestant.name).join(", ")
        } and one of ${this.figures.map((figures) => figures.test.id).join(", ")}`,
      );
    }
    return row.values[column];
  }

  /** How many tests a cell passes, by its medians; those without a line to pass do not count. */
  passed(name: string): number {
    return this.figures.filter(({ test }) => test.passes?.(median(this.values(name, test.id))))
      .length;
  }

  /**
   * Microseconds that one update of each cell takes on this machine: marked recall, 40 words, 32 at once.
   *
   * Not part of the board, because it is another at every run.
   */
  time(updates = 30): Readonly<Record<string, number>> {
    checkValue("time the cells", "updates", updates, count());
    return Object.fromEntries(
      this.contestants.map(({ name, cell, cellOptions, hiddenSize }) => {
        const task = markedRecall();
        const model = { cell, cellOptions, hiddenSize };
        const experiment: Experiment = { task, model, seed: 0, updates, evaluate: {} };
        const laps: number[] = [];
        let since = performance.now();
        for (const _ of runExperiment(experiment)) {
          const now = performance.now();
          laps.push(1000 * (now - since));
          since = now;
        }
        return [name, median(laps)];
      }),
    );
  }

  /** The scoreboard. */
  picture(): Picture {
    const names = this.contestants.map(({ name }) => name);
    const possible = this.figures.filter(({ test }) => test.passes).length;
    const count = (label: string, of: (contestant: Contestant) => number): ScoreRow => ({
      label,
      scores: this.contestants.map((contestant) => ({
        text: formatNumber(of(contestant)),
        goodness: null,
      })),
    });
    const rows: ScoreRow[] = [
      count("parameters", ({ parameters }) => parameters),
      count("multiply-adds a step", ({ multiplyAdds }) => multiplyAdds),
      count("numbers kept", ({ kept }) => kept),
      ...this.figures.map(({ test, values }) => ({
        label: test.label,
        detail: test.detail,
        scores: values.map((own) => this.#score(test, own)),
      })),
      {
        label: "gradient reaches back: steps of 40",
        detail: `until under ${100 * LOST} % of the last step's`,
        scores: this.gradients.map((own) => {
          const reaches = own.map(reach);
          return {
            text: formatNumber(median(reaches)),
            detail: range(reaches, formatNumber),
            goodness: median(reaches) / 40,
          };
        }),
      },
    ];
    return scoreboard(names, rows, {
      title: `Passed, of ${possible} tests: ${
        names.map((name) => `${name} ${this.passed(name)}`).join(", ")
      }`,
      subtitle: `Median of ${this.seeds.length} ${
        this.seeds.length === 1 ? "seed" : "seeds"
      }, range below it; the darker, the better. All may make the same updates.`,
      alt: rows.map(({ label, scores }) =>
        `${label}: ${scores.map(({ text }, i) => `${names[i]} ${text}`).join(", ")}`
      ).join("; "),
    });
  }

  /** How the gradient fades on its way back through marked recall, after training. */
  gradientPicture(): Picture {
    const reaches = this.contestants.map(({ name }, i) =>
      `${name} ${formatNumber(median(this.gradients[i].map(reach)))}`
    );
    const highest = this.gradients.flat(2).filter(Number.isFinite).reduce(
      (most, size) => Math.max(most, size),
      100,
    );
    return lineChart(
      this.contestants.flatMap(({ name }, i) =>
        this.gradients[i].flatMap((sizes) =>
          sizes.map((size, lag) => ({ x: lag, y: size, series: name }))
            .filter(({ y }) => y >= FLOOR && Number.isFinite(y))
        )
      ),
      {
        title: `How far back the gradient reaches, of 40 steps: ${reaches.join(", ")}`,
        subtitle: "With respect to the memory, after training on marked recall; median over seeds.",
        alt: `Steps back until the gradient is under a hundredth: ${reaches.join(", ")}`,
        x: { label: "steps before the question" },
        y: { label: "relative size of the gradient", scale: "log", domain: [FLOOR, highest] },
        levels: [{ y: LOST, label: `${100 * LOST} %` }],
        points: false,
        height: 240,
      },
    );
  }

  /** Both pictures, one below the other. */
  [displaySymbol](): MimeBundle {
    const bundles = [this.picture(), this.gradientPicture()].map((picture) =>
      picture[displaySymbol]()
    );
    const join = (type: string, between: string) =>
      bundles.map((bundle) => bundle[type]).join(between);
    return { "text/html": join("text/html", ""), "text/plain": join("text/plain", "\n") };
  }

  #score(test: GauntletTest, values: readonly number[]) {
    const middle = median(values);
    return {
      text: test.text(middle),
      detail: range(values, test.text),
      goodness: test.goodness(middle),
    };
  }
}

/** Steps back until the gradient is lost. */
function reach(sizes: readonly number[]): number {
  const lost = sizes.findIndex((size) => !(size >= LOST));
  return lost < 0 ? sizes.length : lost;
}

function range(values: readonly number[], text: (value: number) => string): string {
  const [low, high] = [least(values), greatest(values)].map(text);
  return low === high ? "" : `${low} to ${high}`;
}
