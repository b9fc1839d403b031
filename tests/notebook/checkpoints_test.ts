/** Trainings that outlive the kernel, and files that are whole or not there. */

import { afterEach, beforeEach, expect, it } from "vitest";
import { lstm } from "lib/cells/lstm.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { keptFile } from "lib/data/kept_file.ts";
import { forgetCheckpoint } from "lib/notebook/checkpoints.ts";
import { plainText } from "lib/notebook/display.ts";
import { follow } from "lib/notebook/follow.ts";
import { Interrupted } from "lib/notebook/interrupt.ts";
import { createRandom } from "lib/random.ts";
import { parity } from "lib/tasks/parity.ts";
import { train, type TrainEvent, type TrainOptions } from "lib/training/train.ts";
import { needs } from "../support/permissions.ts";
import { killAndResume } from "./killed_training.ts";
import { recorder } from "./recorder.ts";

const guarded = needs({ read: true, write: true, run: true, env: true });

let folder = "";
let home = "";
beforeEach(() => {
  if (guarded.missing.length > 0) return;
  home = Deno.cwd();
  folder = Deno.makeTempDirSync();
  Deno.chdir(folder);
});
afterEach(() => {
  if (guarded.missing.length > 0) return;
  Deno.chdir(home);
  Deno.removeSync(folder, { recursive: true });
});

const setUp = (more: Partial<TrainOptions> = {}) => {
  const task = parity({ timeSteps: 4 });
  const model = sequenceModel({ ...task, cell: lstm, hiddenSize: 4, random: createRandom(0) });
  const options = { model, task, updates: 12, batch: 4, seed: 1, evaluateEvery: 5, ...more };
  return { model, training: train(options) };
};
type SetUp = ReturnType<typeof setUp>;
const weights = ({ model }: SetUp) => Object.values(model.params).map((param) => param.values());

/** Trains under a name up to an update, as if the kernel ended there, or to the end. */
async function run(name: string, { stopAt = Infinity, set = setUp() } = {}) {
  const { screen, sent } = recorder();
  const stop = new AbortController();
  const seen: TrainEvent[] = [];
  const plot = {
    add(event: TrainEvent) {
      seen.push(event);
      if (event.update >= stopAt) stop.abort(new Interrupted());
    },
    picture: () => plainText("picture"),
  };
  const options = { checkpoint: name, keepEvery: 0, pauseEvery: 0, signal: stop.signal, plot };
  const followed = await follow(set.training, { ...options, screen }).catch((error) => {
    if (error instanceof Interrupted) return null;
    throw error;
  });
  const told = sent.map(({ bundle }) => String(bundle["text/plain"]));
  return { history: followed?.history, told, seen, weights: weights(set) };
}

const text = (path: string) => new TextDecoder("latin1").decode(Deno.readFileSync(path));

