/**
 * A grid of experiments: one for every combination of what is varied, each asked for by what it is, such as
 * `{ net: "GRU", seed: 3 }`, never by its place in a list.
 *
 * @module
 */

import type { Model } from "../cells/model.ts";
import {
  aFunction,
  anyNumber,
  anyText,
  anything,
  checkOptions,
  checkValue,
  described,
  eitherOf,
  having,
  isNumberArray,
  named,
  nearest,
  needed,
  numbersOf,
  type Rule,
} from "../options.ts";
import {
  type Experiment,
  type ExperimentResult,
  restore,
  type TrainingPlan,
} from "./experiment.ts";
import { runAll } from "./pool.ts";
import { noteReading } from "./readings.ts";

/** The values along one axis: a list, or a record of what each name stands for. */
export type Axis = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What is varied, by name. */
export type Axes = Readonly<Record<string, Axis>>;

/** One value of each axis. */
export type ValuesAt<A extends Axes> = {
  readonly [Name in keyof A]: A[Name] extends readonly (infer Value)[] ? Value
    : A[Name][keyof A[Name]];
};

/** What a combination is called: the name in a record, else the value itself. */
export type NamesAt<A extends Axes> = {
  readonly [Name in keyof A]: A[Name] extends readonly (infer Value)[] ? Value
    : keyof A[Name] & string;
};

/** An experiment; its seed may be left out where one of the axes is the seed. */
export type GridExperiment = TrainingPlan & { readonly seed?: number };

/** One experiment of a grid, and what it found. */
export interface Run<Names> extends ExperimentResult {
  /** What it is called. */
  readonly at: Names;
  /** What was run. */
  readonly experiment: Experiment;
  /** The trained net; a new one each time, so that nobody changes another's. */
  model(): Model;
}

/** What to draw of each run. */
export interface PointOptions<Names> {
  /** An axis whose names are numbers, or what to read. If `y` gives a list it may be left out: 0, 1, … */
  readonly x?: keyof Names & string | ((run: Run<Names>, index: number) => number);
  /** What to read: a number, or a list of them, such as one for each time step. */
  readonly y: (run: Run<Names>) => number | readonly number[];
  /** An axis, or what to read; left out where there is one line. */
  readonly series?: keyof Names & string | ((run: Run<Names>) => string);
}

/** A point for a line chart. */
export interface Point {
  /** Along. */
  readonly x: number;
  /** Up. */
  readonly y: number;
  /** Which line. */
  readonly series?: string;
}

/** Experiments that have been run, in the order of their axes: the last varies fastest. */
export interface Grid<Names> extends Iterable<Run<Names>> {
  /** How many there are. */
  readonly size: number;
  /**
   * The one of that name.
   *
   * @throws {RangeError} if there is none, with the nearest name
   */
  at(names: Names): Run<Names>;
  /** All that have these names, whatever else they are called. */
  where(names: Partial<Names>): Run<Names>[];
  /** What a line chart draws: a point a run, or a point for each number that is read of a run. */
  points(options: PointOptions<Names>): Point[];
  /**
   * Whether the descriptions are others now than when they were run, as after an edit above: then the results are
   * of something else. Tasks are compared by name and options, functions by how they are
   * written.
   *
   * @returns what differs, in words; undefined if nothing does
   */
  stale(): string | undefined;
  /** Says that these results are out of date, and why; from then on they are stale. */
  retire(reason: string): void;
}

/** What a grid is known by. */
export const aGrid: Rule = having("a grid of runs, as grid(…) gives,", "at", "where", "points");

/** How the experiments of a grid are run. */
export type RunExperiments = (experiments: readonly Experiment[]) => Promise<ExperimentResult[]>;

