/** A step that several threads share ends in the bits of one thread, and leaves nothing behind. */

import { runInThisContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { lstm } from "lib/cells/lstm.ts";
import { sequenceModel } from "lib/cells/sequence_model.ts";
import { createRandom } from "lib/random.ts";
import { createSimd } from "lib/tensor/backend.ts";
import {
  backward,
  inArena,
  keep,
  matmul,
  parameter,
  sum,
  withoutGradients,
} from "lib/tensor/mod.ts";
import { Pace } from "lib/tensor/simd/pace.ts";
import { RESERVED_ELEMENTS, sharedModuleBytes } from "lib/tensor/simd/simd.ts";
import { Team } from "lib/tensor/simd/team.ts";
import { train } from "lib/training/train.ts";
import { root } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";
import { KINDS, PAGES, ready, trainShared } from "../support/shared_training.ts";

/** Milliseconds after which something hangs: no machine takes so long, however busy. */
const PATIENCE = 300_000;

describe("a team", () => {
  let team: Team | null = null;
  afterEach(() => team?.dismiss());

  for (const kind of KINDS) {
    it(`of 1, 2, 3 and 8 threads trains the same ${kind}`, async () => {
      const alone = trainShared(kind, createSimd(PAGES));
      for (const threads of [2, 3, 8]) {
        const backend = createSimd(PAGES, threads);
        team = backend.team!;
        team.hold();
        team.start(threads - 1, true);
        expect(await ready(team, threads - 1)).toBe(threads - 1);
        expect(trainShared(kind, backend)).toBe(alone);
        expect(team.shared).toBeGreaterThan(0);
        team.release();
      }
    });
  }

  it("shares products of all kinds, also when the memory has grown", async () => {
    const backend = createSimd(PAGES, 3);
    team = backend.team!;
    team.start(2, true);
    expect(await ready(team, 2)).toBe(2);
    for (const size of [130, 400]) {
      const random = createRandom(size);
      const values = Float64Array.from({ length: size * size }, () => random.normal());
      const results = [backend, createSimd(PAGES)].map((backend) => {
        const a = parameter(values, { shape: [size, size], backend });
        const b = parameter(values.toReversed(), { shape: [size, size], backend });
        return inArena(() => {
          const product = matmul(a, b);
          backward(sum(product));
          return [product, a.grad!, b.grad!].map((x) => keep(x).values());
        }, { backend });
      });
      expect(results[0]).toEqual(results[1]);
    }
  });

  it(
    "goes on after V8 cut it off in the midst of a step: the right bits, no arena left open, and recording",
    async () => {
      const [backend, alone] = [createSimd(PAGES, 3), createSimd(PAGES)];
      team = backend.team!;
      team.start(2, true);
      expect(await ready(team, 2)).toBe(2);
      const random = createRandom(0);
      const pairOf = (size: number, backend: typeof alone, seed = 0) => {
        const values = createRandom(seed);
        const draw = () => Float64Array.from({ length: size * size }, () => values.normal());
        return [0, 1].map(() => parameter(draw(), { shape: [size, size], backend }));
      };
      const product = ([a, b]: ReturnType<typeof pairOf>) =>
        inArena(() => matmul(a, b).values(), { backend: a.backend });
      const [large, small] = [pairOf(600, backend), pairOf(128, backend)];
      const wanted = product(pairOf(128, alone));
      let finished = false;
      Object.assign(globalThis, {
        endless() {
          try {
            withoutGradients(() => {
              for (;;) product(large);
            }, { backend });
          } finally {
            finished = true;
          }
        },
      });
      for (let cut = 1; cut <= 12; cut++) {
        const timeout = random.integer(5, 25);
        expect(() => runInThisContext("endless()", { timeout })).toThrow("timed out");
        // At once, while helpers may still have a part of the last product in hand.
        for (let again = 0; again < 3; again++) expect(product(small)).toEqual(wanted);
        await Promise.resolve();
        expect(backend.memory.scope).toBe(null);
        expect(backend.recording).toBe(true);
      }
      expect(finished).toBe(false);
      expect(team.shared).toBeGreaterThan(12);
    },
    2 * PATIENCE,
  );

  it(
    "waits for what a helper has in hand where it was cut off, before it begins anything else",
    async () => {
      const [m, k, n] = [2000, 4000, 2000];
      const reserved = RESERVED_ELEMENTS;
      const [ones, out] = [2 * reserved, 2 * reserved + k * n];
      const memory = new WebAssembly.Memory({ initial: 1024, maximum: 65536, shared: true });
      const floats = new Float32Array(memory.buffer).fill(1, ones, out);
      const last = out + m * n - 1; // is k when the helper's half is done
      let cut = false;
      let found = 0;
      const mine = () => {
        while (!cut); // until V8 ends it
        found = floats[last];
      };
      const exports = { sequenceForward: mine, sequenceBackward: mine, matmulRows: mine };
      const module = new WebAssembly.Module(sharedModuleBytes());
      team = new Team({ memory, module, exports, helpers: 1, reserved });
      team.start(1, true);
      expect(await ready(team, 1)).toBe(1);
      const args = [ones, ones, out, m, k, n, 0, 0, 0, 0, 0];
      const work = { kernel: "matmulRows", args, at: 9, grain: 1 } as const;
      const shared = { endless: () => team!.run({ ...work, rows: m }, 2) };
      Object.assign(globalThis, shared);
      const begun = () => floats[out + m / 2 * n] !== 0;
      for (const end = performance.now() + PATIENCE; performance.now() < end && !begun();) {
        cut = false;
        expect(() => runInThisContext("endless()", { timeout: 20 })).toThrow("timed out");
        cut = true;
        if (begun()) team.run({ ...work, rows: 1 }, 2);
      }
      expect(found).toBe(k);
    },
    2 * PATIENCE,
  );

  it("does without a helper that has died", async () => {
    const workers: Worker[] = [];
    const { Worker: Real } = globalThis;
    globalThis.Worker = class extends Real {
      constructor(...args: ConstructorParameters<typeof Real>) {
        super(...args);
        workers.push(this);
      }
    };
    try {
      const backend = createSimd(PAGES, 3);
      team = backend.team!;
      team.start(2, true);
      team.hold(); // else the helpers go when the training has ended
      expect(await ready(team, 2)).toBe(2);
      workers[0].terminate();
      expect(trainShared("lstm", backend)).toBe(trainShared("lstm", createSimd(PAGES)));
      expect(team.shared).toBeGreaterThan(0);
      team.release();
    } finally {
      globalThis.Worker = Real;
    }
  });

  it("starts helpers by itself in a long training, and lets them go at its end", () => {
    const backend = createSimd(PAGES, 2);
    team = backend.team!;
    const model = sequenceModel({
      input: { kind: "symbols", vocab: [..."ab"] },
      outputSize: 2,
      cell: lstm,
      hiddenSize: 64,
      random: createRandom(0),
      backend,
    });
    function* batches() {
      const ones = new Int32Array(32 * 32).fill(1);
      for (;;) yield { timeSteps: 32, batch: 32, inputs: ones, targets: ones };
    }
    const events = train({ model, task: batches(), updates: 1e6, seed: 0 });
    for (const end = performance.now() + PATIENCE; performance.now() < end && team.shared === 0;) {
      events.next();
    }
    expect(team.shared).toBeGreaterThan(0);
    events.return(undefined as never);
    expect(team.helpers).toBe(0);
  }, 2 * PATIENCE);

  it("does all alone while it rests", async () => {
    const backend = createSimd(PAGES, 2);
    team = backend.team!;
    team.hold();
    team.start(1, true);
    expect(await ready(team, 1)).toBe(1);
    team.rest();
    trainShared("rnn", backend);
    expect(team.shared).toBe(0);
    team.resume();
    trainShared("rnn", backend);
    expect(team.shared).toBeGreaterThan(0);
    team.release();
  });

  it("says that a helper failed, and goes on with one thread", async () => {
    const backend = createSimd(PAGES, 2);
    const fails = () => {
      throw new WebAssembly.RuntimeError("out of bounds");
    };
    const exports = { matmulRows: fails, sequenceForward: fails, sequenceBackward: fails };
    const memory = new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true });
    const { module } = backend.team!;
    team = new Team({ memory, module, exports, helpers: 1, reserved: 65536 });
    team.start(1, true);
    expect(await ready(team, 1)).toBe(1);
    const own = team;
    const work = { kernel: "matmulRows", args: new Array(11).fill(0), at: 9, rows: 64, grain: 4 };
    // The helper's chunks succeed: once this thread gets one, all fails.
    const often = () => {
      for (let i = 0; i < 1000; i++) own.run({ ...work, kernel: "matmulRows" }, 16);
    };
    expect(often).toThrow(
      "Cannot finish a step on several cores: a helper failed",
    );
    expect(own.mayShare(1e9)).toBe(false);
  });
});

