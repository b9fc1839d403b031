/**
 * From times to a table: medians, minima, ratios.
 *
 * @module
 */

import type { Case } from "./protocol.ts";

/** Engines in the order of the table, by the names under which `--json` has them. */
export const ENGINES: Readonly<Record<string, string>> = {
  ours: "ours",
  oursAlone: "ours, one thread",
  pytorch1: "PyTorch, 1 thread",
  pytorch2: "PyTorch, 2 threads",
  pytorchOwn1: "written by hand in PyTorch, 1 thread",
  pytorchOwn2: "written by hand in PyTorch, 2 threads",
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

/** How many times faster than PyTorch a step should be, by case. */
const WANTED: Readonly<Record<string, number>> = {
  "rnn 16/16/16": 12,
  "rnn 32/32/32": 6,
  "rnn 64/32/32": 4,
  "rnn 128/32/64": 2,
  "rnn 256/64/64": 1.2,
  "gru 16/16/16": 17,
  "gru 32/32/32": 7,
  "gru 64/32/32": 4,
  "gru 128/32/64": 2.3,
  "gru 256/64/64": 1.2,
  "lstm 16/16/16": 6,
  "lstm 32/32/32": 2.2,
  "lstm 64/32/32": 1.5,
  "lstm 128/32/64": 1,
  "lstm 256/64/64": 1,
};
/** How many times faster a cell written here should be than one written by hand in PyTorch, by size. */
const WANTED_BY_HAND: Readonly<Record<string, number>> = { "32/32/32": 4, "64/32/32": 1.5 };
/** How many times slower than the library's a cell written from tensor operations may be. */
const WANTED_OWN = 1.4;
/** How many times faster than other engines in this language. */
const WANTED_HERE = 60;

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

const PYTORCH = ["pytorch1", "pytorch2"];
const OWN = ["ownStacked", "ownSeparate"];
const BY_HAND = ["pytorchOwn1", "pytorchOwn2"];
const HERE = ["tfjsWasm", "tfjsCpu", "jaxJs"];

/** The least of several engines that were measured; infinite if none was. */
function least(values: Readonly<Record<string, number>>, engines: readonly string[]): number {
  return Math.min(...engines.map((engine) => values[engine] ?? Infinity));
}

/** All runs of one case as one row: the least of their times, the least of their medians. */
function joined(runs: readonly Row[]): Row {
  const each = (of: "milliseconds" | "medians") =>
    Object.fromEntries(
      Object.keys(runs[0][of]).map((engine) => [
        engine,
        Math.min(...runs.map((run) => run[of][engine])),
      ]),
    );
  return { ...runs[0], milliseconds: each("milliseconds"), medians: each("medians") };
}

/**
 * One run or several as text: against PyTorch, a learner's own cells against the library's, and other engines. Times
 * are the least of all runs. Of one run the ratios of the least and of the median times are shown, of several each
 * run's of the least.
 *
 * @param runs the rows of each run, the same cases in each
 * @throws if the runs are not of the same cases and engines
 */
export function report(...runs: readonly (readonly Row[])[]): string {
  const cases = runs[0].map((row) =>
    runs.map((rows, i) => {
      const found = rows.find((other) => nameOf(other) === nameOf(row));
      const names = (row: Row) => Object.keys(row.milliseconds).join();
      if (found === undefined || names(found) !== names(row) || rows.length !== runs[0].length) {
        throw new RangeError(
          `Cannot join the runs: run ${i + 1} does not have the cases and engines of run 1`,
        );
      }
      return found;
    })
  );
  const rows = cases.map(joined);
  const ratios = (i: number, above: readonly string[], below: readonly string[] = ["ours"]) =>
    cases[i]
      .flatMap(({ milliseconds, medians }) =>
        runs.length > 1 ? [milliseconds] : [milliseconds, medians]
      )
      .map((of) => least(of, above) / least(of, below))
      .map((ratio) => Number.isFinite(ratio) ? times(ratio) : "–").join(" ");
  const shown = (i: number, engine: string) =>
    engine in rows[i].milliseconds
      ? `${digits(rows[i].milliseconds[engine])} (${digits(rows[i].medians[engine])})`
      : "–";
  const having = (engines: readonly string[]) =>
    [...rows.keys()].filter((i) => engines.some((engine) => engine in rows[i].milliseconds));
  const alone = (i: number) => "oursAlone" in rows[i].milliseconds ? ["oursAlone"] : ["ours"];
  const each = runs.length > 1 ? `, ${runs.length} runs` : "";
  const parts = [
    `Milliseconds of a whole training step: least (median). Sizes are hidden/batch/steps. Ratios: of the least${
      runs.length > 1 ? "" : ", then of the medians"
    }.`,
    markdown(
      [
        "cell and size",
        "ours",
        ENGINES.oursAlone,
        ...PYTORCH.map((engine) => ENGINES[engine]),
        `PyTorch (the better) ÷ ours${each}`,
        "wanted",
        `PyTorch (1 thread) ÷ ours on one${each}`,
      ],
      rows.map((row, i) => [
        nameOf(row),
        ...["ours", "oursAlone", ...PYTORCH].map((engine) => shown(i, engine)),
        ratios(i, PYTORCH),
        nameOf(row) in WANTED ? `≥ ${WANTED[nameOf(row)]}×` : "–",
        ratios(i, ["pytorch1"], alone(i)),
      ]),
    ),
  ];
  if (having(OWN).length > 0) {
    parts.push(
      `The same equations written by a learner from tensor operations, against the library's cell on one thread (wanted ≤ ${WANTED_OWN}×):`,
      markdown(
        ["cell and size", ...OWN.flatMap((engine) => [ENGINES[engine], `÷ ours${each}`])],
        having(OWN).map((i) => [
          nameOf(rows[i]),
          ...OWN.flatMap((engine) => [shown(i, engine), ratios(i, [engine], alone(i))]),
        ]),
      ),
    );
  }
  if (having(BY_HAND).length > 0 && having(OWN).length > 0) {
    parts.push(
      "The same equations written by hand in PyTorch (eager, a loop over the steps), against those written here:",
      markdown(
        [
          "cell and size",
          ...BY_HAND.map((engine) => ENGINES[engine]),
          `PyTorch (the better) ÷ own cell (the better)${each}`,
          "wanted",
        ],
        having(BY_HAND).map((i) => {
          const wanted = WANTED_BY_HAND[nameOf(rows[i]).split(" ")[1]];
          return [
            nameOf(rows[i]),
            ...BY_HAND.map((engine) => shown(i, engine)),
            ratios(i, BY_HAND, OWN),
            wanted === undefined ? "–" : `≥ ${wanted}×`,
          ];
        }),
      ),
    );
  }
  if (having(HERE).length > 0) {
    parts.push(
      `Other engines in this language (wanted ≥ ${WANTED_HERE}×):`,
      markdown(
        ["cell and size", "engine", "time", `÷ ours${each}`],
        having(HERE).flatMap((i) =>
          HERE.filter((engine) => engine in rows[i].milliseconds).map((engine) => [
            nameOf(rows[i]),
            ENGINES[engine],
            shown(i, engine),
            ratios(i, [engine]),
          ])
        ),
      ),
    );
  }
  return parts.join("\n\n");
}
