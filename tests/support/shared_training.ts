/**
 * Trainings that are worth sharing among threads, each as a number for all its bits: the same in Deno, in Node and in a
 * page, with any number of threads.
 *
 * @module
 */

import { attention } from "lib/cells/attention.ts";
import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import type { Model } from "lib/cells/model.ts";
import { rnn } from "lib/cells/rnn.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";
import { type Backend, createSimd } from "lib/tensor/backend.ts";
import type { Team } from "lib/tensor/simd/team.ts";
import { finish, train } from "lib/training/train.ts";

/** What is trained. */
export const KINDS = ["rnn", "relu", "lstm", "lstm, two layers", "gru", "attention"] as const;

/** Pages of memory for one of them. */
export const PAGES = 4096;
const [STEPS, BATCH, CLASSES] = [17, 30, 11];

/** FNV-1a over all weights. */
function hash({ params }: Model): string {
  let value = 0x811c9dc5;
  for (const param of Object.values(params)) {
    for (const byte of new Uint8Array(param.values().buffer)) {
      value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    }
  }
  return value.toString(16).padStart(8, "0");
}

/** Five updates of a net large enough to be worth sharing. */
export function trainShared(kind: string, backend: Backend): string {
  const random = createRandom(4);
  const batches = Array.from({ length: 5 }, () => ({
    timeSteps: STEPS,
    batch: BATCH,
    inputs: Int32Array.from({ length: STEPS * BATCH }, () => random.integer(0, CLASSES)),
    targets: Int32Array.from({ length: STEPS * BATCH }, () => random.integer(-1, CLASSES)),
  }));
  const input = { kind: "symbols", vocab: [..."abcdefghijk"] } as const;
  const both = { input, outputSize: CLASSES, random: createRandom(1), backend };
  const cells: Record<string, () => Model> = {
    rnn: () => sequenceModel({ ...both, cell: rnn, hiddenSize: 70 }),
    relu: () =>
      sequenceModel({ ...both, cell: rnn, cellOptions: { activation: "relu" }, hiddenSize: 70 }),
    lstm: () => sequenceModel({ ...both, cell: lstm, hiddenSize: 37 }),
    "lstm, two layers": () => sequenceModel({ ...both, cell: lstm, hiddenSize: 37, layers: 2 }),
    gru: () => sequenceModel({ ...both, cell: gru, hiddenSize: 41 }),
    attention: () => attention({ ...both, hiddenSize: 64 }),
  };
  const model = cells[kind]();
  finish(train({ model, task: batches, updates: 5, seed: 0 }));
  return hash(model);
}

/** Waits until so many helpers are there, or half a minute has gone by; says how many there are. */
export async function ready(team: Team, helpers: number): Promise<number> {
  for (let i = 0; team.helpers < helpers && i < 3000; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return team.helpers;
}

/** All kinds with so many threads: their numbers, and how many pieces of work were shared. */
export async function allShared(threads: number): Promise<string> {
  const backend = createSimd(PAGES, threads);
  const { team } = backend;
  team?.hold();
  team?.start(threads - 1, true);
  if (team) await ready(team, threads - 1);
  const found = KINDS.map((kind) => trainShared(kind, backend)).join(" ");
  const shared = team?.shared ?? 0;
  team?.release();
  return `${found} ${shared > 0 ? "shared" : "alone"}`;
}

/** Where a page leaves the answer. */
export interface PageWithTrainings {
  /** For 1 and, where memory may be shared, 3 threads. */
  trainings?: string[];
}

if (typeof document !== "undefined") {
  const threads = globalThis.crossOriginIsolated ? [1, 3] : [1];
  const found: string[] = [];
  for (const count of threads) found.push(await allShared(count));
  (globalThis as PageWithTrainings).trainings = found;
} else if ("process" in globalThis && !("Deno" in globalThis)) {
  console.log(await allShared(1));
}
