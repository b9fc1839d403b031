/**
 * What a training step costs as sizes grow, and what 100,000 of them cost in memory.
 *
 * ```sh
 * deno task bench:cost [--quick] [--json FILE]
 * ```
 *
 * Writes the pictures cost.svg and hidden_sizes.svg beside this file; in a hurry, none.
 *
 * @module
 */

import { lineChart, type LinePoint } from "lib/plots/line_chart.ts";
import { simd } from "lib/tensor/mod.ts";
import { train } from "lib/training/train.ts";
import { EMBEDDING, makeBatches, VOCABULARY } from "./batches.ts";
import { readLine, runTask } from "../command.ts";
import { hiddenChart, hiddenTable, timeHiddenSizes } from "./hidden_sizes.ts";
import { benchFile, machine } from "./machine.ts";
import { buildModel } from "./ours.ts";
import type { Case } from "./protocol.ts";
import { digits, markdown } from "./table.ts";

/** The step from which one size at a time is changed. */
const BASE: Case = { cell: "lstm", hidden: 32, batch: 32, steps: 32 };
const AXES = {
  steps: [8, 16, 32, 64, 128, 256],
  batch: [8, 16, 32, 64, 128, 256],
  hidden: [16, 32, 64, 128, 256],
} as const;
type Axis = keyof typeof AXES;
/** What each axis should cost, doubled: 2 to this power at the most. */
const WANTED: Readonly<Record<Axis, number>> = { steps: 1, batch: 1, hidden: 2 };

/** What the picture calls them. */
const NAMES: Readonly<Record<Axis, string>> = {
  steps: "time steps",
  batch: "batch",
  hidden: "hidden size",
};

/** Least milliseconds of a training step, found in turn with others. */
class Timed {
  readonly size: Case;
  readonly #steps: Iterator<unknown>;
  least = Infinity;

  constructor(size: Case) {
    this.size = size;
    this.#steps = stepsOf(size);
    for (let i = 0; i < 5; i++) this.#steps.next();
  }

  /** Times blocks of at least a few milliseconds. */
  round(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    let updates = 1;
    do {
      const start = performance.now();
      for (let i = 0; i < updates; i++) this.#steps.next();
      const took = performance.now() - start;
      this.least = Math.min(this.least, took / updates);
      if (took < 5) updates *= 2;
    } while (performance.now() < end);
  }
}

function stepsOf(size: Case): Iterator<unknown> {
  const batches = makeBatches(size).map(({ inputs, targets }) => ({
    timeSteps: size.steps,
    batch: size.batch,
    inputs: Int32Array.from(inputs),
    targets: Int32Array.from(targets),
  }));
  function* endless() {
    for (;;) yield* batches;
  }
  const model = buildModel("library", size, VOCABULARY, EMBEDDING);
  return train({ model, task: endless(), updates: 1e7, seed: 0 });
}

