/**
 * Memory at its limits: what finds no room is refused in one sentence before anything changes, everything else stays
 * as it is, and room that is given back serves again.
 */

import { describe, expect, it } from "vitest";
import { createSimd } from "../../lib/tensor/backend.ts";
import { Heap } from "../../lib/tensor/heap.ts";
import { type Floats, Lasting, LinearMemory } from "../../lib/tensor/memory.ts";
import * as t from "../../lib/tensor/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { lstm } from "../../lib/cells/lstm.ts";
import { unroll } from "../../lib/cells/unroll.ts";
import { run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const MIB = 2 ** 18; // elements of float32

/** A memory of plain arrays, which refuses to grow above `limit`, or whenever `refuse` says so. */
function small(limit: number, refuse: () => boolean = () => false) {
  let floats = new Float32Array(64);
  return new LinearMemory({
    start: 0,
    limit,
    bytes: 4,
    grow: (elements) => {
      if (elements > floats.length) {
        if (refuse()) return null;
        const larger = new Float32Array(elements);
        larger.set(floats);
        floats = larger;
      }
      return floats;
    },
  });
}

const lastingOf = (size: number, value: number) =>
  new Lasting(new Float32Array(size).fill(value) as Floats);

describe("the heap", () => {
  it("makes one stretch of what was given back in any order, and cuts any size from it", () => {
    const random = createRandom(0);
    for (let round = 0; round < 50; round++) {
      const heap = new Heap(16);
      heap.extendTo(16 + 1000);
      const taken: [number, number][] = [];
      for (let i = 0; i < 20; i++) {
        const size = random.integer(1, 60);
        const start = heap.take(size);
        if (start >= 0) taken.push([start, size]);
      }
      const sorted = [...taken].sort(([a], [b]) => a - b);
      sorted.forEach(([start, size], i) => {
        expect(start + size).toBeLessThanOrEqual(sorted[i + 1]?.[0] ?? heap.end);
      });
      taken.sort(() => random.integer(0, 2) - 0.5);
      for (const [start, size] of taken) heap.give(start, size);
      expect(heap.take(1000)).toBe(16);
      expect(heap.take(1)).toBe(-1);
    }
  });
});

describe("a memory", () => {
  it("refuses what finds no room, and everything else stays as it is", () => {
    const memory = small(1000);
    const place = lastingOf(300, 7);
    memory.enter();
    const before = memory.bring(place);
    expect(() => memory.bring(lastingOf(800, 1))).toThrow("Cannot make room for 800 more numbers");
    expect(() => memory.take(2000)).toThrow("Cannot make room for 2000 more numbers");
    expect(memory.bring(place)).toBe(before);
    expect([...memory.look(place)].every((x) => x === 7)).toBe(true);
    const at = memory.take(200);
    memory.floats.fill(1, at, at + 200);
    memory.leave();
    expect([...memory.look(place)].every((x) => x === 7)).toBe(true);
  });

  it("counts sizes beyond 32 bits", () => {
    const memory = small(1000);
    memory.enter();
    expect(() => memory.take(2 ** 31)).toThrow("Cannot make room for 2147483648 more numbers");
    expect(() => memory.take(2 ** 32 + 5)).toThrow("Cannot make room for");
    expect(() => memory.bring({ ...lastingOf(1, 0), size: 2 ** 32 } as Lasting)).toThrow(
      "Cannot make room for",
    );
    memory.leave();
  });

  it("does not take a view that is too small for one that grew", () => {
    const memory = new LinearMemory({
      start: 0,
      limit: 1 << 20,
      bytes: 4,
      grow: () => new Float32Array(64),
    });
    memory.enter();
    expect(() => memory.take(100)).toThrow("Cannot make room for");
  });

  it("lets numbers that no step uses make way, and brings them back unchanged", () => {
    const memory = small(1000);
    const [a, b, c] = [lastingOf(400, 1), lastingOf(400, 2), lastingOf(400, 3)];
    for (const place of [a, b, c, a, c, b]) {
      memory.enter();
      memory.bring(place);
      memory.leave();
    }
    expect([a, b, c].map((place) => [...new Set(memory.look(place))])).toEqual([[1], [2], [3]]);
    memory.enter();
    memory.bring(a);
    memory.bring(b);
    expect(() => memory.bring(c)).toThrow("Cannot make room for"); // a step's own stay
    memory.leave();
    expect([...new Set(memory.look(c))]).toEqual([3]);
  });

  it("makes do with just enough when a machine gives no more", () => {
    let refused = 0;
    const memory = small(1 << 24, () => refused++ === 0);
    memory.enter();
    memory.take(100); // not a whole block
    memory.leave();
    expect(refused).toBeGreaterThan(0);
  });

  it("gives the room of a large arena back to what comes next", () => {
    const memory = small(8 * MIB);
    memory.enter();
    for (let i = 0; i < 7; i++) memory.take(MIB);
    memory.leave();
    const place = lastingOf(7 * MIB, 1);
    memory.bring(place);
    memory.release(place.key);
    memory.enter();
    memory.take(7 * MIB);
    memory.leave();
    expect(memory.extent).toBeLessThanOrEqual(8 * MIB);
  });

  it("gives parameters the room that a large step, which has ended, does not use any more", () => {
    for (const parts of [1, 7]) { // of one tensor, or of several
      const memory = small(8 * MIB);
      memory.enter();
      for (let i = 0; i < parts; i++) memory.take(7 * MIB / parts);
      memory.leave();
      const place = lastingOf(2 * MIB, 5);
      memory.enter();
      const first = memory.take(100);
      memory.floats.fill(3, first, first + 100);
      memory.enter();
      const at = memory.bring(place);
      const second = memory.take(4 * MIB);
      memory.floats.fill(4, second, second + 4 * MIB);
      expect([...memory.floats.subarray(first, first + 100)].every((x) => x === 3)).toBe(true);
      expect(memory.floats.subarray(at, at + 2 * MIB).every((x) => x === 5)).toBe(true);
      memory.leave();
      const third = memory.take(4 * MIB); // where the second was, which has ended
      memory.floats.fill(6, third, third + 4 * MIB);
      memory.leave();
      expect([...memory.look(place).slice(0, 10)].every((x) => x === 5)).toBe(true);
      expect(memory.extent).toBeLessThanOrEqual(8 * MIB);
    }
  });

  it("gives them the room of all blocks of an arena within, which has ended", () => {
    const memory = small(8 * MIB);
    memory.enter();
    memory.enter();
    for (let i = 0; i < 3; i++) memory.take(2 * MIB);
    memory.leave();
    const place = lastingOf(7 * MIB, 5);
    expect(memory.floats.subarray(memory.bring(place)).length).toBeGreaterThanOrEqual(7 * MIB);
    memory.leave();
  });

  it("does not grow with arenas of every size", () => {
    const memory = small(1 << 28);
    for (let i = 1; i <= 60; i++) {
      memory.enter();
      memory.take(i * MIB / 4);
      memory.leave();
    }
    expect(memory.extent).toBeLessThan(2 * 60 * MIB / 4);
  });
});

describe("the fast back end", () => {
  it("refuses sizes of 2³¹ and more, and parameters stay as they are", () => {
    const w = t.parameter([[1, 2], [3, 4]]);
    expect(() => t.inArena(() => t.full([65536, 65536], 9))).toThrow(
      "Cannot make room for 4294967296 more numbers, 16 GiB: a back end's memory holds 4 GiB in all",
    );
    expect(() => t.full([65536, 65536], 9)).toThrow("Cannot make room for 4294967296");
    expect(() => t.inArena(() => t.zeros([2 ** 31]))).toThrow("Cannot make room for 2147483648");
    expect(() => t.inArena(() => t.zeros([2 ** 40]))).toThrow("Cannot make room for");
    expect(() => t.zeros([2 ** 40], { backend: t.reference })).toThrow("Cannot make room for");
    expect(w.toArray()).toEqual([[1, 2], [3, 4]]);
  });

  it("works on after a step that found no room, with the numbers it would have had", () => {
    const backend = createSimd(96); // 6 MiB
    const cell = () => lstm({ inputSize: 4, hiddenSize: 16, random: createRandom(0), backend });
    const [mine, other] = [cell(), cell()];
    const step = (timeSteps: number) =>
      t.inArena(() => {
        const { outputs } = unroll(mine, t.ones([timeSteps, 8, 4], { backend }));
        t.backward(t.sum(outputs));
        return outputs.values();
      }, { backend });
    const before = step(5);
    const weights = Object.values(other.params).map((param) => [...param.values()]);
    const small = backend.memory.extent;
    for (let i = 0; i < 3; i++) {
      expect(() => step(5000)).toThrow("Cannot make room for");
      expect(step(5)).toEqual(before);
    }
    expect(Object.values(other.params).map((param) => [...param.values()])).toEqual(weights);
    expect(backend.memory.scope).toBeNull();
    expect(small).toBeLessThanOrEqual(backend.memory.limit);
  });

  it("has room for two thousand nets made, run and dropped in one synchronous loop", () => {
    const backend = createSimd(2048); // 128 MiB; all of them take four times as much
    for (let i = 0; i < 2000; i++) {
      const cell = lstm({ inputSize: 8, hiddenSize: 64, random: createRandom(i), backend });
      if (i % 4 === 0) {
        t.inArena(() => t.backward(t.sum(unroll(cell, t.ones([2, 1, 8], { backend })).outputs)), {
          backend,
        });
      }
    }
    expect(backend.memory.extent * 4).toBeLessThan(60 * 2 ** 20);
  });
});

needs({ run: true }).describe("parameters that were dropped in a synchronous loop", () => {
  it("leave nothing outside the back end's memory, nor their derivatives", async () => {
    const { code, text } = await run(Deno.execPath(), [
      "eval",
      "--v8-flags=--expose-gc",
      `import { backward, inArena, parameter, sum } from "./lib/tensor/mod.ts";
      for (let i = 0; i < 60; i++) {
        const p = parameter(new Float32Array(1 << 20));
        inArena(() => backward(sum(p)));
      }
      for (let i = 0; i < 2; i++) gc(); // within the turn; what one finds is given back by other threads before the next
      console.log(Deno.memoryUsage().external);`,
    ]);
    expect(code, text).toBe(0);
    expect(Number(text) / 2 ** 20).toBeLessThan(120); // 460 if all were kept
  });
});
