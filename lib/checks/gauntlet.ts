/**
 * The gauntlet: a cell of one's own beside RNN, GRU and LSTM, through the same tests, over several seeds.
 *
 * All cells get about as many parameters, the same sequences, the same learning rate and at most the same updates: who has
 * learned a task, stops. The rivals
 * start out as the course found best for them: the RNN with a matrix that turns without stretching, GRU and LSTM with
 * gates that keep.
 *
 * @module
 */

import {
  anything,
  aSignal,
  checkOptions,
  count,
  listOf,
  needed,
  numberBetween,
  type OptionRules,
  someText,
  wholeNumber,
} from "../options.ts";
import { someWorkers } from "../experiments/pool.ts";
import { countParameters, type State } from "../cells/cell.ts";
import { gru } from "../cells/gru.ts";
import { lstm } from "../cells/lstm.ts";
import { rnn } from "../cells/rnn.ts";
import type { CellFactory } from "../cells/sequence_model.ts";
import { aScreen, type Screen } from "../notebook/display.ts";
import { followAll } from "../notebook/follow_all.ts";
import { interruptSignal } from "../notebook/interrupt.ts";
import { createRandom } from "../random.ts";
import { backward, inArena } from "../tensor/mod.ts";
import { lossOf } from "../training/loss.ts";
import { type Experiment, type ExperimentResult, restore } from "../experiments/experiment.ts";
import { checkCell } from "./check_cell.ts";
import { type Contestant, Gauntlet } from "./gauntlet_board.ts";
import { gauntletTests, type Training, trainings } from "./gauntlet_tests.ts";

/** How to run the gauntlet. */
export interface GauntletOptions {
  /** Makes the cell, as `rnn`, `lstm` and `gru` do. */
  readonly cell: CellFactory;
  /** What to call it; "your cell" if not given. */
  readonly name?: string;
  /** Parameters each cell may have at most, when it reads five numbers a step; 1,500 if not given. */
  readonly parameters?: number;
  /** At least three if not in a hurry; 0, 1 and 2 if not given. */
  readonly seeds?: readonly number[];
  /** A factor of the number of updates of each training; 1 if not given. */
  readonly patience?: number;
  /** Stops everything when it aborts; the stop button's signal if not given. */
  readonly signal?: AbortSignal;
  /** How many workers for the library's cells; one a core if not given, 0 for none. */
  readonly workers?: number;
  /** Where to show progress, if not in this process's own output. */
  readonly screen?: Screen;
}

const rules: OptionRules<GauntletOptions> = {
  cell: needed(anything), // checkCell says more
  name: someText,
  parameters: count(),
  seeds: listOf(wholeNumber(), 1),
  patience: numberBetween(0),
  signal: aSignal,
  workers: someWorkers,
  screen: aScreen,
};

/** Numbers read at each step where parameters are counted: those of marked recall. */
const INPUT_SIZE = 5;
const WIDEST = 512;

const RIVALS = [
  { name: "RNN", cell: rnn, cellOptions: { init: "orthogonal" } },
  { name: "GRU", cell: gru, cellOptions: { init: { keepBias: 2 } } },
  { name: "LSTM", cell: lstm, cellOptions: { init: { forgetBias: 3 } } },
] as const;

/**
 * Runs a cell and its rivals through all tests.
 *
 * @param options `cell`: a function that makes the cell, as `rnn`, `lstm` and `gru` do
 * @returns a board that shows itself as the last expression of a notebook cell
 * @throws {TypeError} if the cell lacks something, or of the wrong kind; see {@linkcode checkCell}
 * @throws {RangeError} if the cell returns wrong shapes or numbers, or does not fit into `parameters`
 * @throws {Interrupted} if the reader presses stop
 *
 * @example
 * ```ts
 * import { gauntlet } from "lib/checks/gauntlet.ts";
 * import { gru } from "lib/cells/gru.ts";
 * import { silentScreen } from "lib/notebook/display.ts";
 *
 * const quick = { seeds: [0], patience: 0.002, parameters: 150, workers: 0, screen: silentScreen };
 * const board = await gauntlet({ cell: gru, ...quick });
 * console.log(board.contestants.map(({ name }) => name)); // ["your cell", "RNN", "GRU", "LSTM"]
 * ```
 */