/** The power of x with which y grows: the slope of a line through both logarithms, by least squares. */
export function power(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)]);
  const mean = (i: number) => logs.reduce((sum, pair) => sum + pair[i], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return above / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** Memory after so many steps, in MiB. */
interface Memory {
  readonly updates: number;
  readonly arena: number;
  readonly heap: number;
  readonly resident: number;
}

/** Memory over many steps of a small net. */
function memoryOver(updates: number, points: number): Memory[] {
  const events = stepsOf({ cell: "lstm", hidden: 8, batch: 4, steps: 8 });
  const found: Memory[] = [];
  const mebi = (bytes: number) => bytes / 2 ** 20;
  for (let update = 1; update <= updates; update++) {
    events.next();
    if (update % (updates / points) === 0 || update === updates / 100) {
      const { heapUsed, rss } = Deno.memoryUsage();
      found.push({
        updates: update,
        arena: mebi(simd.memory.extent * 4),
        heap: mebi(heapUsed),
        resident: mebi(rss),
      });
    }
  }
  return found;
}

async function main(): Promise<void> {
  const { quick, json } = readLine(Deno.args, {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
  }).values;
  const description = await machine();

  console.error("memory");
  const memory = memoryOver(quick ? 10_000 : 100_000, 5);

  const [rounds, milliseconds] = quick ? [2, 20] : [12, 120];
  const rows: { axis: Axis; value: number; milliseconds: number }[] = [];
  for (const axis of Object.keys(AXES) as Axis[]) {
    console.error(axis);
    const all = AXES[axis].map((value) => new Timed({ ...BASE, [axis]: value }));
    for (let round = 0; round < rounds; round++) for (const one of all) one.round(milliseconds);
    for (const { size, least } of all) {
      rows.push({ axis, value: size[axis], milliseconds: least });
    }
  }

  const hidden = await timeHiddenSizes(quick);

  console.log(`\n${description}\n`);
  console.log(
    `Milliseconds of a whole training step (least), ${BASE.cell} at ${BASE.hidden}/${BASE.batch}/${BASE.steps} (hidden/batch/steps), one size changed:\n`,
  );
  const points: LinePoint[] = [];
  const powers: string[] = [];
  for (const axis of Object.keys(AXES) as Axis[]) {
    const own = rows.filter((row) => row.axis === axis);
    const grows = power(own.map(({ value, milliseconds }) => ({ x: value, y: milliseconds })))
      .toFixed(2);
    powers.push(`${NAMES[axis]} to the power ${grows}`);
    console.log(
      markdown(
        [axis, ...own.map(({ value }) => String(value)), "grows with power", "wanted"],
        [[
          "ms",
          ...own.map(({ milliseconds }) => digits(milliseconds)),
          grows,
          `≤ ${WANTED[axis]}`,
        ]],
      ) + "\n",
    );
    for (const { value, milliseconds } of own) {
      points.push({
        x: value / own[0].value,
        y: milliseconds / own[0].milliseconds,
        series: NAMES[axis],
      });
    }
  }
  console.log(
    `Memory over ${memory[memory.length - 1].updates} steps of a small net (lstm 8/4/8), MiB:\n`,
  );
  console.log(
    markdown(
      ["steps made", "tensors' memory", "JavaScript heap", "whole process"],
      memory.map(({ updates, arena, heap, resident }) => [
        String(updates),
        arena.toFixed(1),
        heap.toFixed(1),
        resident.toFixed(0),
      ]),
    ),
  );
  console.log(
    `\nMilliseconds of a step against the hidden size, beside PyTorch's at its better thread count:\n\n${
      hiddenTable(hidden)
    }`,
  );
  const picture = lineChart(points, {
    title: `A training step takes time as ${powers.join(", ")}`,
    subtitle:
      `LSTM of ${BASE.hidden} hidden, batch ${BASE.batch}, ${BASE.steps} steps, one size changed, relative to its least; both axes logarithmic`,
    alt: `Time of a training step grows as ${powers.join(", ")}`,
    x: { label: "how many times as large", scale: "log", ticks: "data" },
    y: { label: "how many times as long", scale: "log" },
  });
  if (!quick) {
    await Deno.writeTextFile(benchFile("cost.svg"), `${picture.svg}\n`);
    await Deno.writeTextFile(benchFile("hidden_sizes.svg"), `${hiddenChart(hidden).svg}\n`);
  }
  const figures = { rows, hidden, memory };
  if (json) await Deno.writeTextFile(json, `${JSON.stringify(figures, null, 2)}\n`);
}

const USAGE =
  `What a training step costs as one size grows, against the hidden size beside PyTorch's, and memory over many steps.

    ./learn bench:cost               about three minutes; writes cost.svg and hidden_sizes.svg
    ./learn bench:cost --quick       a first impression in half a minute; writes no picture
    ./learn bench:cost --json FILE   writes the figures as well`;

if (import.meta.main) await runTask(USAGE, main);
