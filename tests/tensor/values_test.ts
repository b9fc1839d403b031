/**
 * Values that change, and what was worked out from them before: nothing old is ever taken for new, and where the old
 * is needed and gone, an error says so.
 */

import { describe, expect, it } from "vitest";
import * as t from "../../lib/tensor/mod.ts";
import { gradientCheck } from "../../lib/checks/gradient_check.ts";
import { adam, sgd } from "../../lib/training/optimizer.ts";

const table = [[1, 0], [0, 1]];
const symbols = Int32Array.of(0, 1, 0, 1, 1); // more uses than rows: products of the table are made once

describe("a product of rows of a table", () => {
  it("is made anew after the weight was assigned to", () => {
    const w = t.parameter([[2, 3]]);
    const x = t.gather(t.tensor(table), symbols);
    expect(t.linear(x, w).toArray()).toEqual([[2], [3], [2], [3], [3]]);
    w.assign([5, 7]);
    expect(t.linear(x, w).toArray()).toEqual([[5], [7], [5], [7], [7]]);
  });

  it("is made anew after the bias was", () => {
    const [w, b] = [t.parameter([[2, 3]]), t.parameter([10])];
    const x = t.gather(t.tensor(table), symbols);
    t.linear(x, w, b);
    b.assign([100]);
    expect(t.linear(x, w, b).toArray()).toEqual([[102], [103], [102], [103], [103]]);
  });

  it("is of the rows as they were looked up, whatever the table became", () => {
    const embedding = t.parameter(table);
    const w = t.parameter([[2, 3]]);
    const x = t.gather(embedding, symbols);
    const late = () => t.reshape(t.slice(x, 0, 0, 2), [2, 2]);
    embedding.assign([9, 9, 9, 9]);
    expect(t.linear(x, w).toArray()).toEqual([[2], [3], [2], [3], [3]]);
    expect(t.linear(late(), w).toArray()).toEqual([[2], [3]]);
  });

  it("learns in a loop written by hand, outside any arena and within one", () => {
    const losses = (optimizer: { update: (w: t.Tensor) => void }, around: typeof t.inArena) => {
      const w = t.parameter([[0, 0], [0, 0]]);
      const x = t.gather(t.tensor(table), symbols);
      const wanted = t.tensor([[1, 2], [3, 0], [1, 2], [3, 0], [3, 0]]);
      return Array.from({ length: 4 }, () =>
        around(() => {
          const loss = t.meanSquaredError(t.linear(x, w), wanted);
          t.backward(loss);
          optimizer.update(w);
          return loss.item();
        }));
    };
    const make = () => {
      const recipe = sgd({ learningRate: 0.5 });
      let memory: ReturnType<typeof recipe.init> | undefined;
      return { update: (w: t.Tensor) => recipe.update({ w }, memory ??= recipe.init({ w })) };
    };
    const byHand = {
      update: (w: t.Tensor) => {
        const grad = w.grad!.values();
        w.assign(w.values().map((value, i) => value - 0.5 * grad[i]));
      },
    };
    const alone = losses(make(), (work) => work());
    for (let i = 1; i < 4; i++) expect(alone[i]).toBeLessThan(0.9 * alone[i - 1]);
    expect(losses(make(), t.inArena)).toEqual(alone);
    losses(byHand, (work) => work()).forEach((loss, i) => expect(loss).toBeCloseTo(alone[i], 6));
  });

  it("has the derivative that finite differences find", () => {
    const backend = t.reference;
    const x = t.gather(t.tensor(table, { backend }), symbols);
    const w = t.parameter([[0.5, -1], [2, 0.25]], { backend });
    const found = gradientCheck(() => t.sum(t.square(t.linear(x, w))), { w });
    expect(found.largestError).toBeLessThan(1e-6);
    t.backward(t.sum(t.square(t.linear(x, w))));
    expect(w.grad!.toArray()).toEqual([[2, -6], [8, 1.5]]);
  });
});

