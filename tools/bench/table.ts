/**
 * From times to a table: medians, minima, ratios.
 *
 * @module
 */

import type { Case } from "./protocol.ts";

/** Engines in the order of the table, by the names under which `--json` has them. */
export const ENGINES: Readonly<Record<string, string>> = {
  ours: "ours",
  pytorch1: "PyTorch, 1 thread",
  pytorch2: "PyTorch, 2 threads",
  ownStacked: "own cell, stacked matrices",
  ownSeparate: "own cell, a matrix a gate",
  tfjsWasm: "TensorFlow.js wasm",
  tfjsCpu: "TensorFlow.js cpu",
  jaxJs: "jax-js wasm",
};

/** Milliseconds of one training step, by engine: one row of `--json`. */
export interface Row extends Case {
  /** Least. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Median. */
  readonly medians: Readonly<Record<string, number>>;
}

/** How many times faster than PyTorch issue 4 wants it, by case. */
const WANTED: Readonly<Record<string, number>> = {
  "rnn 16/16/16": 4,
  "rnn 32/32/32": 1.5,
  "rnn 64/32/32": 1,
  "gru 16/16/16": 6,
  "gru 32/32/32": 2,
  "gru 64/32/32": 1.2,
  "lstm 16/16/16": 3,
  "lstm 32/32/32": 1,
  "lstm 64/32/32": 0.7,
};
/** How many times slower than the library's a cell written from tensor operations may be. */
const WANTED_OWN = 2;
/** How many times faster than other engines in this language. */
const WANTED_HERE = 50;

/** "lstm 32/32/32": cell, hidden, batch, steps. */
export function nameOf({ cell, hidden, batch, steps }: Case): string {
  return `${cell} ${hidden}/${batch}/${steps}`;
}

/** The middle of sorted numbers; the mean of the two middle ones of an even number. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A row from all times of a case, by engine. */
export function rowOf(
  { cell, hidden, batch, steps }: Case,
  times: Readonly<Record<string, readonly number[]>>,
): Row {
  const each = (f: (times: readonly number[]) => number) =>
    Object.fromEntries(Object.entries(times).map(([engine, list]) => [engine, rounded(f(list))]));
  return {
    cell,
    hidden,
    batch,
    steps,
    milliseconds: each((list) => Math.min(...list)),
    medians: each(median),
  };
}

const rounded = (x: number) => Number(x.toPrecision(4));

/** Three digits: 0.142, 3.38, 147. */
export function digits(x: number): string {
  return x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x >= 1 ? x.toFixed(2) : x.toFixed(3);
}

const times = (x: number) => `${x.toFixed(x >= 10 ? 0 : 2)}×`;

/** Rows of cells as a Markdown table, columns aligned. */
export function markdown(head: readonly string[], body: readonly (readonly string[])[]): string {
  const all = [head, ...body];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    `| ${
      row.map((cell, i) => i ? cell.padStart(widths[i]) : cell.padEnd(widths[i])).join(" | ")
    } |`;
  const rule = `| ${
    widths.map((n, i) => (i ? `${"-".repeat(n - 1)}:` : "-".repeat(n))).join(" | ")
  } |`;
  return [line(head), rule, ...body.map(line)].join("\n");
}

/** The least time of several engines that were measured, or undefined. */
function least(values: Readonly<Record<string, number>>, engines: readonly string[]) {
  const found = engines.map((engine) => values[engine]).filter((x) => x !== undefined);
  return found.length > 0 ? Math.min(...found) : undefined;
}

const PYTORCH = ["pytorch1", "pytorch2"];
const OWN = ["ownStacked", "ownSeparate"];
const HERE = ["tfjsWasm", "tfjsCpu", "jaxJs"];

function shown(row: Row, engine: string): string {
  const time = row.milliseconds[engine];
  return time === undefined ? "–" : `${digits(time)} (${digits(row.medians[engine])})`;
}

/** All rows as text: against PyTorch, a learner's own cells against the library's, and other engines. */
export function report(rows: readonly Row[]): string {
  const has = (engines: readonly string[]) =>
    rows.filter((row) => engines.some((engine) => engine in row.milliseconds));
  const parts = [
    "Milliseconds of a whole training step: least (median). Sizes are hidden/batch/steps. Ratios: of the least, then of the medians.",
    markdown(
      ["cell and size", "ours", ...PYTORCH.map((e) => ENGINES[e]), "PyTorch ÷ ours", "wanted"],
      rows.map((row) => {
        const peer = least(row.milliseconds, PYTORCH);
        const middle = least(row.medians, PYTORCH);
        const ratio = peer && middle
          ? `${times(peer / row.milliseconds.ours)} ${times(middle / row.medians.ours)}`
          : "–";
        const wanted = WANTED[nameOf(row)];
        return [
          nameOf(row),
          shown(row, "ours"),
          ...PYTORCH.map((engine) => shown(row, engine)),
          ratio,
          wanted ? `≥ ${wanted}×` : "–",
        ];
      }),
    ),
  ];
  if (has(OWN).length > 0) {
    parts.push(
      `The same equations written by a learner from tensor operations, against the library's cell (wanted ≤ ${WANTED_OWN}×):`,
      markdown(
        ["cell and size", ...OWN.flatMap((engine) => [ENGINES[engine], "÷ ours"])],
        has(OWN).map((row) => [
          nameOf(row),
          ...OWN.flatMap((engine) => [
            shown(row, engine),
            times(row.milliseconds[engine] / row.milliseconds.ours),
          ]),
        ]),
      ),
    );
  }
  if (has(HERE).length > 0) {
    parts.push(
      `Other engines in this language (wanted ≥ ${WANTED_HERE}×):`,
      markdown(
        ["cell and size", "engine", "time", "÷ ours"],
        has(HERE).flatMap((row) =>
          HERE.filter((engine) => engine in row.milliseconds).map((engine) => [
            nameOf(row),
            ENGINES[engine],
            shown(row, engine),
            times(row.milliseconds[engine] / row.milliseconds.ours),
          ])
        ),
      ),
    );
  }
  return parts.join("\n\n");
}
