/**
 * Proving a derivative: central finite differences in float64 against what `backward` says.
 *
 * For each number of each input, (f(x + ε) − f(x − ε)) / 2ε should equal the derivative, up to an error of
 * about ε² from the formula and 10⁻¹⁶/ε from rounding; ε = 10⁻⁵ balances the two near 10⁻¹⁰.
 *
 * @module
 */

import { aFunction, checkValue, named } from "../options.ts";
import { backward, inArena, type Nested, parameter, reference, Tensor } from "../tensor/mod.ts";

/** Where `backward` and finite differences are furthest apart. */
export interface GradientCheck {
  /** |backward − differences| / max(1, |backward|, |differences|), the largest over all numbers. */
  readonly largestError: number;
  /** Which input, and which number of it, row by row. */
  readonly where: { readonly input: number | string; readonly index: number };
  /** What `backward` says there. */
  readonly backward: number;
  /** What finite differences say there. */
  readonly differences: number;
}

/** ε of the finite differences. */
const STEP = 1e-5;

const parametersByName = named({
  wanted: "a parameter, or a list of lists of numbers in place of all,",
  holds: (value) => value instanceof Tensor && value.lasting !== null,
});

/**
 * Compares the derivatives that `backward` works out with finite differences, on the `reference` back end.
 *
 * @param f from tensors to one number; called many times, so it must give the same each time
 * @param inputs numbers at which to check, or parameters that `f` already uses (then `f` needs no argument)
 * @returns the largest relative error and where it is
 *
 * @example
 * ```ts
 * import { gradientCheck } from "lib/checks/gradient_check.ts";
 * import { sum, tanh } from "lib/tensor/mod.ts";
 *
 * const { largestError } = gradientCheck((x) => sum(tanh(x)), [[[0.5, -1], [2, 0]]]);
 * console.log(largestError < 1e-6); // true
 * ```
 */
export function gradientCheck(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Nested[] | Readonly<Record<string, Tensor>>,
): GradientCheck {
  const doing = "check gradients";
  checkValue(doing, "what is checked", f, aFunction("a function of tensors"));
  if (!Array.isArray(inputs)) checkValue(doing, "the inputs", inputs, parametersByName);
  const entries: [number | string, Tensor][] = Array.isArray(inputs)
    ? inputs.map((values, i) => [i, parameter(values, { backend: reference })])
    : Object.entries(inputs as Readonly<Record<string, Tensor>>);
  const params = entries.map(([, param]) => param);
  if (!params.some(({ size }) => size > 0)) {
    throw new RangeError(
      `Cannot ${doing}: found no number among the inputs, and at least one is wanted, such as [[0.5, -1]]`,
    );
  }
  for (const param of params) {
    if (param.backend !== reference) {
      throw new TypeError(
        "Cannot check gradients in float32: make the parameters with { backend: reference }",
      );
    }
    param.grad = null;
  }
  // In an arena, where a NaN is left to whoever looks: that is what is done below.
  const gradients = inArena(() => {
    backward(f(...params));
    return params.map((param) => param.grad?.values() ?? new Float64Array(param.size));
  }, { backend: reference });

  let worst: GradientCheck = {
    largestError: 0,
    where: { input: entries[0]?.[0] ?? 0, index: 0 },
    backward: NaN,
    differences: NaN,
  };
  entries.forEach(([input, param], i) => {
    const values = param.values();
    const at = (index: number, value: number) => {
      const moved = values.slice();
      moved[index] = value;
      param.assign(moved);
      return f(...params).item();
    };
    try {
      for (let index = 0; index < param.size; index++) {
        const differences = (at(index, values[index] + STEP) - at(index, values[index] - STEP)) /
          (2 * STEP);
        const analytic = gradients[i][index];
        const scale = Math.max(1, Math.abs(analytic), Math.abs(differences));
        const error = Math.abs(analytic - differences) / scale;
        // NaN must not slip through a comparison, and once found it stays.
        if (!(error <= worst.largestError) && !Number.isNaN(worst.largestError)) {
          worst = { largestError: error, where: { input, index }, backward: analytic, differences };
        }
      }
    } finally {
      param.assign(values); // also where f cannot be worked out beside them
    }
  });
  return worst;
}