describe("a parameter that changes between forward and backward", () => {
  it("is an error where its old values are needed", () => {
    const w = t.parameter(3, { name: "w" });
    const y = t.multiply(w, w);
    w.assign([100]);
    expect(() => t.backward(y)).toThrow(
      'Cannot go backward through "multiply": w of shape [] was changed after it was read there',
    );
  });

  it("is one inside an arena, and after an optimizer's update", () => {
    const w = t.parameter(3);
    const optimizer = adam({ learningRate: 0.1 });
    const memory = optimizer.init({ w });
    t.inArena(() => {
      const [a, b] = [t.multiply(w, w), t.multiply(w, w)];
      t.backward(a);
      optimizer.update({ w }, memory);
      expect(() => t.backward(b)).toThrow("was changed after it was read there");
    });
  });

  it("is none where they are not", () => {
    const w = t.parameter([3]);
    const y = t.sum(t.add(w, w));
    w.assign([100]);
    t.backward(y);
    expect(w.grad!.toArray()).toEqual([2]);
  });

  it("leaves parts and other shapes of it as they were", () => {
    const run = () => {
      const w = t.parameter([1, 2, 3, 4]);
      const [square, part, alone] = [t.reshape(w, [2, 2]), t.slice(w, 0, 1, 3), t.detach(w)];
      w.assign([9, 9, 9, 9]);
      return [square, part, alone].map((x) => x.toArray());
    };
    const wanted = [[[1, 2], [3, 4]], [2, 3], [1, 2, 3, 4]];
    expect(run()).toEqual(wanted);
    expect(t.inArena(run)).toEqual(wanted);
  });
});

describe.each([["simd", t.simd], ["reference", t.reference]] as const)("on %s", (_, backend) => {
  it("a list of tensors may change after they were put together", () => {
    const wanted = [[2], [4]];
    for (const join of [t.concat, t.stack]) {
      for (
        const change of [(list: t.Tensor[]) => list.pop(), (list: t.Tensor[]) => list.reverse()]
      ) {
        const parts = [1, 2].map((value) => t.parameter([value], { backend }));
        const list = [...parts];
        const y = join(list, 0);
        change(list);
        t.backward(t.sum(t.square(y)));
        expect(parts.map((part) => part.grad!.toArray())).toEqual(wanted);
      }
    }
  });

  it("a parameter made of a tensor has the shape and the back end asked for", () => {
    const other = backend === t.simd ? t.reference : t.simd;
    const x = t.tensor([1, 2, 3, 4], { backend });
    const w = t.parameter(x, { shape: [2, 2], backend: other });
    expect([w.toArray(), w.backend]).toEqual([[[1, 2], [3, 4]], other]);
    w.assign([9, 9, 9, 9]);
    expect([t.parameter(x).backend, x.toArray()]).toEqual([backend, [1, 2, 3, 4]]);
  });

  it("a pass that fails half way leaves no derivatives, of it or of one before", () => {
    const [w, v] = [t.parameter([3], { backend }), t.parameter([2], { backend })];
    t.backward(t.sum(t.multiply(w, v)));
    const y = t.sum(t.multiply(t.exp(v), t.multiply(w, w)));
    w.assign([100]);
    expect(() => t.backward(y)).toThrow("was changed after it was read there");
    expect([w.grad, v.grad]).toEqual([null, null]);
  });

  it("a derivative that is NaN is told, outside an arena too", () => {
    const w = t.parameter([0, 4], { name: "w" });
    expect(() => t.backward(t.sum(t.multiply(t.sqrt(w), 0)))).toThrow(
      "Cannot go backward: the derivative by w of shape [2] is NaN at value 0, though the loss is finite",
    );
    expect(w.grad).toBeNull();
    t.backward(t.sum(t.sqrt(w)));
    expect(w.grad!.toArray()).toEqual([Infinity, 0.25]);
  });

  it("what has no rows has a derivative without rows", () => {
    for (const [ours, other] of [[[0, 3], [0, 3]], [[0, 3], [1, 3]], [[2, 0], [1, 0]]]) {
      const w = t.parameter(new Float32Array(t.sizeOf(ours)), { shape: ours });
      for (const operation of [t.divide, t.multiply, t.add, t.subtract]) {
        t.backward(t.sum(operation(w, t.full(other, 2))));
        expect(w.grad!.shape).toEqual(ours);
        t.backward(t.sum(operation(w, w)));
        expect(w.grad!.shape).toEqual(ours);
      }
    }
  });

  it("no numbers are made of nothing: sums of no terms are 0, whatever was in memory", () => {
    const empty = (...shape: number[]) => t.zeros(shape, { backend });
    const results = () =>
      [
        t.linear(empty(3, 0), empty(2, 0)),
        t.linear(empty(3, 0), empty(2, 0), t.tensor([5, 6], { backend })),
        t.matmul(empty(2, 0), empty(0, 2)),
        t.matmul(empty(2, 3, 0), empty(2, 0, 1)),
        t.sum(empty(0, 3), 0),
        t.sum(empty(3, 0), 1),
        t.sum(empty(2, 0, 3), 1),
        t.sum(empty(0)),
        t.softmax(empty(3, 0)),
        t.softmax(empty(0, 3), 0),
        t.logSoftmax(empty(3, 0)),
        t.logSoftmax(empty(0, 3)),
      ].map((x) => x.toArray());
    const zeros = [0, 0];
    const wanted = [
      [zeros, zeros, zeros],
      [[5, 6], [5, 6], [5, 6]],
      [zeros, zeros],
      [[[0], [0], [0]], [[0], [0], [0]]],
      [0, 0, 0],
      [0, 0, 0],
      [[0, 0, 0], [0, 0, 0]],
      0,
      [[], [], []],
      [],
      [[], [], []],
      [],
    ];
    for (const before of [7, -3]) {
      t.inArena(() => t.full([5000], before, { backend }), { backend });
      expect(t.inArena(results, { backend })).toEqual(wanted);
      expect(results()).toEqual(wanted);
    }
  });
});

