/**
 * Holds the library against figures that others have published: what `deno task gauntlet` does.
 *
 * ```sh
 * deno task gauntlet [--only NAME] [--seeds A-B] [--json FILE] [--write]
 * ```
 *
 * Every figure is a claim of `lib/checks`, over five seeds, with a control beside it. Run whole on its own seeds, it
 * must give `results.json` again, bit for bit; `--write` renews that file and the table in `README.md`.
 *
 * Not to be confused with the gauntlet of `lib/checks/gauntlet.ts`, through which notebook 13 sends a learner's own
 * cell: there the rival is another cell, here it is a number in print.
 *
 * @module
 */

import { judge } from "lib/checks/claim.ts";
import { formatNumber, formatSeconds } from "lib/notebook/format.ts";
import { parseSeeds } from "lib/notebook/seeds.ts";
import { runTask } from "../command.ts";
import type { HeldFigure } from "./held_figure.ts";
import { HELD_FIGURES } from "./held_figures.ts";
import { readme, type Result } from "./readme.ts";
import { type Job, sideBySide, type SideBySideOptions } from "./side_by_side.ts";
import { type TrainingName, TRAININGS } from "./trainings/all.ts";

/** The seeds of the committed results. */
export const SEEDS: readonly number[] = [0, 1, 2, 3, 4];

const here = (name: string) => decodeURIComponent(new URL(name, import.meta.url).pathname);

/** What the command line says. */
export interface Options {
  readonly figures: readonly HeldFigure[];
  readonly seeds: readonly number[];
  readonly json: string | null;
  readonly write: boolean;
}

/** Reads the command line. */
export function readOptions(words: readonly string[]): Options {
  let figures: readonly HeldFigure[] = HELD_FIGURES;
  let seeds = SEEDS;
  let json: string | null = null;
  let write = false;
  for (let i = 0; i < words.length; i++) {
    const value = () => {
      if (i + 1 < words.length) return words[++i];
      throw new Error(`Cannot read ${words[i]}: nothing follows it`);
    };
    if (words[i] === "--only") {
      const name = value();
      figures = HELD_FIGURES.filter(({ id }) => id.includes(name));
      if (figures.length === 0) {
        throw new Error(
          `Cannot run ${name}: found no such figure, wanted a part of one of ${
            HELD_FIGURES.map(({ id }) => id).join(", ")
          }`,
        );
      }
    } else if (words[i] === "--seeds") seeds = parseSeeds(value());
    else if (words[i] === "--json") json = value();
    else if (words[i] === "--write") write = true;
    else {
      throw new Error(
        `Cannot read ${words[i]}: wanted --only NAME, --seeds A-B, --json FILE or --write`,
      );
    }
  }
  if (write && (figures !== HELD_FIGURES || seeds !== SEEDS)) {
    throw new Error("Cannot write: --write renews the results of all figures on their own seeds");
  }
  return { figures, seeds, json, write };
}

/** Runs every training that the figures ask for, once a seed, then judges the figures. */
export async function holdAgainst(
  figures: readonly HeldFigure[],
  seeds: readonly number[],
  { updates, ...options }: SideBySideOptions & { readonly updates?: number } = {},
): Promise<Result[]> {
  const wanted = new Set(figures.flatMap(({ training, control }) => [training, control.training]));
  const names = (Object.keys(TRAININGS) as TrainingName[]).filter((name) => wanted.has(name));
  const jobs: Job[] = names.flatMap((training) =>
    seeds.map((seed) => ({ training, seed, updates }))
  );
  const values = await sideBySide(jobs, options);
  const of = (training: TrainingName) => (asked: readonly number[]) =>
    asked.map((seed) =>
      values[jobs.findIndex((job) => job.training === training && job.seed === seed)]
    );
  const results: Result[] = [];
  for (const { id, claim, unit, training, control, holds, expected, summary, ...rest } of figures) {
    const verdict = await judge({
      id,
      claim,
      unit,
      experimentAll: of(training),
      holds,
      summary,
      deterministic: rest.deterministic ?? false,
      control: {
        claim: control.claim,
        experimentAll: of(control.training),
        holds: control.holds,
        deterministic: control.deterministic ?? false,
      },
      seeds,
      expected,
    });
    results.push({
      figure: rest.figure,
      source: rest.source,
      differs: rest.differs,
      ...verdict.record(),
    });
  }
  return results;
}

/** One line a figure. */
export function line(
  { id, asExpected, expected, figure, median, control, reason }: Result,
): string {
  const number = (x: number | null | undefined) =>
    x === null || x === undefined ? "–" : formatNumber(x);
  return `${asExpected ? "passed" : "FAILED"}: ${id}: in print ${figure}, here ${
    number(median)
  }, control ${number(control?.median)}${
    expected === "fails" ? ` (does not reproduce: ${reason})` : asExpected ? "" : ` (${reason})`
  }`;
}

async function main(): Promise<number> {
  const { figures, seeds, json, write } = readOptions(Deno.args);
  const began = performance.now();
  const seconds = () => formatSeconds((performance.now() - began) / 1000);
  const results = await holdAgainst(figures, seeds, {
    onDone: ({ training, seed }, value, done, total) =>
      console.log(
        `[${done}/${total}] ${training}, seed ${seed}: ${formatNumber(value)} (${seconds()})`,
      ),
  });
  for (const result of results) console.log(line(result));
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (json) await Deno.writeTextFile(json, text);

  let same = true;
  if (write) {
    await Deno.writeTextFile(here("results.json"), text);
    await Deno.writeTextFile(here("README.md"), readme(results));
  } else if (figures === HELD_FIGURES && seeds === SEEDS) {
    same = text === await Deno.readTextFile(here("results.json"));
    console.log(
      same
        ? "The results are those of results.json, bit for bit."
        : "FAILED: the results are not those of results.json; --write renews them",
    );
  }
  const failed = results.filter(({ asExpected }) => !asExpected).length;
  console.log(`claims: ${results.length - failed} passed, ${failed} failed`);
  return failed > 0 || !same ? 1 : 0;
}

const usage = `./learn gauntlet                 all figures, on their own seeds; minutes
./learn gauntlet --only NAME     those with that in their name
./learn gauntlet --seeds A-B     on other seeds
./learn gauntlet --json FILE     writes the results as well
./learn gauntlet --write         renews results.json and the table`;

if (import.meta.main) {
  await runTask(usage, async () => {
    try {
      Deno.exit(await main());
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      Deno.exit(2);
    }
  });
}
