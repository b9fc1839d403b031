/** A newcomer's slips with tensors: words that say what was found and what is wanted, at once. */

import { describe, expect, it } from "vitest";
import * as t from "../../lib/tensor/mod.ts";

// deno-lint-ignore no-explicit-any
const any = (x: unknown) => x as any;
const x = t.ones([2, 3]);

describe("an operator on tensors", () => {
  const [h, w, b] = [any(x), any(x), any(x)];
  it.each([
    ["h * w + b", () => h * w + b],
    ["a sum", () => h + b],
    ["a minus sign", () => -h],
    ["a comparison", () => h < b],
    ["a text", () => "loss: " + h],
    ["Number()", () => Number(h)],
    ["Math.max", () => Math.max(h, 1)],
  ])("%s says which function to use", (_, slip) => {
    expect(slip).toThrow("for h * w + b write add(multiply(h, w), b)");
    expect(slip).toThrow("Cannot use an operator on a tensor (here of shape [2, 3])");
  });

  it("leaves texts in which a tensor stands", () => {
    expect(`${x}`).toBe("Tensor [2, 3]");
    expect(String(x)).toBe("Tensor [2, 3]");
  });
});

describe("a tensor taken for a list", () => {
  it.each<[string, (x: Iterable<number>) => unknown]>([
    ["Array.from", (x) => Array.from(x)],
    ["a typed array", (x) => new Float32Array(x)],
    ["spreading", (x) => [...x]],
    ["a loop", (x) => {
      for (const each of x) return each;
    }],
    ["a set", (x) => new Set(x)],
  ])("by %s says what gives its numbers", (_, slip) => {
    expect(() => slip(any(x))).toThrow(
      "Cannot go through a tensor (here of shape [2, 3]) as through a list: use values() for its numbers",
    );
  });

  it("is its numbers in a JSON text", () => {
    expect(JSON.stringify({ x })).toBe('{"x":[[1,1,1],[1,1,1]]}');
  });
});

describe("what is no tensor", () => {
  const one: Record<string, (x: unknown) => unknown> = {
    "take exp of": (x) => t.exp(any(x)),
    "take log of": (x) => t.log(any(x)),
    "take the square root of": (x) => t.sqrt(any(x)),
    "take the square of": (x) => t.square(any(x)),
    "take tanh of": (x) => t.tanh(any(x)),
    "take sigmoid of": (x) => t.sigmoid(any(x)),
    "take relu of": (x) => t.relu(any(x)),
    negate: (x) => t.negate(any(x)),
    scale: (x) => t.scale(any(x), 2),
    sum: (x) => t.sum(any(x)),
    "take the mean of": (x) => t.mean(any(x)),
    "take softmax of": (x) => t.softmax(any(x)),
    "take log-softmax of": (x) => t.logSoftmax(any(x)),
    reshape: (x) => t.reshape(any(x), [1]),
    transpose: (x) => t.transpose(any(x)),
    slice: (x) => t.slice(any(x), 0, 0),
    expand: (x) => t.expand(any(x), [1]),
    "gather rows of": (x) => t.gather(any(x), [0]),
    matmul: (x) => t.matmul(any(x), any(x)),
    "apply a linear layer to": (y) => t.linear(any(y), x),
    "take the cross-entropy of": (x) => t.crossEntropy(any(x), [0]),
    "take the mean squared error of": (y) => t.meanSquaredError(any(y), x),
    scan: (y) => t.linearScan(x, any(y), x),
    "go backward from": (x) => t.backward(any(x)),
    keep: (x) => t.keep(any(x)),
    detach: (x) => t.detach(any(x)),
  };
  it.each(Object.entries(one))("%s", (doing, f) => {
    expect(() => f(5)).toThrow(
      `Cannot ${doing} 5: a tensor is wanted, such as tensor(…) makes of numbers`,
    );
    expect(() => f("5")).toThrow(`Cannot ${doing} the text "5": a tensor is wanted`);
    expect(() => f(undefined)).toThrow(`Cannot ${doing} undefined: a tensor is wanted`);
    expect(() => f(null)).toThrow(`Cannot ${doing} null: a tensor is wanted`);
    expect(() => f([1, 2])).toThrow(`Cannot ${doing} the list [1,2]: a tensor is wanted`);
    expect(() => f(Promise.resolve(x))).toThrow("await");
  });

  it("neither a number, where one of both is wanted", () => {
    for (const f of [t.add, t.subtract, t.multiply, t.divide]) {
      expect(() => f(any("3"), x)).toThrow('the text "3": a tensor or a number is wanted');
      expect(() => f(x, any(undefined))).toThrow("undefined: a tensor or a number is wanted");
      expect(() => f(x, NaN)).toThrow("value 0 is NaN, and a number is wanted");
    }
    expect(() => t.concat(any(x), 0)).toThrow("a list of tensors is wanted");
    expect(() => t.concat([x, any(1)], 0)).toThrow("Cannot concat 1: a tensor is wanted");
    expect(() => t.stack(any(null))).toThrow("Cannot stack null: a list of tensors is wanted");
  });
});

