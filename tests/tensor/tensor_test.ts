import { describe, expect, it } from "vitest";
import * as t from "../../lib/tensor/mod.ts";

describe("making tensors", () => {
  it("takes its shape from the nesting", () => {
    expect(t.tensor(3).shape).toEqual([]);
    expect(t.tensor([]).shape).toEqual([0]);
    expect(t.tensor([[1, 2, 3], [4, 5, 6]]).shape).toEqual([2, 3]);
    expect(t.tensor(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] }).toArray()).toEqual([[1, 2], [
      3,
      4,
    ]]);
  });

  it("says what is wrong with bad input", () => {
    expect(() => t.tensor([[1, 2], [3]])).toThrow("lists of unequal length");
    expect(() => t.tensor([1, [2]] as unknown as number[])).toThrow("a number is wanted");
    expect(() => t.tensor([1, NaN])).toThrow("value 1 is NaN");
    expect(() => t.tensor(Float32Array.of(1, 2), { shape: [3] })).toThrow(
      "[3], which holds 3, from 2",
    );
    expect(() => t.zeros([-1])).toThrow("at least 0");
    expect(() => t.tensor([1, 2]).item()).toThrow("it holds 2");
  });
});

describe("errors name the shapes", () => {
  const a = t.ones([2, 3]);
  const b = t.ones([2, 4]);
  it.each([
    ["add", () => t.add(a, b), "Cannot add shapes [2, 3] and [2, 4]"],
    ["matmul", () => t.matmul(a, b), "Cannot matmul shapes [2, 3] and [2, 4]"],
    ["linear", () => t.linear(a, b), "the last size of the input must be 4"],
    ["reshape", () => t.reshape(a, [4]), "holds 6 numbers"],
    ["slice", () => t.slice(a, 1, 2, 9), "0 ≤ start ≤ end ≤ 3"],
    ["axis", () => t.sum(a, 2), "axis 2 does not exist"],
    ["concat", () => t.concat([a, b], 0), "all other sizes must be equal"],
    ["gather", () => t.gather(a, [2]), "index 0 is 2, and whole numbers from 0 to 1"],
    ["targets", () => t.crossEntropy(a, [0, 3]), "index 1 is 3"],
    ["no target", () => t.crossEntropy(a, [-1, -1]), "no row has a target"],
    ["back ends", () => t.add(a, t.ones([2, 3], { backend: t.reference })), "two back ends"],
    ["NaN", () => t.log(t.tensor([-1])), "value 0 of the result is NaN"],
    ["no parameter", () => t.backward(t.sum(a)), "without any parameter"],
    [
      "not one number",
      () => t.backward(t.multiply(t.parameter([1, 2]), 2)),
      "one number is wanted",
    ],
  ])("%s", (_, f, message) => {
    expect(f).toThrow(message);
  });
});

describe("the memory of a step", () => {
  it("ends with it: a tensor used afterwards says so", () => {
    let leaked: t.Tensor | undefined;
    t.inArena(() => void (leaked = t.ones([2])));
    expect(() => leaked!.values()).toThrow("after its step has ended: return it from inArena");
    expect(() => t.add(leaked!, 1)).toThrow("after its step has ended");
    expect(Deno_inspect(leaked!)).toContain("its step has ended");
  });

  it("keeps what is returned", () => {
    const { sum, list } = t.inArena(() => ({ sum: t.sum(t.ones([3])), list: [t.ones([1])] }));
    expect(sum.item()).toBe(3);
    expect(list[0].toArray()).toEqual([1]);
  });

  it("stays flat over many steps", () => {
    const w = t.parameter([[0.5]]);
    const step = () =>
      t.inArena(() => {
        for (let i = 0; i < 100; i++) t.tanh(t.matmul(t.ones([64, 1]), w));
        t.backward(t.sum(t.tanh(w)));
      });
    step();
    const { extent } = t.simd.memory;
    for (let i = 0; i < 200; i++) step();
    expect(t.simd.memory.extent).toBe(extent);
  });

  it("is given up when the step throws", () => {
    expect(() =>
      t.inArena(() => {
        throw new Error("stop");
      })
    ).toThrow("stop");
    expect(t.simd.memory.scope).toBeNull();
  });

  it("is not for asynchronous work", () => {
    expect(() => t.inArena(() => Promise.resolve(1))).toThrow("asynchronous");
  });

  it("nests: inner tensors end first", () => {
    t.inArena(() => {
      const outer = t.ones([2]);
      const inner = t.inArena(() => t.add(outer, 1));
      expect(inner.toArray()).toEqual([2, 2]);
      expect(outer.toArray()).toEqual([1, 1]);
    });
  });
});

describe("backward", () => {
  it("starts afresh at each call", () => {
    const w = t.parameter(2);
    for (let i = 0; i < 2; i++) t.backward(t.multiply(w, w));
    expect(w.grad!.item()).toBe(4);
  });

  it("gives intermediate tensors their derivative too", () => {
    const w = t.parameter(2);
    const h = t.multiply(w, 3);
    t.backward(t.multiply(h, h));
    expect(h.grad!.item()).toBe(12);
  });

  it("stops at detach", () => {
    const w = t.parameter(2);
    t.backward(t.multiply(w, t.detach(t.multiply(w, w))));
    expect(w.grad!.item()).toBe(4);
  });

  it("names the operation that first was not finite", () => {
    const w = t.parameter([0, 1], { name: "w" });
    expect(() => t.inArena(() => t.backward(t.sum(t.log(w))))).toThrow(
      "the result of take log of, shape [2], first holds -Infinity at value 0",
    );
  });

  it("goes through ten thousand steps without running out of stack", () => {
    const w = t.parameter(1);
    t.inArena(() => {
      let x = t.multiply(w, 1);
      for (let i = 0; i < 10_000; i++) x = t.add(x, w);
      t.backward(x);
    });
    expect(w.grad!.item()).toBe(10_001);
  });

  it("remembers nothing inside withoutGradients", () => {
    const w = t.parameter(1);
    expect(t.withoutGradients(() => t.multiply(w, w)).requiresGrad).toBe(false);
    expect(t.multiply(w, w).requiresGrad).toBe(true);
  });
});

function Deno_inspect(x: t.Tensor): string {
  return (x as unknown as Record<symbol, () => string>)[Symbol.for("Deno.customInspect")]();
}
