/**
 * One number in, one number out: the squashing functions and their relatives. Beside each, its derivative.
 *
 * @module
 */

import { operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensor } from "../wanted.ts";
import { multiply } from "./arithmetic.ts";

/** Kernels of one number each, and of their derivatives. */
type Each = "exp" | "log" | "sqrt" | "tanh" | "sigmoid" | "relu";

/** Each number by itself. Its derivative is told from the result, or, `fromInput`, from x. */
function each(x: Tensor, name: string, kernel: Each, fromInput = false): Tensor {
  checkTensor(x, name);
  const n = x.size;
  const back = `${kernel}Backward` as const;
  return operation(
    name,
    [x],
    x.shape,
    (k, y, inputs) => k[kernel](inputs[0], y, n),
    (k, d) => k[back](fromInput ? d.input(0) : d.out, d.dOut, d.into(0), n, d.accumulate),
  );
}

/** eˣ. backward: dx = dy · y. */
export function exp(x: Tensor): Tensor {
  return each(x, "take exp of", "exp");
}

/** Natural logarithm; −∞ at 0, NaN below. backward: dx = dy / x. */
export function log(x: Tensor): Tensor {
  return each(x, "take log of", "log", true);
}

/** √x; NaN below 0. backward: dx = dy / 2y. */
export function sqrt(x: Tensor): Tensor {
  return each(x, "take the square root of", "sqrt");
}

/** x². */
export function square(x: Tensor): Tensor {
  checkTensor(x, "take the square of");
  return multiply(x, x);
}

/** The squashing of simple recurrence: any number to between −1 and 1. backward: dx = dy · (1 − y²). */
export function tanh(x: Tensor): Tensor {
  return each(x, "take tanh of", "tanh");
}

/** The squashing of gates, 1 / (1 + e⁻ˣ): any number to between 0 and 1. backward: dx = dy · y (1 − y). */
export function sigmoid(x: Tensor): Tensor {
  return each(x, "take sigmoid of", "sigmoid");
}

/** x where it is above 0, else 0. backward: dx = dy where y > 0, else 0. */
export function relu(x: Tensor): Tensor {
  return each(x, "take relu of", "relu");
}
