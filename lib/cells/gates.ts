/**
 * What cells with gates have in common: one block of rows a gate in each parameter, and where they start.
 *
 * @module
 */

import { anyStorable, type Rule } from "../options.ts";
import type { Random } from "../random.ts";
import { type Backend, parameter, type Tensor } from "../tensor/mod.ts";
import { checkWeights, uniform } from "./initialize.ts";

/** Parameters of a cell, in PyTorch's layout. */
export interface GateParams extends Readonly<Record<string, Tensor>> {
  /** [gates · hiddenSize, inputSize] */
  readonly weight_ih: Tensor;
  /** [gates · hiddenSize, hiddenSize] */
  readonly weight_hh: Tensor;
  /** [gates · hiddenSize] */
  readonly bias_ih: Tensor;
  /** [gates · hiddenSize] */
  readonly bias_hh: Tensor;
}

/** @ignore Parameters of so many gates, all drawn from ±1/√hiddenSize, as PyTorch does. */
export function drawParams(
  gates: number,
  sizes: { inputSize: number; hiddenSize: number; random: Random; backend: Backend },
): GateParams {
  const { inputSize, hiddenSize, random, backend } = sizes;
  const rows = gates * hiddenSize;
  checkWeights(rows * inputSize, rows * hiddenSize);
  const bound = 1 / Math.sqrt(hiddenSize);
  const draw = (name: string, ...shape: number[]) =>
    parameter(uniform(random, shape.reduce((size, n) => size * n), bound), {
      shape,
      backend,
      name,
    });
  return {
    weight_ih: draw("weight_ih", rows, inputSize),
    weight_hh: draw("weight_hh", rows, hiddenSize),
    bias_ih: draw("bias_ih", rows),
    bias_hh: draw("bias_hh", rows),
  };
}

/** @ignore Lets a gate start with these biases: they go into `bias_ih`, and its part of `bias_hh` becomes 0. */
export function setGateBias(params: GateParams, gate: number, biases: Float64Array): void {
  const [ih, hh] = [params.bias_ih.values(), params.bias_hh.values()];
  ih.set(biases, gate * biases.length);
  hh.fill(0, gate * biases.length, (gate + 1) * biases.length);
  params.bias_ih.assign(ih);
  params.bias_hh.assign(hh);
}

/**
 * Where the biases of gates may start.
 *
 * @param biases names of the biases that may be given; the first must be, if any is
 */
export function gateInit(...biases: readonly string[]): Rule {
  return {
    wanted: `"uniform", { ${biases[0]}: number } or { chrono: number }`,
    holds: (init) => {
      if (init === "uniform") return true;
      if (typeof init !== "object" || init === null) return false;
      const names = Object.keys(init);
      const known = "chrono" in init
        ? names.length === 1
        : biases[0] in init && names.every((name) => biases.includes(name));
      return known && Object.values(init).every(anyStorable.holds);
    },
  };
}

/** What to write where a start of a gate's bias was given beside `init`. */
export function underInit(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, `init: { ${name}: … }, with the name under init, is wanted`]),
  );
}
