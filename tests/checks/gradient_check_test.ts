import { describe, expect, it } from "vitest";
import { gradientCheck } from "lib/checks/gradient_check.ts";
import {
  matmul,
  multiply,
  operation,
  parameter,
  reference,
  sqrt,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "lib/tensor/mod.ts";

/** tanh with the derivative of sigmoid: the kind of mistake that trains, only worse. */
function wrongTanh(x: Tensor): Tensor {
  return operation(
    "take tanh of",
    [x],
    x.shape,
    (k, y, [from]) => k.tanh(from, y, x.size),
    (k, d) => k.sigmoidBackward(d.out, d.dOut, d.into(0), x.size, d.accumulate),
  );
}

describe("gradientCheck", () => {
  it("is content with right derivatives", () => {
    const f = (x: Tensor, w: Tensor) => sum(tanh(matmul(x, w)));
    const found = gradientCheck(f, [[[0.5, -1], [2, 0]], [[0.1, 0.2, -0.3], [1, -1, 0.5]]]);
    expect(found.largestError).toBeLessThan(1e-8);
  });

  it("goes red at a wrong derivative, and says where", () => {
    const f = (a: Tensor, x: Tensor) => sum(multiply(a, wrongTanh(x)));
    const found = gradientCheck(f, [[1, 1, 1], [0, 0.5, -3]]);
    expect(found.largestError).toBeGreaterThan(0.01);
    expect(found.where.input).toBe(1);
  });

  it("goes red when a dependence is not differentiated at all", () => {
    const hidden = (x: Tensor) => sum(multiply(x, parameter(x.values(), { backend: reference })));
    expect(gradientCheck(hidden, [[3]]).largestError).toBeCloseTo(0.5, 5); // 3 in place of 6
  });

  it("names a parameter by its name, and leaves its values as they were", () => {
    const w = parameter([1, 2], { backend: reference });
    const found = gradientCheck(() => sum(wrongTanh(w)), { w });
    expect(found.where.input).toBe("w");
    expect([...w.values()]).toEqual([1, 2]);
  });

  it("leaves values as they were also where f cannot be worked out beside them", () => {
    const w = parameter([0], { backend: reference });
    expect(() => gradientCheck(() => sum(sqrt(w)), { w })).toThrow("Cannot");
    expect(w.toArray()).toEqual([0]);
  });

  it.each<[string, () => unknown, string]>([
    ["no function", () => gradientCheck(3 as never, [[1]]), "what is checked is 3, and a function"],
    ["a number", () => gradientCheck((x) => sum(x), 3 as never), "the inputs is 3, and an object"],
    [
      "a number by name",
      () => gradientCheck((x) => sum(x), { w: 3 as never }),
      "the inputs.w is 3, and a pa",
    ],
    [
      "a tensor",
      () => gradientCheck((x) => sum(x), { w: tensor([1]) }),
      "the inputs.w is a Tensor, and a pa",
    ],
  ])("refuses %s", (_, check, message) => {
    expect(check).toThrow(message);
  });

  it("does not lose a NaN among numbers that are right", () => {
    const broken = (x: Tensor) =>
      operation(
        "copy",
        [x],
        x.shape,
        (k, out, [from]) => k.copy(from, out, x.size, 0),
        (k, d) => {
          const into = d.into(0);
          k.copy(d.dOut, into, x.size, 0);
          k.fill(into, Number.NaN, 1); // the first number's derivative only
        },
      );
    const found = gradientCheck((x) => sum(broken(x)), [[1, 2, 3]]);
    expect(found.largestError).toBeNaN();
    expect(found.where.index).toBe(0);
  });

  it("refuses float32, in which differences drown in rounding", () => {
    const w = parameter([1]);
    expect(() => gradientCheck(() => sum(w), { w })).toThrow(/float32/);
  });
});

describe("a check of nothing", () => {
  it("does not pass", () => {
    const w = parameter([1, 2], { backend: reference });
    for (const inputs of [{}, [], [[]]]) {
      expect(() => gradientCheck(() => sum(multiply(w, w)), inputs)).toThrow(
        "Cannot check gradients: found no number among the inputs",
      );
    }
  });
});
