/**
 * How sure each claim is: `deno task certainty FILE …`, with what a run on many seeds wrote.
 *
 *     ./learn notebooks 03 --seeds 9200-9219 --json 03.json
 *     ./learn certainty 03.json
 *
 * Of every claim two shares are kept in `certainty.json`, and shown by `./learn readme` in notebooks/CLAIMS.md: of the
 * seeds whose own value lies on the right side, and of all ways to draw five of the seeds for which the claim
 * would have come out as it should, margin, control and all. All ways are tried, so nothing is left to chance; the
 * second share is an unbiased estimate of how often five fresh seeds would do.
 *
 * @module
 */

import { measure } from "lib/checks/measurement.ts";
import {
  above,
  atLeast,
  atMost,
  below,
  between,
  equals,
  type Threshold,
} from "lib/checks/threshold.ts";
import type { ClaimRecord, MeasurementRecord } from "lib/checks/verdict.ts";
import { command, needFiles, UsageError } from "../command.ts";

const FILE = new URL("./certainty.json", import.meta.url);
const DRAWN = 5;

/** Draws that should hold, for a claim to be called sure. */
export const SURE = 0.98;

/** How sure a claim is. */
export interface Certainty {
  /** First and last seed, such as "9200–9219". */
  readonly seeds: string;
  /** What was asked of experiment and control, to notice when it is no longer what is asked. */
  readonly asked: string;
  /** Share of seeds on the right side, of the experiment and, if there is one, of the control. */
  readonly single: readonly number[];
  /** Share of draws of five seeds that come out as they should. */
  readonly draws: number;
}

/** What a claim asks of its values. */
export const askedOf = (
  { threshold, control }: {
    readonly threshold: string;
    readonly control: { readonly threshold: string } | null;
  },
): string => [threshold, ...control ? [control.threshold] : []].join(" | ");

/** The threshold that a record writes as "median > 0.95". */
export function thresholdFrom(text: string): Threshold {
  const words = text.replaceAll("−", "-").replace(/^(median|every value) /, "");
  const [sign, ...numbers] = words.split(/ and | ± | (?=[-\d])/);
  const [a, b] = numbers.map(Number);
  const known: Record<string, (() => Threshold) | undefined> = {
    ">": () => above(a),
    "<": () => below(a),
    "≥": () => atLeast(a),
    "≤": () => atMost(a),
    "between": () => between(a, b),
    "=": () => equals(a, b),
  };
  const made = known[sign];
  if (
    !made || numbers.length === 0 || numbers.length > 2 || numbers.some((n) => isNaN(Number(n)))
  ) {
    throw new Error(`Cannot read the threshold "${text}": one such as "median > 0.95" is wanted`);
  }
  return made();
}

/** All ways to draw `size` places of a list, in order. */
export function* draws(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  for (let first = from; size > 0 && first <= count - size; first++) {
    for (const rest of draws(count, size - 1, first + 1)) yield [first, ...rest];
  }
}

/** Whether some of the seeds would have come out as they should: as the claim itself judges. */
function outcome(record: ClaimRecord): (places: readonly number[]) => boolean {
  const judged = (part: MeasurementRecord) => {
    const holds = thresholdFrom(part.threshold);
    const summary = part.summary === "every" ? "every" : "median";
    return (places: readonly number[]) =>
      measure(places.map((i) => part.values[i] ?? Number.NaN), {
        claim: part.claim,
        seeds: places.map((i) => record.seeds[i]),
        holds,
        summary,
        deterministic: false,
      });
  };
  const [main, control] = [judged(record), record.control && judged(record.control)];
  return (places) => {
    const { holds, median } = main(places);
    const wanted = record.expected === "holds" ? holds : !holds && Number.isFinite(median);
    return wanted && (control === null || control(places).holds);
  };
}

/**
 * How sure a claim is, from its values on many seeds.
 *
 * @param record as a notebook writes it, of at least ten seeds
 * @throws {Error} if its values do not bear out what it says of itself
 */
export function certaintyOf(record: ClaimRecord): Certainty {
  const { seeds, control, expected, asExpected } = record;
  if (seeds.length < 2 * DRAWN) {
    throw new Error(
      `Cannot say how sure ${record.id} is: found ${seeds.length} seeds, at least ${
        2 * DRAWN
      } are wanted`,
    );
  }
  const holds = outcome(record);
  if (holds([...seeds.keys()]) !== asExpected) {
    throw new Error(`Cannot judge ${record.id} again: it says asExpected ${asExpected}`);
  }
  const share = (part: MeasurementRecord, right: boolean) => {
    const { contains } = thresholdFrom(part.threshold);
    return part.values.filter((value) => value !== null && contains(value) === right).length /
      seeds.length;
  };
  let [found, tried] = [0, 0];
  for (const places of draws(seeds.length, DRAWN)) {
    found += Number(holds(places));
    tried += 1;
  }
  return {
    seeds: `${seeds[0]}–${seeds[seeds.length - 1]}`,
    asked: askedOf(record),
    single: [share(record, expected === "holds"), ...control ? [share(control, true)] : []],
    draws: found / tried,
  };
}

/** What is kept, by id. */
export async function keptCertainties(): Promise<Record<string, Certainty>> {
  return JSON.parse(await Deno.readTextFile(FILE).catch(() => "{}"));
}

const usage =
  "./learn certainty FILE …   take in what ./learn notebooks --seeds A-B --json FILE wrote; then ./learn readme shows it";

async function takeIn(files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new UsageError("Cannot take in nothing: a file is wanted");
  needFiles("take in", files);
  const kept = await keptCertainties();
  for (const file of files) {
    const notebooks: readonly { claims: readonly ClaimRecord[] }[] = JSON.parse(
      await Deno.readTextFile(file),
    );
    for (const record of notebooks.flatMap(({ claims }) => claims)) {
      const found = kept[record.id] = certaintyOf(record);
      if (found.draws < SURE) {
        console.log(
          `${record.id}: ${(100 * found.draws).toFixed(1)} % of draws; on the right side ${
            found.single.map((share) => `${Math.round(100 * share)} %`).join(", control ")
          } (${found.asked})`,
        );
      }
    }
  }
  const sorted = Object.entries(kept).sort(([a], [b]) => a < b ? -1 : 1);
  await Deno.writeTextFile(FILE, JSON.stringify(Object.fromEntries(sorted), null, 2) + "\n");
  console.log(`${sorted.length} claims, each on many seeds`);
  return 0;
}

if (import.meta.main) {
  await command(usage, { options: {}, names: true }, (_, files) => takeIn(files));
}