/**
 * Runs an experiment for every combination of what is varied, as many at once as there are cores.
 *
 * In a notebook use the one of the same name in `lib/notebook/grid.ts`, which shows how many are done.
 *
 * @param axes what is varied
 * @param describe the experiment for one value of each axis; its names come second
 * @param run how they are run
 *
 * @example
 * ```ts
 * import { gru } from "lib/cells/gru.ts";
 * import { rnn } from "lib/cells/rnn.ts";
 * import { grid } from "lib/experiments/grid.ts";
 * import { parity } from "lib/tasks/parity.ts";
 *
 * const nets = { RNN: { cell: rnn, hiddenSize: 8 }, GRU: { cell: gru, hiddenSize: 5 } };
 * const runs = await grid({ net: nets, seed: [0, 1] }, ({ net }) => ({
 *   task: parity(),
 *   model: net,
 *   updates: 5,
 * }));
 * console.log(runs.at({ net: "GRU", seed: 1 }).evaluations.test.accuracy);
 * console.log(runs.where({ net: "RNN" }).length); // 2
 * ```
 */
export async function grid<A extends Axes>(
  axes: A,
  describe: (values: ValuesAt<A>, names: NamesAt<A>) => GridExperiment,
  run: RunExperiments = runAll,
): Promise<Grid<NamesAt<A>>> {
  checkValue("make a grid", "what describes an experiment", describe, aFunction());
  checkValue("make a grid", "what is varied", axes, named(anything));
  checkValue("make a grid", "what runs the experiments", run, aFunction());
  const places = placesOf(axes);
  const describeAll = () => {
    const seeds = new Set<string>();
    return places.map(({ names, values }): Experiment => {
      const given = describe(values as ValuesAt<A>, names as NamesAt<A>);
      checkValue("make a grid", `the experiment of ${inWords(names)}`, given, named(anything));
      const seed = given.seed ?? values.seed as number;
      if ("seed" in names) {
        // One seed under several names would be one training, counted several times.
        const { seed: _, ...others } = names;
        const run = `${inWords(others)}, seed ${seed}`;
        if (seeds.has(run)) {
          throw new RangeError(
            `Cannot make a grid: the experiment of ${
              inWords(names)
            } is described with seed ${seed}, as the one of another seed is, and the axis' own seed is wanted: leave seed out`,
          );
        }
        seeds.add(run);
      }
      return { keepWeights: true, ...given, seed };
    });
  };
  const experiments = describeAll();
  const results = await run(experiments);
  if (results?.length !== experiments.length) {
    throw new TypeError(
      `Cannot make a grid: what runs the experiments gave ${
        Array.isArray(results) ? `${results.length} results` : described(results)
      }, and a list of ${experiments.length}, one for each, is wanted`,
    );
  }
  const runs = experiments.map((experiment, i): Run<NamesAt<A>> => ({
    ...results[i],
    at: places[i].names as NamesAt<A>,
    experiment,
    model: () => restore(experiment, results[i]),
  }));
  return gridOf(runs, axes, () => {
    const now = describeAll();
    const other = now.findIndex((one, i) => differs(one, experiments[i]));
    return other < 0 ? undefined : `${inWords(places[other].names)} is described otherwise now`;
  });
}

type Names = Readonly<Record<string, unknown>>;

const someNames = named(anything);
const anAxis = eitherOf(anyText, aFunction("a function from a run"));
const oneOrMore = eitherOf(anyNumber, numbersOf());

/** The runs, and how they are found. */
function gridOf<N extends Names>(
  runs: readonly Run<N>[],
  axes: Axes,
  otherwise: Grid<N>["stale"],
): Grid<N> {
  let retired: string | undefined;
  const read = () => {
    noteReading(found);
    return runs;
  };
  const found: Grid<N> = {
    size: runs.length,
    [Symbol.iterator]: () => read()[Symbol.iterator](),
    where(names) {
      checkValue("find runs", "what they are called", names, someNames);
      checkNames(axes, names);
      const asked = Object.entries(names);
      return read().filter(({ at }) => asked.every(([axis, name]) => Object.is(at[axis], name)));
    },
    at(names) {
      checkValue("find one run", "what it is called", names, someNames);
      const missing = Object.keys(axes).filter((axis) => !(axis in names));
      if (missing.length > 0) {
        throw new TypeError(
          `Cannot find one run: ${
            missing.join(" and ")
          } is missing; say it, or ask for all with where(…)`,
        );
      }
      return found.where(names)[0];
    },
    points(options) {
      checkOptions<PointOptions<N>>("draw runs", options, {
        x: anAxis,
        y: needed(aFunction("a function from a run to a number, or to a list of them,")),
        series: anAxis,
      });
      const { x, y, series } = options;
      if (typeof x === "string") checkAxis(axes, x);
      if (typeof series === "string") checkAxis(axes, series);
      return read().flatMap((run) => {
        const line = typeof series === "string" ? String(run.at[series]) : series?.(run);
        const doing = `draw ${inWords(run.at)}`;
        if (line !== undefined) checkValue(doing, "what series returned", line, anyText);
        const value = y(run);
        checkValue(doing, "what y returned", value, oneOrMore);
        return (typeof value === "number" ? [value] : Array.from(value)).map((y, i): Point => {
          const along = typeof x === "function" ? x(run, i) : x === undefined ? i : run.at[x];
          if (typeof along !== "number" || (x === undefined && typeof value === "number")) {
            throw new TypeError(
              `Cannot ${doing}: x is ${
                x === undefined ? "missing" : described(along)
              }, and a number is wanted`,
            );
          }
          return line === undefined ? { x: along, y } : { x: along, y, series: line };
        });
      });
    },
    stale: () => retired ?? otherwise(),
    retire(reason) {
      retired = reason;
    },
  };
  return found;
}

