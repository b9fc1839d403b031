/**
 * The verdict as a reader sees it: the word, the sentence, and a strip of dots, one a seed, against the
 * region where they must lie.
 *
 * @module
 */

import { cardMarkup, soft } from "../notebook/card.ts";
import { imageElement } from "../notebook/display.ts";
import { escapeMarkup, formatNumber } from "../notebook/format.ts";
import { dotStrip } from "../plots/dot_strip.ts";
import { greatest, least } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";

/** What a reader sees of a verdict. */
export interface ShownVerdict {
  /** Notebook and name. */
  readonly id: string;
  /** Whether the experiment and its control both hold. */
  readonly holds: boolean;
  /** What was expected of it. */
  readonly expected: "holds" | "fails";
  /** Why it does not hold. */
  readonly reason: string;
  /** What the experiment found. */
  readonly main: Measurement;
  /** What the control found. */
  readonly control: Measurement | null;
  /** Why there is no control. */
  readonly noControl: string | null;
  /** What is measured. */
  readonly unit: string | undefined;
  /** What the control measures. */
  readonly controlUnit: string | undefined;
  /** The seeds as "0–4" for a run, else "3, 5, 8". */
  seedsInWords(): string;
  /** What a claim that is expected to fail has done. */
  expectation(): string;
  /** What a reader should doubt. */
  warnings(): readonly string[];
}

/**
 * The verdict as HTML.
 *
 * @ignore For the library itself.
 * @param verdict what was found
 * @returns markup that shows in light and dark themes, trusted or not
 *
 * @example
 * ```ts
 * import { judge } from "lib/checks/claim.ts";
 * import { above } from "lib/checks/threshold.ts";
 * import { verdictHtml } from "lib/checks/verdict_html.ts";
 *
 * const verdict = await judge({
 *   id: "00.example",
 *   claim: "Seeds are small",
 *   experiment: (seed) => 1 / (1 + seed),
 *   holds: above(0.001),
 *   control: null,
 *   noControl: "it is an example",
 * });
 * verdictHtml(verdict).includes("Seeds are small"); // true
 * ```
 */
export function verdictHtml(verdict: ShownVerdict): string {
  const { main, control, holds } = verdict;
  const say = (text: string, style?: string) => ({ markup: escapeMarkup(text), style });
  return cardMarkup({
    badge: holds ? "HOLDS" : "DOES NOT HOLD",
    tone: holds ? "good" : "bad",
    about: `claim ${verdict.id}, seeds ${verdict.seedsInWords()}`,
    lines: [
      say(main.claim, "font-size:15px;font-weight:600;margin-top:6px"),
      ...(control?.claim ? [say(`Control: ${control.claim}`)] : []),
      ...(control === null ? [say(`No control: ${verdict.noControl ?? ""}`, soft)] : []),
      { markup: pictureOf(verdict), style: "overflow-x:auto" },
      ...(holds ? [] : [say(`${sentence(verdict.reason)}.`, strong)]),
      ...(verdict.expected === "fails" ? [say(verdict.expectation())] : []),
      ...verdict.warnings().map((warning) => say(`Warning: ${warning}`, strong)),
    ],
  });
}

const strong = "font-weight:600";

/** Experiment and control on one axis; on two, if they measure two things. */
function pictureOf({ main, control, unit, controlUnit }: ShownVerdict): string {
  const strip = (measurement: Measurement, label: string) => ({
    label,
    values: measurement.values,
    wanted: measurement.interval,
    found: foundBy(measurement),
    holds: measurement.holds,
    margin: measurement.summary === "median" ? 2 * measurement.spread : 0,
  });
  const strips = [strip(main, "experiment"), ...(control ? [strip(control, "control")] : [])];
  const draw = (some: typeof strips, label: string | undefined) => {
    const alt = some.map(({ label, values, found, holds }) =>
      `${label} ${values.map(formatNumber).join(", ")} (${found}; ${
        holds ? "holds" : "does not hold"
      })`
    ).join("; ");
    const scale = isTiny(some) ? { scale: "log" } as const : {};
    const picture = dotStrip(some, { alt, width: 600, x: { label, ...scale } });
    return imageElement(picture.svg, picture);
  };
  return unit === controlUnit
    ? draw(strips, unit)
    : draw(strips.slice(0, 1), unit) + draw(strips.slice(1), controlUnit);
}

/** Whether what is wanted lies between 0 and so little that an even axis would not show it. */
function isTiny(
  strips: readonly { values: readonly number[]; wanted: readonly [number, number] }[],
) {
  const edges = strips.flatMap(({ wanted }) => wanted).filter(Number.isFinite);
  return edges.some((edge) => edge > 0 && edge <= 1e-3) && edges.every((edge) => edge > 0) &&
    strips.every(({ values }) => values.every((value) => !(value < 0)));
}

/** What was found, against what was wanted. */
function foundBy({ summary, values, median, threshold }: Measurement): string {
  const finite = values.filter(Number.isFinite);
  const low = formatNumber(least(finite));
  const high = formatNumber(greatest(finite));
  const range = low === high ? low : `${low} to ${high}`;
  const wanted = threshold.replace(/^median |^every value /, "");
  if (finite.length < values.length) {
    return `${values.length - finite.length} of ${values.length} not finite, wanted ${wanted}`;
  }
  return summary === "median"
    ? `median ${formatNumber(median)}, wanted ${wanted}`
    : `values ${range}, each wanted ${wanted}`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
