/** A product may be made in tiles of two rows or of four: the same bits, and the faster one is found by timing. */

import { describe, expect, it } from "vitest";
import { createRandom } from "lib/random.ts";
import type { Exports } from "lib/tensor/simd/checked.ts";
import { createSimdKernels, RESERVED_ELEMENTS } from "lib/tensor/simd/simd.ts";
import { Tile, type TileRows } from "lib/tensor/simd/tile.ts";

const ELEMENTS = 1 << 19;
const x = RESERVED_ELEMENTS;

/** A memory of the same random numbers each time, and kernels that use such tiles. */
function inTiles(rows: TileRows) {
  const memory = new WebAssembly.Memory({ initial: ELEMENTS * 4 / 65536 });
  const { kernels, tile } = createSimdKernels(memory);
  tile.use(rows);
  const floats = new Float32Array(memory.buffer, x * 4);
  const random = createRandom(1);
  for (let i = 0; i < floats.length; i++) floats[i] = random.normal();
  return { kernels, bits: new Uint32Array(memory.buffer, x * 4) };
}

/** The first place where the two memories differ, or −1. */
function difference(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return i;
  return -1;
}

describe("tiles of two rows and of four", () => {
  const both = [inTiles(2), inTiles(4)];
  const BOTH = [0, 1] as const;

  it("give the same products, and write nothing beside them", () => {
    const [a, b, out] = [x + 16, x + 100_000, x + 200_000];
    let products = 0;
    for (const m of [1, 2, 3, 4, 5, 6, 7, 16, 33]) {
      for (const k of [1, 3, 4, 7, 28, 257]) {
        for (const n of [1, 8, 9, 11, 12, 13, 15, 16, 17, 28, 31, 140]) {
          for (const transposeA of BOTH) {
            for (const transposeB of BOTH) {
              for (const accumulate of BOTH) {
                for (const { kernels } of both) {
                  kernels.matmul(a, b, out, m, k, n, transposeA, transposeB, accumulate);
                }
                const [first, last] = [out - x - 64, out - x + m * n + 64];
                const [two, four] = both.map(({ bits }) => bits.subarray(first, last));
                const what = `${m} × ${k} × ${n}, ${transposeA} ${transposeB} ${accumulate}`;
                expect(difference(two, four), what).toBe(-1);
                products++;
              }
            }
          }
        }
        expect(difference(both[0].bits, both[1].bits), `${m} × ${k}`).toBe(-1);
      }
    }
    expect(products).toBe(9 * 6 * 12 * 8);
  });

  for (const gates of [1, 4, 3] as const) {
    it(`train ${{ 1: "an RNN", 4: "an LSTM", 3: "a GRU" }[gates]} to the same bits`, () => {
      const [steps, batch, input, hidden, vocab] = [7, 13, 6, 27, 11];
      const size = [steps, batch, input, hidden] as const;
      const state = batch * hidden;
      for (const { kernels, bits } of both) {
        let end = x;
        const take = (n: number) => (end += n) - n;
        const symbols = take(steps * batch);
        const floats = new Float32Array(bits.buffer);
        for (let i = 0; i < steps * batch; i++) floats[symbols + i] = i % vocab;
        const given = [
          take(vocab * input),
          symbols,
          vocab,
          take(gates * hidden * input),
          take(gates * hidden * hidden),
        ] as const;
        const biases = [take(gates * hidden), take(gates * hidden)] as const;
        const [hs, cs] = [take((steps + 1) * state), take((2 * steps + 1) * state)];
        const [saved, dHs] = [take(4 * steps * state), take(steps * state)];
        const dX = take(vocab * input);
        const out = [
          take(gates * hidden * input),
          take(gates * hidden * hidden),
          take(gates * hidden),
          take(gates * hidden),
        ] as const;
        const [dH0, dC0] = [take(state), take(state)];
        const scratch = take(kernels.sequenceScratch(...size, vocab, gates));
        expect(end).toBeLessThan(ELEMENTS);
        if (gates === 1) {
          kernels.rnnForward(...given, ...biases, hs, scratch, ...size, 0);
          kernels.rnnBackward(...given, hs, dHs, dX, ...out, dH0, scratch, ...size, 0);
        } else if (gates === 4) {
          kernels.lstmForward(...given, ...biases, hs, cs, saved, scratch, ...size);
          const back = [hs, cs, saved, dHs, -1, -1, dX] as const;
          kernels.lstmBackward(...given, ...back, ...out, dH0, dC0, scratch, ...size);
        } else {
          kernels.gruForward(...given, ...biases, hs, saved, scratch, ...size);
          kernels.gruBackward(...given, hs, saved, dHs, -1, dX, ...out, dH0, scratch, ...size);
        }
        expect(kernels.firstNonFinite(hs, (steps + 1) * state)).toBe(-1);
      }
      expect(difference(both[0].bits, both[1].bits)).toBe(-1);
    });
  }
});

describe("the tile that is taken", () => {
  /** A machine on which a trial takes so long, at each of the times that the tiles are timed. */
  function machine(two: number, four: number, slower = 0) {
    let time = 0;
    let trials = 0;
    const taken: number[] = [];
    const tile = new Tile({
      useTile: (rows: number) => taken.push(rows),
      tryTile: (rows: number) => {
        // V8 has not yet compiled the tile of four rows for speed.
        time += (rows === 2 ? two : four) + (rows === 4 && trials < slower ? 10 : 0);
        trials++;
      },
    } as unknown as Exports, () => time);
    return { tile, taken, trials: () => trials };
  }

  it("is the faster one", () => {
    for (const [two, four, rows] of [[1, 0.8, 4], [0.8, 1, 2], [1, 1, 2]]) {
      const { tile, taken } = machine(two, four);
      for (let i = 0; i < 2000; i++) tile.before(1e6);
      expect(taken.at(-1)).toBe(rows);
    }
  });

  it("is the faster one also where V8 needs its time to make it fast", () => {
    const { tile, taken } = machine(1, 0.8, 20);
    for (let i = 0; i < 4000; i++) tile.before(1e6);
    expect(taken).toEqual([2, 2, 4, 4, 4]);
  });

  it("is asked for five times, and not before there has been some work", () => {
    const { tile, taken, trials } = machine(1, 0.8);
    for (let i = 0; i < 99; i++) tile.before(1e6);
    expect(trials()).toBe(0);
    for (let i = 0; i < 20_000; i++) tile.before(1e6);
    expect(taken.length).toBe(5);
  });

  it("is left alone where somebody has taken one", () => {
    const { tile, taken } = machine(1, 0.8);
    tile.use(2);
    for (let i = 0; i < 2000; i++) tile.before(1e6);
    expect(taken).toEqual([2]);
  });
});
