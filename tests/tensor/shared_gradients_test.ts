/**
 * Operations that only move or add numbers share the place of a derivative instead of copying it. Nobody may notice.
 */

import { describe, expect, it } from "vitest";
import {
  add,
  backward,
  inArena,
  multiply,
  parameter,
  reshape,
  subtract,
  sum,
  type Tensor,
  tensor,
} from "lib/tensor/mod.ts";
import { rnn } from "lib/cells/rnn.ts";
import { unroll } from "lib/cells/unroll.ts";
import { createRandom } from "lib/random.ts";

const values = (x: Tensor) => Array.from(x.grad!.values());

/** Runs it with values of their own, and within an arena. */
function both(work: () => unknown): unknown {
  const alone = work();
  expect(inArena(work)).toEqual(alone);
  return alone;
}

describe("shared derivatives", () => {
  it("part again as soon as one of them receives more", () => {
    expect(both(() => {
      const w = parameter([1, 2]);
      const a = multiply(w, 3);
      const b = multiply(w, 5);
      const y = add(a, b); // gives its derivative to both
      const z = add(y, multiply(a, 10)); // and a receives 10 more
      backward(sum(z));
      return [y, a, b, w].map(values);
    })).toEqual([[1, 1], [11, 11], [1, 1], [38, 38]]);
  });

  it("count twice where a tensor is added to itself", () => {
    expect(both(() => {
      const w = parameter([1, 2]);
      const a = multiply(w, 3);
      backward(sum(add(a, a)));
      return [a, w].map(values);
    })).toEqual([[2, 2], [6, 6]]);
  });

  it("keep a parameter's derivative its own", () => {
    expect(both(() => {
      const w = parameter([1, 2]);
      const y = add(w, 1);
      backward(sum(add(multiply(y, 2), subtract(1, reshape(w, [2])))));
      return [y, w].map(values);
    })).toEqual([[2, 2], [1, 1]]);
  });

  it("stay as they are when a whole sequence went through one call", () => {
    const cell = rnn({ inputSize: 2, hiddenSize: 3, random: createRandom(0) });
    const xs = tensor(Float32Array.from({ length: 8 }, (_, i) => i / 8), { shape: [4, 1, 2] });
    inArena(() => {
      const { outputs } = unroll(cell, xs);
      backward(sum(reshape(outputs, [12])));
      expect(values(outputs)).toEqual(new Array(12).fill(1));
    });
  });
});
