/**
 * How long a whole training step takes, ours against whichever peers are installed (`deno task bench:peers`).
 *
 * ```sh
 * deno task bench [--quick] [--only rnn,gru,lstm] [--json FILE]
 * deno task bench --join FILE,FILE,…
 * ```
 *
 * All engines live in processes of their own and take turns, A B A B …, so that whatever else the machine does
 * meets all of them. First each must compute the same losses from the same weights.
 *
 * @module
 */

import { EMBEDDING, makeBatches, VOCABULARY } from "./batches.ts";
import { readLine, runTask, UsageError } from "../command.ts";
import { benchFile, exists, machine, peersConfig, peersPython } from "./machine.ts";
import { startingWeights } from "./ours.ts";
import { type Case, Engine, type Training } from "./protocol.ts";
import { nameOf, report, type Row, rowOf } from "./table.ts";

/** Updates after which losses must still agree. */
export const CHECKED = 6;
/** How far float32 losses computed in another order may be apart, relative. */
const TOLERANCE = 1e-4;

const CELLS = ["rnn", "gru", "lstm"] as const;
const SIZES = [[16, 16, 16], [32, 32, 32], [64, 32, 32], [128, 32, 64], [256, 64, 64]] as const;
/** How many of them are timed in a hurry; the larger ones take most of the time. */
const QUICK = 3;
/** Engines that take a hundred times as long, and the only case that they are asked for. */
const SLOW: readonly string[] = ["tfjsWasm", "tfjsCpu", "jaxJs"];
const ONCE = "lstm 32/32/32";

/** What was asked for on the command line. */
export interface BenchOptions {
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly json: string | null;
  /** Files of `--json` to show as one table; then nothing is timed. */
  readonly join: readonly string[];
}

const USAGE =
  `How long a training step takes, ours against the peers installed (bench:peers installs them).

    ./learn bench                        all cells and sizes; about eight minutes
    ./learn bench --quick                the three smaller sizes, a first impression; about a minute and a half
    ./learn bench --only gru,lstm        some cells
    ./learn bench --json FILE            writes the figures as well
    ./learn bench --join FILE,FILE,...   shows several such files as one table, and times nothing

tools/bench/README.md says what is compared, and how to read it.`;

/**
 * Reads the command line.
 *
 * @throws at an argument that it does not know
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = readLine(args, {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: CELLS.join() },
    json: { type: "string" },
    join: { type: "string" },
  });
  const { quick, json = null, join } = values;
  const only = values.only.split(",");
  const unknown = only.find((name) => !CELLS.includes(name as never));
  if (unknown !== undefined) {
    throw new UsageError(`Cannot time ${unknown}: some of ${CELLS.join()} are wanted`);
  }
  return { only, quick, json, join: join?.split(",") ?? [] };
}

/** What all engines are to compute; the starting weights are put into a folder. */
export function trainingOf(size: Case, folder: string, search: number): Training {
  const sizes = { case: size, vocabSize: VOCABULARY, embeddingSize: EMBEDDING };
  const weights = `${folder}/${nameOf(size).replaceAll(/\W/g, "_")}.safetensors`;
  Deno.writeFileSync(weights, startingWeights(sizes));
  return { ...sizes, learningRate: 0.005, clip: 1, weights, batches: makeBatches(size), search };
}

/**
 * Throws unless all engines found the same losses.
 *
 * @returns the largest difference, relative
 */
export function checkLosses(found: Readonly<Record<string, readonly number[]>>): number {
  const [[first, wanted], ...others] = Object.entries(found);
  let largest = 0;
  for (const [engine, losses] of others) {
    wanted.forEach((loss, i) => {
      const apart = Math.abs(losses[i] - loss) / loss;
      if (!(apart <= TOLERANCE)) {
        throw new RangeError(
          `Cannot compare ${first} and ${engine}: after ${i} updates their losses are ${loss} and ${
            losses[i]
          }, and equal ones are wanted`,
        );
      }
      largest = Math.max(largest, apart);
    });
  }
  return largest;
}

function tell(text: string): void {
  console.error(text);
}

interface Competitor {
  readonly key: string;
  readonly engine: Engine;
}

/**
 * Starts all that can take part in any of the cases.
 *
 * @param names of the cases
 * @param keys those wanted; default: all
 */