/** Every combination: what it is called, and its values. */
function placesOf(axes: Axes): { names: Names; values: Names }[] {
  let places: { names: Names; values: Names }[] = [{ names: {}, values: {} }];
  for (const [axis, along] of Object.entries(axes)) {
    const entries: [unknown, unknown][] = Array.isArray(along) || isNumberArray(along)
      ? Array.from(along as readonly unknown[], (value) => [value, value])
      : typeof along === "object" && along !== null
      ? Object.entries(along)
      : [];
    if (entries.length === 0) {
      throw new TypeError(
        `Cannot make a grid: ${axis} is ${
          described(along)
        }, and a list or a record of at least one value is wanted`,
      );
    }
    if (new Set(entries.map(([name]) => name)).size < entries.length) {
      throw new RangeError(
        `Cannot make a grid: ${axis} is ${
          described(along)
        }, and values that differ are wanted, since runs are found by them`,
      );
    }
    places = places.flatMap(({ names, values }) =>
      entries.map(([name, value]) => ({
        names: { ...names, [axis]: name },
        values: { ...values, [axis]: value },
      }))
    );
  }
  return places;
}

function checkAxis(axes: Axes, axis: string): void {
  if (Object.hasOwn(axes, axis)) return;
  throw new TypeError(`Cannot find a run by ${axis}: ${wanted(axis, Object.keys(axes))}`);
}

function checkNames(axes: Axes, names: Names): void {
  for (const [axis, name] of Object.entries(names)) {
    checkAxis(axes, axis);
    const along = axes[axis];
    const known: readonly unknown[] = Array.isArray(along) || isNumberArray(along)
      ? Array.from(along as readonly unknown[])
      : Object.keys(along);
    if (known.some((one) => Object.is(one, name))) continue;
    throw new RangeError(
      `Cannot find a run: ${axis} is ${described(name)}, and ${wanted(name, known)}`,
    );
  }
}

function wanted(name: unknown, known: readonly unknown[]): string {
  const near = typeof name === "string" ? nearest(name, known.map(String)) : undefined;
  const all = known.slice(0, 20).map(String).join(", ");
  return near === undefined ? `one of ${all} is wanted` : `${near} is wanted (there are ${all})`;
}

/** "net GRU, seed 3" */
function inWords(names: Names): string {
  return Object.entries(names).map(([axis, name]) => `${axis} ${String(name)}`).join(", ");
}

/** Whether two descriptions mean different experiments. */
function differs(one: Experiment, other: Experiment): boolean {
  const functions: unknown[][] = [[], []];
  const sameTask = one.task === other.task; // a task on a novel holds the novel
  const text = (experiment: Experiment, found: unknown[]) => {
    const { task, ...rest } = experiment;
    return JSON.stringify([sameTask || [task.name, task.options], rest], (_, value) => {
      if (typeof value !== "function") return value;
      found.push(value);
      return "a function";
    });
  };
  if (text(one, functions[0]) !== text(other, functions[1])) return true;
  return functions[0].some((value, i) => String(value) !== String(functions[1][i]));
}
