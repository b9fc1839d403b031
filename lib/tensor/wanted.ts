/**
 * What functions of tensors want: a tensor where one is wanted, and a list of sizes that is one. Looked at once a call,
 * so that a learner who gives something else reads what it was.
 *
 * @module
 */

import { described, having, isNumberArray, type Rule } from "../options.ts";
import { Tensor } from "./tensor.ts";

/** A back end. */
export const aBackend: Rule = having("a back end, simd or reference,", "kernels", "memory");

/** A tensor. */
export const aTensor: Rule = { wanted: "a tensor", holds: (value) => value instanceof Tensor };

/** @ignore Throws unless it is a tensor. */
export function checkTensor(x: unknown, doing: string): asserts x is Tensor {
  if (x instanceof Tensor) return;
  throw new TypeError(
    `Cannot ${doing} ${described(x)}: a tensor is wanted${
      typeof x === "number" || Array.isArray(x) ? ", such as tensor(…) makes of numbers" : ""
    }`,
  );
}

/** @ignore Throws unless it is a list of at least one tensor. */
export function checkTensors(list: unknown, doing: string): asserts list is readonly Tensor[] {
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError(
      `Cannot ${doing} ${described(list)}: a list of tensors is wanted, at least one`,
    );
  }
  for (let i = 0; i < list.length; i++) checkTensor(list[i], doing);
}

/** @ignore Throws unless it is a flat list of numbers, or looks like one. */
export function checkFlatList(
  values: unknown,
  wanted: string,
  doing: string,
): asserts values is ArrayLike<number> {
  if (Array.isArray(values) || isNumberArray(values)) return;
  throw new TypeError(`Cannot ${doing}: found ${described(values)}, and ${wanted} is wanted`);
}
