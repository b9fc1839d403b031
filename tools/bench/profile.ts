/**
 * Where the time of a training step goes: kernels by name, JavaScript by function.
 *
 * ```sh
 * deno task bench:profile [rnn | gru | lstm] [hidden/batch/steps] [library | stacked | separate]
 * ```
 *
 * It trains for a few seconds under V8's sampling profiler. A kernel's time is that of the WebAssembly function
 * called from JavaScript and of all that it calls; a JavaScript function's time is its own.
 *
 * @module
 */

import { moduleBase64 } from "lib/tensor/simd/module.ts";
import { EMBEDDING, makeBatches, VOCABULARY } from "./batches.ts";
import { runTask, UsageError } from "../command.ts";
import { benchFile } from "./machine.ts";
import { prepare, startingWeights, type Whose } from "./ours.ts";
import type { Batch, Case } from "./protocol.ts";
import { markdown } from "./table.ts";

const MILLISECONDS = 4000;
/** Lines of each part. */
const SHOWN = 16;

/** A profile as V8 writes it. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** Microseconds by kernel, by JavaScript function, and by what V8 does besides. */
export interface Shares {
  readonly kernels: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
  readonly engine: ReadonlyMap<string, number>;
}

/** Names of the exported functions of a WebAssembly module by their index. */
export function exportNames(bytes: Uint8Array): Map<number, string> {
  const names = new Map<number, string>();
  let at = 8;
  const number = () => {
    let result = 0;
    for (let shift = 0;; shift += 7) {
      const byte = bytes[at++];
      result |= (byte & 127) << shift;
      if (byte < 128) return result;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const length = number();
    const end = at + length;
    if (section === 7) {
      for (let left = number(); left > 0; left--) {
        const size = number();
        const name = new TextDecoder().decode(bytes.subarray(at, at + size));
        at += size;
        const kind = bytes[at++];
        const index = number();
        if (kind === 0) names.set(index, name);
      }
    }
    at = end;
  }
  return names;
}

/** Adds up a profile. */
export function shares(profile: CpuProfile, kernelNames: ReadonlyMap<number, string>): Shares {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const kernelIndex = (id: number | undefined) =>
    id === undefined
      ? undefined
      : nodes.get(id)!.callFrame.functionName.match(/^wasm-function\[(\d+)\]$/)?.[1];
  const kernels = new Map<string, number>();
  const functions = new Map<string, number>();
  const engine = new Map<string, number>();
  profile.samples.forEach((sample, i) => {
    const spent = profile.timeDeltas[i];
    const count = (map: Map<string, number>, name: string) =>
      map.set(name, (map.get(name) ?? 0) + spent);
    let index = kernelIndex(sample);
    if (index === undefined) {
      const { functionName, url, lineNumber } = nodes.get(sample)!.callFrame;
      if (url === "") return count(engine, functionName);
      const file = url.split("/").slice(-2).join("/");
      return count(functions, `${functionName || "(anonymous)"} ${file}:${lineNumber + 1}`);
    }
    for (let id = parents.get(sample); kernelIndex(id) !== undefined; id = parents.get(id!)) {
      index = kernelIndex(id)!;
    }
    count(kernels, kernelNames.get(Number(index)) ?? `wasm-function[${index}]`);
  });
  return { kernels, functions, engine };
}

/** The largest of a part, one a line. */
function lines(
  title: string,
  part: ReadonlyMap<string, number>,
  total: number,
  steps: number,
): string {
  const sorted = [...part].sort((a, b) => b[1] - a[1]);
  const sum = sorted.reduce((sum, [, spent]) => sum + spent, 0);
  const row = (name: string, spent: number) => [
    name,
    `${(100 * spent / total).toFixed(1)} %`,
    (spent / steps).toFixed(1),
  ];
  const body = sorted.slice(0, SHOWN).map(([name, spent]) => row(name, spent));
  const shown = sorted.slice(0, SHOWN).reduce((sum, [, spent]) => sum + spent, 0);
  if (sorted.length > SHOWN) body.push(row(`${sorted.length - SHOWN} more`, sum - shown));
  return markdown([title, "of all", "µs a step"], [...body, row("together", sum)]);
}

function readCase(args: readonly string[]): { size: Case; whose: Whose } {
  let [cell, whose]: [Case["cell"], Whose] = ["lstm", "library"];
  let sizes = [32, 32, 32];
  for (const arg of args) {
    if (arg === "rnn" || arg === "gru" || arg === "lstm") cell = arg;
    else if (arg === "library" || arg === "stacked" || arg === "separate") whose = arg;
    else if (/^\d+\/\d+\/\d+$/.test(arg)) sizes = arg.split("/").map(Number);
    else if (arg !== "--") {
      throw new UsageError(
        `Cannot profile ${arg}: wanted rnn, gru or lstm; hidden/batch/steps such as 32/32/32; library, stacked or separate`,
      );
    }
  }
  const [hidden, batch, steps] = sizes;
  return { size: { cell, hidden, batch, steps }, whose };
}

/** What runs under the profiler: says how many steps it made. */
function target(size: Case, whose: Whose): void {
  const batches: Batch[] = makeBatches(size);
  const sizes = { case: size, vocabSize: VOCABULARY, embeddingSize: EMBEDDING };
  const weights = Deno.makeTempFileSync();
  Deno.writeFileSync(weights, startingWeights(sizes));
  const training = { ...sizes, learningRate: 0.005, clip: 1, weights, batches, search: 0 };
  const { run } = prepare(whose, training);
  Deno.removeSync(weights);
  let steps = 0;
  const end = performance.now() + MILLISECONDS;
  while (performance.now() < end) {
    run(10);
    steps += 10;
  }
  console.log(steps);
}

async function main(): Promise<void> {
  const { size, whose } = readCase(Deno.args.filter((arg) => arg !== "--target"));
  if (Deno.args.includes("--target")) return target(size, whose);
  const folder = await Deno.makeTempDir({ prefix: "profile_" });
  try {
    const { hidden, batch, steps: timeSteps } = size;
    const args = [size.cell, `${hidden}/${batch}/${timeSteps}`, whose, "--target"];
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--allow-all",
        "--cpu-prof",
        `--cpu-prof-dir=${folder}`,
        "--cpu-prof-interval=200",
        benchFile("profile.ts"),
        ...args,
      ],
      stderr: "inherit",
    }).output();
    if (!success) throw new Error("Cannot profile: the training failed, see above");
    const steps = Number(new TextDecoder().decode(stdout));
    const [file] = [...Deno.readDirSync(folder)];
    const profile: CpuProfile = JSON.parse(await Deno.readTextFile(`${folder}/${file.name}`));
    const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
    const { kernels, functions, engine } = shares(profile, exportNames(bytes));
    const total = profile.timeDeltas.reduce((sum, spent) => sum + spent, 0);
    console.log(
      `${args.slice(0, 3).join(" ")}: ${steps} steps of ${(total / steps).toFixed(0)} µs\n`,
    );
    for (
      const [title, part] of [
        ["kernel", kernels],
        ["JavaScript", functions],
        ["V8", engine],
      ] as const
    ) console.log(`${lines(title, part, total, steps)}\n`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const USAGE = `Where the time of a training step goes: kernels by name, JavaScript by function.

    ./learn bench:profile [rnn | gru | lstm] [hidden/batch/steps] [library | stacked | separate]

Without arguments: the library's lstm at 32/32/32.`;

if (import.meta.main) await runTask(USAGE, main);
