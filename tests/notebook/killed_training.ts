/**
 * Kills a training with SIGKILL at random moments, starts it again each time, and compares what comes out in the end
 * with a training that was never killed.
 *
 *     deno run --allow-all tests/notebook/killed_training.ts [--kills N] [--seed S]
 *
 * With `--train KIND` it is the process that is killed.
 *
 * @module
 */

import { gru } from "lib/cells/gru.ts";
import { lstm } from "lib/cells/lstm.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { silentScreen } from "lib/notebook/display.ts";
import { follow } from "lib/notebook/follow.ts";
import { createRandom } from "lib/random.ts";
import { parity } from "lib/tasks/parity.ts";
import { type Batch, truncate } from "lib/batch.ts";
import { sgd } from "lib/training/optimizer.ts";
import { encodeSafetensors } from "lib/training/safetensors.ts";
import { train, type Training } from "lib/training/train.ts";
import type { Model } from "lib/cells/model.ts";
import { sha256 } from "lib/data/sha256.ts";

/** Pieces of long sequences: memory goes on within each, and batches are read one after another. */
function* pieces(): Generator<Batch> {
  const random = createRandom(3);
  for (;;) yield* truncate(parity({ timeSteps: 60 }).sample(random, 16), 20);
}

/** The trainings that are killed. */
export const KINDS: Readonly<Record<string, () => { model: Model; training: Training }>> = {
  adam() {
    const task = parity({ timeSteps: 20 });
    const model = sequenceModel({ ...task, cell: lstm, hiddenSize: 16, random: createRandom(1) });
    return { model, training: train({ model, task, updates: 1500, seed: 2, evaluateEvery: 300 }) };
  },
  momentum() {
    const task = parity({ timeSteps: 60 });
    const model = sequenceModel({ ...task, cell: gru, hiddenSize: 16, random: createRandom(1) });
    const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 });
    return { model, training: train({ model, task: pieces(), updates: 2000, seed: 2, optimizer }) };
  },
};

/** Trains in this process and returns a digest of the weights and of every event. */
async function trainHere(kind: string, checkpoint?: string): Promise<string> {
  const { model, training } = KINDS[kind]();
  const { history } = await follow(training, { checkpoint, keepEvery: 20, screen: silentScreen });
  const events = new TextEncoder().encode(JSON.stringify(history));
  return sha256(encodeSafetensors(model.params)) + sha256(events);
}

/** What came of many kills. */
export interface Killed {
  /** How often a process was killed. */
  readonly kills: number;
  /** How often one went on from a checkpoint. */
  readonly resumed: number;
  /** How many trainings came to their end, */
  readonly ended: number;
  /** and how many of them with the bits of one that was never killed. */
  readonly same: number;
}

/** Kills trainings until enough processes were killed and the last has ended. */
export async function killAndResume(kills: number, seed: number): Promise<Killed> {
  const random = createRandom(seed);
  const folder = await Deno.makeTempDir();
  const counts = { kills: 0, resumed: 0, ended: 0, same: 0 };
  const kinds = Object.keys(KINDS);
  const wanted: Record<string, { digest: string; milliseconds: number }> = {};
  try {
    for (let round = 0; counts.kills < kills || round < kinds.length; round++) {
      const kind = kinds[round % kinds.length];
      if (wanted[kind] === undefined) {
        const start = performance.now();
        const digest = (await run(folder, kind, "whole", Infinity))!;
        wanted[kind] = { digest, milliseconds: performance.now() - start };
      }
      for (;;) {
        const limit = counts.kills < kills ? random.next() * wanted[kind].milliseconds : Infinity;
        const before = await Deno.stat(`${folder}/.checkpoints/${kind}-${round}`).catch(() => null);
        if (before !== null) counts.resumed++;
        const digest = await run(folder, kind, `${kind}-${round}`, limit);
        if (digest === null) counts.kills++;
        else {
          counts.ended++;
          if (digest === wanted[kind].digest) counts.same++;
          break;
        }
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return counts;
}

/** Runs one process; null if it was killed before its end. */
async function run(folder: string, kind: string, name: string, limit: number) {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", import.meta.url, "--train", kind, name],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const timer = limit === Infinity ? undefined : setTimeout(() => process.kill("SIGKILL"), limit);
  const { success, signal, stdout } = await process.output();
  clearTimeout(timer);
  if (signal === "SIGKILL") return null;
  if (!success) throw new Error(`Cannot train ${kind}: the process failed`);
  return new TextDecoder().decode(stdout).trim();
}

if (import.meta.main) {
  const [first, ...rest] = Deno.args;
  if (first === "--train") {
    const [kind, name] = rest;
    console.log(await trainHere(kind, name === "whole" ? undefined : name));
  } else {
    const option = (name: string, otherwise: number) => {
      const at = Deno.args.indexOf(name);
      return at < 0 ? otherwise : Number(Deno.args[at + 1]);
    };
    const { kills, resumed, ended, same } = await killAndResume(
      option("--kills", 100),
      option("--seed", 0),
    );
    console.log(
      `${kills} kills, gone on ${resumed} times; ${ended} trainings ended, ${same} with the bits of the uninterrupted one`,
    );
    if (same !== ended) Deno.exit(1);
  }
}
