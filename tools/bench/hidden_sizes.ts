/**
 * A training step's time against the hidden size, ours beside PyTorch's at its better thread count: the second picture
 * of `deno task bench:cost`.
 *
 * @module
 */

import { lineChart } from "lib/plots/line_chart.ts";
import type { Picture } from "lib/plots/render.ts";
import { CHECKED, checkLosses, competitors, trainingOf } from "./bench.ts";
import type { Case } from "./protocol.ts";
import { digits, markdown } from "./table.ts";

const HIDDEN = [16, 32, 64, 128, 256, 512] as const;
const SIZE = { cell: "lstm", batch: 32, steps: 32 } as const;

/** Least milliseconds of a step, by engine. */
export interface HiddenRow {
  readonly hidden: number;
  readonly ours: number;
  /** The better of one thread and two; null where PyTorch is not installed. */
  readonly pytorch: number | null;
}

/** Times all hidden sizes; the engines take turns, and must agree on the losses first. */
export async function timeHiddenSizes(quick: boolean): Promise<HiddenRow[]> {
  const folder = await Deno.makeTempDir({ prefix: "bench_" });
  const engines = competitors([], ["ours", "pytorch1", "pytorch2"]);
  const [rounds, milliseconds] = quick ? [2, 60] : [8, 150];
  const rows: HiddenRow[] = [];
  try {
    for (const hidden of HIDDEN) {
      const size: Case = { ...SIZE, hidden };
      console.error(`hidden size ${hidden}`);
      const training = trainingOf(size, folder, quick ? 0.2 : 1.5);
      const losses: Record<string, readonly number[]> = {};
      const least: Record<string, number> = {};
      for (const { key, engine } of engines) {
        await engine.ask({ ask: "prepare", training });
        losses[key] = (await engine.ask({ ask: "losses", updates: CHECKED })).losses!;
        least[key] = Infinity;
      }
      checkLosses(losses);
      for (let round = 0; round < rounds; round++) {
        for (const { key, engine } of engines) {
          const { times } = await engine.ask({ ask: "time", milliseconds });
          least[key] = Math.min(least[key], ...times!);
        }
      }
      const { ours, pytorch1, pytorch2 } = least;
      rows.push({ hidden, ours, pytorch: pytorch1 ? Math.min(pytorch1, pytorch2) : null });
    }
  } finally {
    await Promise.all(engines.map(({ engine }) => engine.close()));
    await Deno.remove(folder, { recursive: true });
  }
  return rows;
}

/** The figures as a table. */
export function hiddenTable(rows: readonly HiddenRow[]): string {
  const line = (name: string, value: (row: HiddenRow) => string) => [name, ...rows.map(value)];
  return markdown(["hidden size", ...rows.map(({ hidden }) => String(hidden))], [
    line("ours, ms", ({ ours }) => digits(ours)),
    line("PyTorch, ms", ({ pytorch }) => pytorch === null ? "–" : digits(pytorch)),
    line(
      "PyTorch ÷ ours",
      ({ ours, pytorch }) => pytorch === null ? "–" : `${(pytorch / ours).toFixed(2)}×`,
    ),
  ]);
}

/** The figures as a picture, both axes logarithmic. */
export function hiddenChart(rows: readonly HiddenRow[]): Picture {
  const points = rows.flatMap(({ hidden, ours, pytorch }) => [
    { x: hidden, y: ours, series: "ours" },
    ...pytorch === null ? [] : [{ x: hidden, y: pytorch, series: "PyTorch" }],
  ]);
  const last = rows[rows.length - 1];
  const beside = last.pytorch === null
    ? ""
    : `; PyTorch takes ${(rows[0].pytorch! / rows[0].ours).toFixed(1)} times as long at ${
      rows[0].hidden
    } and ${(last.pytorch / last.ours).toFixed(1)} times at ${last.hidden}`;
  const title = `From ${rows[0].hidden} to ${last.hidden} units a step grows from ${
    digits(rows[0].ours)
  } to ${digits(last.ours)} ms${beside}`;
  return lineChart(points, {
    title,
    subtitle:
      `A whole training step of an LSTM, batch ${SIZE.batch}, ${SIZE.steps} steps, on all cores; both axes logarithmic`,
    alt: title,
    x: { label: "hidden size", scale: "log", ticks: "data" },
    y: { label: "milliseconds a step", scale: "log" },
  });
}