export function competitors(names: readonly string[], keys?: readonly string[]): Competitor[] {
  const list: Competitor[] = [];
  const add = (key: string, command: string, args: readonly string[]) => {
    if (keys?.includes(key) ?? true) list.push({ key, engine: new Engine(key, command, args) });
  };
  const deno = Deno.execPath();
  const ours = (whose: string) => ["run", "--allow-read", benchFile("ours.ts"), whose];
  add("ours", deno, ours("library"));
  add("oursAlone", deno, [...ours("library"), "alone"]);
  if (exists(peersPython)) {
    for (const threads of [1, 2]) {
      const args = [benchFile("peers/pytorch.py"), String(threads)];
      add(`pytorch${threads}`, peersPython, args);
      add(`pytorchOwn${threads}`, peersPython, [...args, "own"]);
    }
  } else tell("PyTorch is not there; deno task bench:peers installs it");
  add("ownStacked", deno, ours("stacked"));
  add("ownSeparate", deno, ours("separate"));
  if (!names.includes(ONCE)) return list;
  if (exists(peersConfig)) {
    const peer = (file: string, ...args: string[]) => [
      "run",
      "--allow-all",
      "--config",
      peersConfig,
      benchFile(`peers/${file}`),
      ...args,
    ];
    add("tfjsWasm", deno, peer("tensorflow.ts", "wasm"));
    add("tfjsCpu", deno, peer("tensorflow.ts", "cpu"));
    add("jaxJs", deno, peer("jax.ts"));
  } else tell("TensorFlow.js and jax-js are not there; deno task bench:peers installs them");
  return list;
}

/** Times one case with all engines that take part in it. */
async function time(
  size: Case,
  all: readonly Competitor[],
  { quick }: BenchOptions,
  folder: string,
): Promise<Row> {
  const name = nameOf(size);
  const taking = all.filter(({ key }) => name === ONCE || !SLOW.includes(key));
  const training = trainingOf(size, folder, quick ? 0.2 : 1.5);
  const losses: Record<string, readonly number[]> = {};
  for (const { key, engine } of taking) {
    const { detail } = await engine.ask({ ask: "prepare", training });
    if (detail) tell(`  ${name}, ${key}: ${detail}`);
    losses[key] = (await engine.ask({ ask: "losses", updates: CHECKED })).losses!;
  }
  const apart = checkLosses(losses);
  tell(
    `  ${name}: ${taking.length} engines agree on ${CHECKED} losses (within ${
      apart.toExponential(0)
    })`,
  );
  const times: Record<string, number[]> = Object.fromEntries(taking.map(({ key }) => [key, []]));
  const [rounds, milliseconds] = quick ? [3, 60] : [8, 150];
  for (let round = 0; round < rounds; round++) {
    for (const { key, engine } of taking) {
      times[key].push(...(await engine.ask({ ask: "time", milliseconds })).times!);
      await new Promise((resolve) => setTimeout(resolve, 10)); // threads that wait by spinning stop
    }
  }
  return rowOf(size, times);
}

async function main(): Promise<void> {
  const options = readOptions(Deno.args);
  if (options.join.length > 0) {
    const runs = options.join.map((file): Row[] => JSON.parse(Deno.readTextFileSync(file)));
    console.log(report(...runs));
    return;
  }
  const cases = (options.quick ? SIZES.slice(0, QUICK) : SIZES).flatMap(([hidden, batch, steps]) =>
    CELLS.filter((cell) => options.only.includes(cell))
      .map((cell): Case => ({ cell, hidden, batch, steps }))
  ).sort((a, b) => CELLS.indexOf(a.cell) - CELLS.indexOf(b.cell));
  const folder = await Deno.makeTempDir({ prefix: "bench_" });
  const description = await machine();
  const all = competitors(cases.map(nameOf));
  const rows: Row[] = [];
  try {
    for (const [i, size] of cases.entries()) {
      tell(`${i + 1} of ${cases.length}: ${nameOf(size)}`);
      rows.push(await time(size, all, options, folder));
    }
  } finally {
    await Promise.all(all.map(({ engine }) => engine.close()));
    await Deno.remove(folder, { recursive: true });
  }
  console.log(`\n${description}\n\n${report(rows)}`);
  if (options.json) await Deno.writeTextFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
}

if (import.meta.main) await runTask(USAGE, main);