describe("what makes no tensor", () => {
  it.each([
    ['tensor("abc")', () => t.tensor(any("abc")), 'found the text "abc", and a number is wanted'],
    ["tensor([null])", () => t.tensor(any([null])), "found null in a list, and a number is wanted"],
    ["undefined", () => t.tensor(any(undefined)), "found undefined, and a number is wanted"],
    ["an object", () => t.tensor(any({ length: Infinity, 0: 1 })), "and a number is wanted"],
    ['[1, "2"]', () => t.tensor(any([1, "2"])), 'found the text "2" in a list'],
    ["[[1], [true]]", () => t.tensor(any([[1], [true]])), "found true in a list"],
    ["big numbers", () => t.tensor(any(BigInt64Array.of(1n))), "found a BigInt64Array of 1"],
    ["a hole", () => t.tensor(any(new Array(3))), "found undefined in a list"],
    ["zeros(3)", () => t.zeros(any(3)), "the shape is 3, and a list of sizes is wanted, [3]"],
    ["zeros()", () => t.zeros(any(undefined)), "the shape is undefined, and a list of sizes"],
    ["an infinite size", () => t.zeros([Infinity]), "each size must be a whole number"],
    ["a text for a size", () => t.zeros(any(["3"])), 'the shape is the list ["3"], and each size'],
    ["1e12 numbers", () => t.zeros([1e12]), "Cannot make room for 1000000000000 more numbers"],
    ["too many axes", () => t.zeros([1e200, 1e200]), "Cannot make room for"],
    ["shpe", () => t.tensor([1], any({ shpe: [1] })), "found the option shpe, and shape is wanted"],
    [
      'backend: "simd"',
      () => t.tensor([1], any({ backend: "simd" })),
      "a back end, simd or reference",
    ],
    ["an axis as text", () => t.sum(x, any("0")), 'axis the text "0" does not exist'],
    ["a number of a shape", () => t.reshape(x, any(6)), "a list of sizes is wanted, [6]"],
    ["a slice from a text", () => t.slice(x, 0, any("0")), 'Cannot slice the text "0" to 2'],
    [
      "a slice to null",
      () => t.slice(x, 0, 0, any(null)),
      "Cannot slice 0 to null of axis 0 of shape [2, 3]: wanted",
    ],
    [
      "rows by text",
      () => t.gather(x, any("01")),
      'found the text "01", and a list of row numbers',
    ],
    ["a text among rows", () => t.gather(x, any(["1"])), 'index 0 is the text "1"'],
    [
      "a number of targets",
      () => t.crossEntropy(x, any(1)),
      "found 1, and a list of the right classes",
    ],
    ["work that is none", () => t.inArena(any(x)), "the work is a Tensor, and a function"],
    ["scale by text", () => t.scale(x, any("2")), 'Cannot scale by the text "2"'],
    ["assign a number", () => t.parameter([1]).assign(any(1)), "found 1, and a flat list of 1"],
    [
      "assign bytes",
      () => t.parameter([1]).assign(any(new DataView(new ArrayBuffer(4)))),
      "found a DataView of 4, and a flat list of 1 numbers",
    ],
    [
      'zeros, backend: "reference"',
      () => t.zeros([1], any({ backend: "reference" })),
      'backend is the text "reference", and a back end, simd or reference',
    ],
    ["ones, bakend", () => t.ones([1], any({ bakend: 1 })), "found the option bakend, and backend"],
    ["inArena, bakend", () => t.inArena(() => 1, any({ bakend: 1 })), "found the option bakend"],
    [
      "withoutGradients, a text",
      () => t.withoutGradients(() => 1, any({ backend: "simd" })),
      'backend is the text "simd", and a back end',
    ],
  ])("%s", (_, f, message) => {
    expect(f).toThrow(message);
  });

  it("work that waits for something", () => {
    expect(() => t.inArena(async () => {})).toThrow("await outside and compute inside");
    const later = function* () {
      yield t.square(x);
    };
    expect(() => t.inArena(later)).toThrow("nothing of it has run yet");
    expect(() => t.withoutGradients(later)).toThrow("nothing of it has run yet");
    expect(() => t.withoutGradients(async () => {})).toThrow("await outside and compute inside");
    expect(t.simd.recording).toBe(true);
  });

  it("what an arena returns that contains itself", () => {
    const [list, record]: [unknown[], Record<string, unknown>] = [[t.ones([2])], {}];
    list.push(list);
    record.self = record;
    for (const endless of [list, record]) {
      expect(() => t.inArena(() => endless)).toThrow("nested more than 1000 deep, or holds itself");
    }
    expect(t.simd.memory.scope).toBe(null);
  });

  it("a list that contains itself", () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(() => t.tensor(any(endless))).toThrow("nested more than 32 deep");
  });
});

