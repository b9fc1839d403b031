/**
 * One number in, one number out: the squashing functions and their relatives. Beside each, its derivative.
 *
 * @module
 */

import { operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { multiply } from "./arithmetic.ts";

/** eˣ. backward: dx = dy · y. */
export function exp(x: Tensor): Tensor {
  const n = x.size;
  return operation(
    "take exp of",
    [x],
    x.shape,
    (k, y, [x]) => k.exp(x, y, n),
    (k, d) => k.expBackward(d.out, d.dOut, d.into(0), n, d.accumulate),
  );
}

/** Natural logarithm; −∞ at 0, NaN below. backward: dx = dy / x. */
export function log(x: Tensor): Tensor {
  const n = x.size;
  return operation(
    "take log of",
    [x],
    x.shape,
    (k, y, [x]) => k.log(x, y, n),
    (k, d) => k.logBackward(d.input(0), d.dOut, d.into(0), n, d.accumulate),
  );
}

/** √x; NaN below 0. backward: dx = dy / 2y. */
export function sqrt(x: Tensor): Tensor {
  const n = x.size;
  return operation(
    "take the square root of",
    [x],
    x.shape,
    (k, y, [x]) => k.sqrt(x, y, n),
    (k, d) => k.sqrtBackward(d.out, d.dOut, d.into(0), n, d.accumulate),
  );
}

/** x². */
export function square(x: Tensor): Tensor {
  return multiply(x, x);
}

/** The squashing of simple recurrence: any number to between −1 and 1. backward: dx = dy · (1 − y²). */
export function tanh(x: Tensor): Tensor {
  const n = x.size;
  return operation(
    "take tanh of",
    [x],
    x.shape,
    (k, y, [x]) => k.tanh(x, y, n),
    (k, d) => k.tanhBackward(d.out, d.dOut, d.into(0), n, d.accumulate),
  );
}

/** The squashing of gates, 1 / (1 + e⁻ˣ): any number to between 0 and 1. backward: dx = dy · y (1 − y). */
export function sigmoid(x: Tensor): Tensor {
  const n = x.size;
  return operation(
    "take sigmoid of",
    [x],
    x.shape,
    (k, y, [x]) => k.sigmoid(x, y, n),
    (k, d) => k.sigmoidBackward(d.out, d.dOut, d.into(0), n, d.accumulate),
  );
}

/** x where it is above 0, else 0. backward: dx = dy where y > 0, else 0. */
export function relu(x: Tensor): Tensor {
  const n = x.size;
  return operation(
    "take relu of",
    [x],
    x.shape,
    (k, y, [x]) => k.relu(x, y, n),
    (k, d) => k.reluBackward(d.out, d.dOut, d.into(0), n, d.accumulate),
  );
}