export async function gauntlet(options: GauntletOptions): Promise<Gauntlet> {
  checkOptions<GauntletOptions>("run the gauntlet", options, rules);
  const {
    cell,
    name = "your cell",
    parameters = 1500,
    seeds = [0, 1, 2],
    patience = 1,
    workers,
    screen,
  } = options;
  if (RIVALS.some((rival) => rival.name === name)) {
    throw new RangeError(
      `Cannot run the gauntlet: found the name ${name}, wanted one that no rival has`,
    );
  }
  checkCell(cell);
  const signal = options.signal ?? interruptSignal();
  const contestants = [{ name, cell, cellOptions: {} }, ...RIVALS].map((entry) =>
    enter(entry, parameters)
  );

  const all = await trainings(patience);
  const runs = contestants.flatMap((contestant) =>
    seeds.flatMap((seed) =>
      Object.entries(all).map(([training, described]) => ({
        contestant,
        seed,
        training,
        experiment: experimentOf(contestant, described, seed),
      }))
    )
  );
  const results = await followAll(runs.map(({ experiment }) => experiment), {
    label: `${name}, ${RIVALS.map((rival) => rival.name).join(", ")}`,
    signal,
    workers,
    screen,
  });
  const found = (contestant: Contestant, seed: number) =>
    Object.fromEntries(
      runs.flatMap((run, i) =>
        run.contestant === contestant && run.seed === seed ? [[run.training, results[i]]] : []
      ),
    );
  return new Gauntlet({
    contestants,
    seeds,
    figures: gauntletTests.map((test) => ({
      test,
      values: contestants.map((contestant) =>
        seeds.map((seed) => test.measure(found(contestant, seed)))
      ),
    })),
    gradients: contestants.map((contestant) =>
      seeds.map((seed) =>
        gradientByLag(
          experimentOf(contestant, all["recall 40"], seed),
          found(contestant, seed)["recall 40"],
        )
      )
    ),
  });
}

function experimentOf(
  { cell, cellOptions, hiddenSize }: Contestant,
  training: Training,
  seed: number,
): Experiment {
  const evaluate = Object.fromEntries(
    Object.entries(training.evaluate ?? {}).map(([name, asked]) => [name, { ...asked, seed }]),
  );
  return { ...training, model: { cell, cellOptions, hiddenSize }, seed, evaluate };
}

/** As wide as the parameters allow. */
function enter(
  { name, cell, cellOptions }: Pick<Contestant, "name" | "cell" | "cellOptions">,
  parameters: number,
): Contestant {
  const make = (hiddenSize: number) =>
    cell({ ...cellOptions, inputSize: INPUT_SIZE, hiddenSize, random: createRandom(0) });
  const fits = (hiddenSize: number) => countParameters(make(hiddenSize).params) <= parameters;
  if (!fits(1)) {
    throw new RangeError(
      `Cannot run the gauntlet: ${name} with one hidden unit has ${
        countParameters(make(1).params)
      } parameters, and at most ${parameters} are allowed`,
    );
  }
  let [hiddenSize, tooWide] = [1, WIDEST + 1];
  while (tooWide - hiddenSize > 1) {
    const middle = Math.min(2 * hiddenSize, Math.floor((hiddenSize + tooWide) / 2));
    if (fits(middle)) hiddenSize = middle;
    else tooWide = middle;
  }
  const made = make(hiddenSize);
  return {
    name,
    cell,
    cellOptions,
    hiddenSize,
    parameters: countParameters(made.params),
    multiplyAdds: Object.values(made.params).filter(({ rank }) => rank === 2).reduce(
      (total, { size }) => total + size,
      0,
    ),
    kept: countParameters(made.initialState(1) as State),
  };
}

/**
 * Size of the gradient of the loss with respect to the memory, by how many steps before the end, relative to that
 * at the end; after training on marked recall over 40 words.
 */
function gradientByLag(experiment: Experiment, result: ExperimentResult): number[] {
  const model = restore(experiment, result);
  const batch = experiment.task.sample(createRandom(experiment.seed).fork("gradient"), 64);
  return inArena(() => {
    const { outputs, states } = model.forward(batch, { stepByStep: true });
    backward(lossOf(outputs, batch));
    const sizes = states.map((state) =>
      Math.sqrt(
        Object.values(state).flatMap(({ grad }) => grad ? [...grad.values()] : []).reduce(
          (total, x) => total + x * x,
          0,
        ),
      )
    ).reverse();
    return sizes.map((size) => size / sizes[0]);
  });
}