describe("shapes that do not fit", () => {
  const [row, cube] = [t.ones([3]), t.ones([2, 2, 3])];
  it.each<[string, () => unknown, string]>([
    ["cross-entropy", () => t.crossEntropy(x, [0]), "with 1 targets: one a row, 2, is wanted"],
    ["reshape", () => t.reshape(x, [4, 2]), "it holds 6 numbers, and the new shape must hold"],
    ["reshape to parts", () => t.reshape(x, [1.5, 4]), "each size must be a whole number"],
    ["reshape, open", () => t.reshape(x, [4, -1]), "it holds 6 numbers"],
    ["transpose of a list", () => t.transpose(row), "at least two axes are wanted"],
    ["transpose, one axis twice", () => t.transpose(x, [0, 0]), "each of 0 to 1 is wanted once"],
    ["transpose, too few axes", () => t.transpose(cube, [0, 1]), "each of 0 to 2 is wanted once"],
    ["stack", () => t.stack([x, row]), "Cannot stack shapes [2, 3] and [3]: all must be equal"],
    ["gather", () => t.gather(cube, [0]), "Cannot gather rows of shape [2, 2, 3]: two axes"],
    ["bias", () => t.linear(x, t.ones([4, 3]), row), "the bias must have shape [4]"],
    ["mean of nothing", () => t.mean(t.zeros([0, 3])), "Cannot take the mean of no numbers"],
    ["item of several", () => x.item(), "[2, 3]"],
    ["assign", () => t.parameter([1, 2]).assign([1]), "2"],
    ["backward of several", () => t.backward(t.scale(t.parameter([1, 2]), 2)), "[2]"],
    ["add", () => t.add(x, t.ones([4])), "[2, 3]"],
  ])("%s", (_, f, message) => {
    expect(f).toThrow(message);
  });

  it("and those that do: as they were, with every axis where it was", () => {
    expect(t.transpose(x, [0, 1])).toBe(x);
    expect(t.reshape(x, [2, 3])).toBe(x);
    expect(t.reshape(x, [3, -1]).shape).toEqual([3, 2]);
    expect(t.transpose(cube).shape).toEqual([2, 3, 2]);
  });
});

describe("a batch of 130,000", () => {
  it("goes through operations and backward like any other", () => {
    const n = 130_000;
    t.inArena(() => {
      const w = t.parameter([[0.5, -0.5]]);
      const rows = t.gather(t.tensor([[1, 2], [3, 4]]), new Int32Array(n));
      const y = t.linear(rows, w);
      t.backward(t.mean(y));
      const [[a, b]] = w.grad!.toArray() as number[][];
      expect(a).toBeCloseTo(1, 2);
      expect(b).toBeCloseTo(2, 2);
      expect(y.toArray()).toHaveLength(n);
    });
  });
});

describe("a shape that is written to", () => {
  const written = () => {
    const x = t.parameter([1, 2, 3, 4]);
    any(x.shape)[0] = 12;
    return x;
  };
  const why =
    "whose shape was written to: found [12], and sizes of 4 numbers in all are wanted; reshape(x, shape)";

  it.each<[string, () => unknown]>([
    ["an operation", () => t.exp(written())],
    ["an operation in an arena", () => t.inArena(() => t.sum(written()).item())],
    ["a layer", () => t.add(t.zeros([12]), written())],
    ["its rows", () => written().toArray()],
  ])("makes %s no reader of foreign numbers", (_, use) => {
    expect(use).toThrow(why);
  });

  it("between forward and backward", () => {
    const x = t.parameter([1, 2, 3, 4]);
    const loss = t.sum(t.multiply(x, x));
    any(x.shape)[0] = 12;
    expect(() => t.backward(loss)).toThrow(why);
  });
});

describe("sizes that are none", () => {
  it("are told", () => {
    expect(() => t.sizeOf(any(undefined))).toThrow("the shape is undefined, and a list of sizes");
    expect(() => t.sameShape(any(null), [1])).toThrow("the shape is null, and a list of sizes");
    expect(t.describeShape(any(null))).toBe("null");
  });
});