describe("a detached parameter", () => {
  it("keeps its numbers, whatever becomes of the parameter", async () => {
    const detached = Array.from({ length: 200 }, (_, i) => t.detach(t.parameter([i, i])));
    for (let round = 0; round < 5; round++) {
      // Room in the back end's memory is taken and given back meanwhile.
      for (let i = 0; i < 200; i++) t.backward(t.sum(t.parameter([-1, -1])));
      (globalThis as { gc?: () => void }).gc?.();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    detached.forEach((x, i) => expect(x.toArray()).toEqual([i, i]));
  });
});

describe("a derivative that somebody holds", () => {
  it("stays as it was when backward is called again", () => {
    const w = t.parameter([3]);
    const go = () => {
      t.backward(t.sum(t.multiply(w, w)));
      const first = w.grad!;
      t.backward(t.sum(t.multiply(w, 10)));
      return [first.toArray(), w.grad!.toArray()];
    };
    expect(go()).toEqual([[6], [10]]);
    expect(t.inArena(go)).toEqual([[6], [10]]);
  });

  it("is not overwritten by an update with a scale", () => {
    const [w, optimizer] = [t.parameter([3]), sgd({ learningRate: 1 })];
    t.backward(t.sum(t.multiply(w, w)));
    optimizer.update({ w }, optimizer.init({ w }), 0.5);
    expect(w.grad!.toArray()).toEqual([6]);
    expect(w.toArray()).toEqual([0]);
  });

  it("may be replaced, by one of the same shape, and updates use that", () => {
    const [w, optimizer] = [t.parameter([3]), sgd({ learningRate: 1 })];
    t.backward(t.sum(t.multiply(w, w)));
    w.grad = t.scale(w.grad!, 2);
    optimizer.update({ w }, optimizer.init({ w }));
    expect(w.toArray()).toEqual([-9]);
    expect(() => w.grad = t.ones([2])).toThrow("of the same shape, or null, is wanted");
  });
});

describe("a result that left its arena", () => {
  it("keeps its past within another arena", () => {
    const w = t.parameter(3);
    t.inArena(() => {
      const inner = t.inArena(() => ({ y: t.multiply(w, w) }));
      t.backward(t.add(inner.y, w));
      expect(w.grad!.item()).toBe(7);
    });
  });

  it("gives up what the inner arena made when the outer one ends", () => {
    const w = t.parameter(3);
    let leaked: t.Tensor | undefined;
    t.inArena(() => {
      t.inArena(() => leaked = t.multiply(w, w));
      expect(leaked!.item()).toBe(9);
    });
    expect(() => leaked!.item()).toThrow("after its step has ended");
  });

  it("says, outside all arenas, that there is no way back, unless it was detached", () => {
    const w = t.parameter(3);
    const y = t.inArena(() => t.multiply(w, w));
    expect(() => t.backward(t.add(y, w))).toThrow("ended with the arena");
    expect(t.add(y, w).item()).toBe(12);
    t.backward(t.add(t.detach(y), w));
    expect(w.grad!.item()).toBe(1);
  });

  it("returns what belongs to the outer arena as it is", () => {
    const w = t.parameter(3);
    t.inArena(() => {
      const outer = t.multiply(w, w);
      const same = t.inArena(() => outer);
      t.backward(t.add(same, 0));
      expect(w.grad!.item()).toBe(6);
    });
  });
});

describe("numbers that a back end cannot store", () => {
  it("are refused instead of becoming infinite", () => {
    const wanted = "value 0 is 1e+39, and 3.40e+38 is the most that float32 holds";
    expect(() => t.tensor([1e39])).toThrow(`Cannot make a tensor: ${wanted}`);
    expect(() => t.tensor(Float64Array.of(1e39))).toThrow(wanted);
    expect(() => t.inArena(() => t.tensor([1e39]))).toThrow(wanted);
    expect(() => t.parameter([-1e39])).toThrow("value 0 is -1e+39");
    expect(() => t.full([2], 1e39)).toThrow(wanted);
    expect(() => t.add(t.ones([1]), 1e39)).toThrow(wanted);
    expect(() => t.subtract(1e39, t.ones([1]))).toThrow(wanted);
    expect(() => t.scale(t.ones([1]), 1e39)).toThrow(wanted);
    const w = t.parameter([1, 2]);
    expect(() => w.assign([5, 1e39])).toThrow("Cannot assign to a parameter: value 1 is 1e+39");
    expect(w.toArray()).toEqual([1, 2]);
  });

  it("are stored where they fit, and infinite ones stay infinite", () => {
    expect(t.tensor([1e39], { backend: t.reference }).item()).toBe(1e39);
    expect(t.tensor([3.4028235e38]).item()).toBeCloseTo(3.4028234663852886e38, -30);
    expect(t.tensor([-Infinity]).item()).toBe(-Infinity);
  });
});

describe("rows far down a table", () => {
  const rows = 2 ** 24 + 2;
  it("are the rows asked for, and derivatives reach them", () => {
    const values = new Float32Array(rows);
    values[2 ** 24] = 5;
    values[2 ** 24 + 1] = 7;
    const far = t.parameter(values, { shape: [rows, 1] });
    const found = t.gather(far, [2 ** 24 + 1, 2 ** 24, 0, 2 ** 24 + 1]);
    expect(found.toArray()).toEqual([[7], [5], [0], [7]]);
    t.inArena(() => t.backward(t.sum(t.gather(far, [2 ** 24 + 1, 2 ** 24, 2 ** 24 + 1]))));
    const grad = far.grad!.values();
    expect([grad[2 ** 24 - 1], grad[2 ** 24], grad[2 ** 24 + 1]]).toEqual([0, 1, 2]);
  });

  it("are refused where only float32 could tell them", () => {
    const logits = t.zeros([1, rows]);
    expect(() => t.crossEntropy(logits, [2 ** 24 + 1])).toThrow(
      "Cannot read an index above 16777216",
    );
  });
});

describe("expand", () => {
  it("never makes smaller", () => {
    expect(() => t.expand(t.tensor([1, 2, 3]), [1])).toThrow(
      "Cannot expand shape [3] to [1]: each size must stay as it is, or grow from 1",
    );
    expect(() => t.expand(t.ones([2, 3]), [3])).toThrow("Cannot expand shape [2, 3] to [3]");
    expect(t.expand(t.tensor([[1], [2]]), [2, 2, 3]).toArray()).toEqual([
      [[1, 1, 1], [2, 2, 2]],
      [[1, 1, 1], [2, 2, 2]],
    ]);
  });
});