describe("the pace", () => {
  /** Pieces that are shared, of so many that take this long. */
  function sharedOf(pieces: number, pace: Pace, alone: number, shared: number): number {
    let count = 0;
    for (let i = 0; i < pieces; i++) {
      const share = pace.share();
      pace.note(share, share ? shared : alone);
      count += Number(share);
    }
    return count;
  }

  it("shares what is faster shared, and hardly anything else", () => {
    expect(sharedOf(10_000, new Pace(), 1, 0.6)).toBeGreaterThan(9900);
    expect(sharedOf(10_000, new Pace(), 1, 5)).toBeLessThan(60);
  });

  it("finds out that it has changed", () => {
    const pace = new Pace();
    sharedOf(10_000, pace, 1, 5);
    expect(sharedOf(10_000, pace, 1, 0.6)).toBeGreaterThan(5000);
    expect(sharedOf(10_000, pace, 1, 5)).toBeLessThan(100);
  });
});

needs({ run: true, env: true }).describe("a process with a team", () => {
  it("ends by itself, though a training was left half way", async () => {
    const program = `
      import { lstm } from "lib/cells/lstm.ts";
      import { sequenceModel } from "lib/cells/sequence_model.ts";
      import { createRandom } from "lib/random.ts";
      import { createSimd } from "lib/tensor/backend.ts";
      import { train } from "lib/training/train.ts";
      const backend = createSimd(4096, 2); // two threads, however many cores there are
      const model = sequenceModel({
        input: { kind: "symbols", vocab: ["a", "b"] }, outputSize: 2, cell: lstm, hiddenSize: 64,
        random: createRandom(0), backend,
      });
      const ones = new Int32Array(1024).fill(1);
      function* batches() { for (;;) yield { timeSteps: 32, batch: 32, inputs: ones, targets: ones }; }
      const events = train({ model, task: batches(), updates: 1e6, seed: 0 });
      while (backend.team.helpers === 0) events.next();
      console.log("left");`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      cwd: root,
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    const { success, stdout } = await child.output();
    clearTimeout(late);
    expect(new TextDecoder().decode(stdout)).toBe("left\n");
    expect(success).toBe(true);
  }, 2 * PATIENCE);
});