guarded.describe("a followed training with a checkpoint", () => {
  it("goes on where it was stopped, says so, and ends with the bits and the events of a whole one", async () => {
    const whole = await run("whole");
    expect(whole.told.join()).not.toContain("goes on");
    for (const stopAt of [1, 4, 5, 11]) {
      const first = await run(`at-${stopAt}`, { stopAt });
      expect(first.history).toBeUndefined();
      const again = await run(`at-${stopAt}`);
      expect(again.told[0]).toBe(`at-${stopAt}: the training goes on after update ${stopAt}`);
      expect(again.history).toEqual(whole.history);
      expect(again.seen).toEqual(whole.history); // the picture is whole too
      expect(again.weights).toEqual(whole.weights);
    }
  });

  it("is done at once when it was done, and trains on where more is asked for", async () => {
    const { history, weights } = await run("long");
    const again = await run("long");
    expect(again.told[0]).toBe("long: the training goes on after update 12");
    expect([again.history, again.weights]).toEqual([history, weights]);
    const more = await run("long", { set: setUp({ updates: 20, evaluateEvery: 5 }) });
    expect(more.history!.at(-1)!.update).toBe(20);
    expect(more.history!.every(({ updates }) => updates === 20)).toBe(true);
  });

  it("says that a folder stands where its file should", async () => {
    Deno.mkdirSync(".checkpoints/taken", { recursive: true });
    const { told } = await run("taken");
    expect(told[0]).toMatch(/^.checkpoints\/taken is of no use: it cannot be read \(.*\)/);
  });

  it("refuses a damaged file and uses the one before", async () => {
    const whole = await run("whole");
    const damages: [string, (bytes: Uint8Array) => Uint8Array, string][] = [
      ["cut", (bytes) => bytes.slice(0, -1), "bytes, and"],
      ["changed", (bytes) => bytes.with(bytes.length - 9, 1 + bytes[bytes.length - 9]), "SHA-256"],
      ["empty", () => new Uint8Array(), "does not begin as such a file"],
      ["foreign", () => new TextEncoder().encode("kept 2 0 \n"), "does not begin as such a file"],
    ];
    for (const [name, damage, why] of damages) {
      await run(name, { stopAt: 7 });
      const path = `.checkpoints/${name}`;
      Deno.writeFileSync(path, damage(Deno.readFileSync(path)));
      const { told, history, weights } = await run(name);
      expect(told[0]).toMatch(
        new RegExp(
          `^.checkpoints/${name} is of no use: .*${why}.*; ${name}: the training goes on after update [67]$`,
        ),
      );
      expect([history, weights]).toEqual([whole.history, whole.weights]);
      expect(text(`${path}.refused`).length).toBeGreaterThanOrEqual(0); // nothing is thrown away
    }
  });

  it("begins anew, and says so, where both files are damaged", async () => {
    const { history } = await run("both", { stopAt: 7 });
    expect(history).toBeUndefined();
    for (const path of ["both", "both.before"]) Deno.writeTextFileSync(`.checkpoints/${path}`, "?");
    const again = await run("both");
    expect(again.told[0]).toContain("both is of no use");
    expect(again.told[0]).toContain("; the training begins anew");
    expect(again.history).toEqual((await run("whole")).history);
  });

  it("refuses the checkpoint of another training, and uses the one before", async () => {
    await run("mine", { stopAt: 7 });
    await run("other", { set: setUp({ seed: 9 }) });
    Deno.copyFileSync(".checkpoints/other", ".checkpoints/mine");
    const { told, history } = await run("mine");
    expect(told[0]).toMatch(
      /another training, whose seed was 9 and is 1; mine: the training goes on/,
    );
    expect(history).toEqual((await run("whole")).history);
  });

  it("does not begin where all there is belongs to another training, nor lose that", async () => {
    const { weights } = await run("theirs", { stopAt: 7 });
    const set = setUp({ learningRate: 0.1 });
    await expect(run("theirs", { set })).rejects.toThrow(
      /Cannot go on with the checkpoint theirs: .*whose optimizer was .*"learningRate":0.005.*Take another name, or say forgetCheckpoint\("theirs"\)/,
    );
    expect((await run("theirs", { stopAt: 7 })).weights).toEqual(weights);
    forgetCheckpoint("theirs");
    expect((await run("theirs", { set: setUp({ learningRate: 0.1 }) })).told[0]).not.toContain(
      "goes on",
    );
  });

  it("trains on, and says so at the end, where nothing can be written", async () => {
    Deno.writeTextFileSync(".checkpoints", "a file where the folder should be");
    const { told, history } = await run("full").catch((error) => ({
      told: [String(error)],
      history: [] as const,
    }));
    expect(told.at(-1)).toContain("full could not be kept: ");
    expect(history).toEqual((Deno.removeSync(".checkpoints"), (await run("whole")).history));
  });

  it("refuses names that are paths, and events that are no training's", async () => {
    for (const name of ["../x", "a/b", "a.b", " "]) {
      await expect(run(name)).rejects.toThrow(
        `checkpoint is the text ${JSON.stringify(name)}, and a name`,
      );
    }
    const events = [{ kind: "update", update: 1 }];
    await expect(follow(events, { checkpoint: "x" })).rejects.toThrow(
      "Cannot keep the checkpoint x: found other events than a training's, and what train(…) returns is wanted",
    );
    await expect(follow(events, { checkpont: "x" } as object)).rejects.toThrow(
      "checkpoint is wanted",
    );
  });
});

guarded.describe("a training killed with SIGKILL", () => {
  it("at random moments ends with the bits of one that was never killed", async () => {
    const { kills, ended, same } = await killAndResume(6, 1);
    expect([kills, ended, same]).toEqual([6, ended, ended]);
    expect(ended).toBeGreaterThanOrEqual(2);
  }, 120_000);
});

guarded.describe("a kept file", () => {
  it("holds the latest and the one before, and any bytes", () => {
    const file = keptFile(`${folder}/a/b/c`);
    expect(file.read()).toEqual([]);
    for (const bytes of [[], [1], [10, 10, 255]]) file.write(Uint8Array.from(bytes));
    expect(file.read().map(({ bytes, fault }) => [...bytes!, fault])).toEqual([
      [10, 10, 255, undefined],
      [1, undefined],
    ]);
    file.remove();
    expect(file.read()).toEqual([]);
  });

  it("is not touched by what a killed writer left beside it", () => {
    const file = keptFile(`${folder}/c`);
    file.write(Uint8Array.of(1));
    Deno.writeTextFileSync(`${folder}/c.new`, "kept 1 99");
    expect(file.read().map(({ bytes }) => bytes)).toEqual([Uint8Array.of(1)]);
    file.write(Uint8Array.of(2));
    expect(file.read().map(({ bytes }) => bytes)).toEqual([Uint8Array.of(2), Uint8Array.of(1)]);
    Deno.renameSync(`${folder}/c`, `${folder}/gone`); // killed between the two renames
    expect(file.read().map(({ bytes }) => bytes)).toEqual([Uint8Array.of(1)]);
  });
});
