/**
 * Many trainings at once: the marked-recall sweep (three cells of about 1,500 parameters, five seeds each) on our pool
 * of workers and on PyTorch in as many processes of one thread.
 *
 * ```sh
 * deno task bench:sweep [--updates 300] [--rounds 3] [--json FILE]
 * ```
 *
 * Ours pays for starting its workers in every round; PyTorch's processes are kept, and do not count.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { rnn } from "lib/cells/rnn.ts";
import { markedRecall } from "lib/tasks/marked_recall.ts";
import type { Experiment } from "lib/experiments/experiment.ts";
import { runAll } from "lib/experiments/pool.ts";
import { readLine, runTask, wholeNumber } from "../command.ts";
import { benchFile, exists, machine, peersPython } from "./machine.ts";
import { lines } from "./protocol.ts";
import { markdown, median } from "./table.ts";

const CELLS = { rnn, gru, lstm };
/** Hidden sizes that give about 1,500 parameters. */
const HIDDEN = { rnn: 34, gru: 19, lstm: 16 };
const SEEDS = [0, 1, 2, 3, 4];
const BATCH = 32;
const LEARNING_RATE = 0.005;

/** What one sweep took, and what came out. */
interface Outcome {
  readonly seconds: number;
  readonly accuracies: readonly number[];
}

interface Job {
  readonly cell: keyof typeof CELLS;
  readonly hidden: number;
  readonly seed: number;
  readonly updates: number;
  readonly batch: number;
  readonly learningRate: number;
}

/** All trainings of the sweep. */
export function sweepJobs(updates: number): Job[] {
  return (["lstm", "gru", "rnn"] as const).flatMap((cell) =>
    SEEDS.map((seed) => ({
      cell,
      hidden: HIDDEN[cell],
      seed,
      updates,
      batch: BATCH,
      learningRate: LEARNING_RATE,
    }))
  );
}

async function ours(jobs: readonly Job[]): Promise<Outcome & { parameters: number[] }> {
  const start = performance.now();
  const results = await runAll(
    jobs.map(({ cell, hidden, ...rest }): Experiment => ({
      ...rest,
      task: markedRecall(),
      model: { cell: CELLS[cell], hiddenSize: hidden },
    })),
  );
  return {
    seconds: (performance.now() - start) / 1000,
    accuracies: results.map(({ evaluations }) => evaluations.test.accuracy),
    parameters: results.map(({ parameters }) => parameters),
  };
}

const USAGE =
  `Many trainings at once: marked recall, three cells, five seeds each; our pool of workers against PyTorch in several
processes.

    ./learn bench:sweep [--updates 300] [--rounds 3] [--json FILE]`;

function readOptions(args: readonly string[]) {
  const { values } = readLine(args, {
    updates: { type: "string", default: "300" },
    rounds: { type: "string", default: "3" },
    json: { type: "string" },
  });
  return {
    updates: wholeNumber("updates", values.updates),
    rounds: wholeNumber("rounds", values.rounds),
    json: values.json,
  };
}

async function main(): Promise<void> {
  const { updates, rounds, json } = readOptions(Deno.args);
  const jobs = sweepJobs(updates);
  const description = await machine();
  const cores = navigator.hardwareConcurrency;
  let ask: (() => Promise<Outcome>) | null = null;
  let close = () => {};
  if (exists(peersPython)) {
    const process = new Deno.Command(peersPython, {
      args: [benchFile("peers/sweep.py"), String(cores)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const input = process.stdin.getWriter();
    const answers = lines(process.stdout);
    ask = async () => {
      await input.write(new TextEncoder().encode(JSON.stringify(jobs) + "\n"));
      const { value, done } = await answers.next();
      if (done) throw new Error("Cannot run the sweep on PyTorch: it ended, see above");
      return JSON.parse(value);
    };
    close = () => void input.close();
  } else console.error("PyTorch is not there; deno task bench:peers installs it");

  const found: Record<string, Outcome[]> = { ours: [], ...ask ? { pytorch: [] } : {} };
  let parameters: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const mine = await ours(jobs);
    parameters = mine.parameters;
    found.ours.push(mine);
    if (ask) found.pytorch.push(await ask());
    console.error(
      `round ${round} of ${rounds}: ${
        Object.entries(found)
          .map(([name, all]) => `${name} ${all[all.length - 1].seconds.toFixed(2)} s`).join(", ")
      }`,
    );
  }
  close();

  const seconds = (name: string) => found[name].map((outcome) => outcome.seconds);
  const perSecond = (time: number) => (jobs.length * updates / time).toFixed(0);
  const accuracy = (name: string, cell: string) => {
    const { accuracies } = found[name][0];
    const own = accuracies.filter((_, i) => jobs[i].cell === cell);
    return own.reduce((a, b) => a + b) / own.length;
  };
  console.log(`\n${description}\n`);
  console.log(
    `Marked recall over 40 steps, ${jobs.length} trainings of ${updates} updates, batch ${BATCH}; parameters: ${
      Object.keys(CELLS).map((cell) =>
        `${cell} ${parameters[jobs.findIndex((job) => job.cell === cell)]}`
      ).join(", ")
    }. ${cores} workers, ${cores} processes of one thread.\n`,
  );
  const names = Object.keys(found);
  console.log(
    markdown(
      ["", "least s", "median s", "updates a second", "accuracy rnn", "gru", "lstm"],
      names.map((name) => [
        name === "ours" ? "ours" : "PyTorch",
        Math.min(...seconds(name)).toFixed(2),
        median(seconds(name)).toFixed(2),
        perSecond(Math.min(...seconds(name))),
        ...Object.keys(CELLS).map((cell) => accuracy(name, cell).toFixed(2)),
      ]),
    ),
  );
  if (ask) {
    const [mine, theirs] = [seconds("ours"), seconds("pytorch")];
    console.log(
      `\nThroughput, ours ÷ PyTorch's: ${
        (Math.min(...theirs) / Math.min(...mine)).toFixed(2)
      }× of the least times, ${
        (median(theirs) / median(mine)).toFixed(2)
      }× of the medians (wanted ≥ 8×)`,
    );
  }
  if (json) {
    await Deno.writeTextFile(
      json,
      JSON.stringify(
        { updates, ours: seconds("ours"), pytorch: ask ? seconds("pytorch") : null },
        null,
        2,
      ) + "\n",
    );
  }
}

if (import.meta.main) await runTask(USAGE, main);
