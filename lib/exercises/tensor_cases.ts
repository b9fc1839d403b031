/**
 * Cases for an equation on tensors: arguments drawn at several sizes, and some in which one of them is held at a number,
 * so that mistakes which are otherwise mixed up come apart.
 *
 * @module
 */

import { createRandom } from "../random.ts";
import { sizeOf, type Tensor, tensor } from "../tensor/mod.ts";
import type { Case } from "./observe.ts";

/** The shape of an argument at given sizes, or of each of its parts. */
export type ShapeAt<Sizes> =
  | ((sizes: Sizes) => readonly number[])
  | Readonly<Record<string, (sizes: Sizes) => readonly number[]>>;

/**
 * Draws the arguments of an equation.
 *
 * @param wanted the arguments in order with their shapes, the sizes, and what is held where
 * @returns a case for each of the sizes, then for each of what is held at the first of them
 *
 * @example
 * ```ts
 * import { tensorCases } from "lib/exercises/tensor_cases.ts";
 *
 * const [drawn, silent] = tensorCases({
 *   given: { x: ({ batch }) => [batch, 2], h: ({ batch }) => [batch, 2] },
 *   sizes: [{ batch: 3 }],
 *   held: [{ h: 0 }],
 * });
 * silent.said; // "for batch 3 and h = 0 throughout"
 * drawn.given.length; // 2
 * ```
 */
export function tensorCases<Sizes extends Readonly<Record<string, number>>>(
  { given, sizes, held = [], spread = 1 }: {
    readonly given: Readonly<Record<string, ShapeAt<Sizes>>>;
    readonly sizes: readonly Sizes[];
    readonly held?: readonly Readonly<Record<string, number>>[];
    readonly spread?: number;
  },
): Case[] {
  const random = createRandom(0).fork("equation");
  const drawn = (at: Sizes, fixed: Readonly<Record<string, number>>): Case => {
    const draw = (shape: readonly number[], value?: number): Tensor =>
      tensor(Array.from({ length: sizeOf(shape) }, () => value ?? spread * random.normal()), {
        shape,
      });
    const sized = Object.entries(at).map(([name, n]) => `${name} ${n}`).join(", ");
    const also = Object.entries(fixed).map(([name, x]) => ` and ${name} = ${x} throughout`);
    return {
      said: `for ${sized}${also.join("")}`,
      given: Object.entries(given).map(([name, shape]) =>
        typeof shape === "function" ? draw(shape(at), fixed[name]) : Object.fromEntries(
          Object.entries(shape).map(([part, one]) => [part, draw(one(at), fixed[part])]),
        )
      ),
    };
  };
  return [
    ...sizes.map((at) => drawn(at, {})),
    ...held.map((fixed) => drawn(sizes[0], fixed)),
  ];
}

/**
 * Arguments (x, h, p) of a step with a gate: input, memory, and parameters by name.
 *
 * @param names of the parameters: those that begin with W see the input, those with U the memory, those with b nothing
 * @param held what is held in further cases
 */
export function stepCases(
  names: readonly string[],
  held: readonly Readonly<Record<string, number>>[],
): Case[] {
  type Sizes = { batch: number; inputSize: number; hiddenSize: number };
  const shapes: Readonly<Record<string, (sizes: Sizes) => readonly number[]>> = {
    W: ({ inputSize, hiddenSize }) => [hiddenSize, inputSize],
    U: ({ hiddenSize }) => [hiddenSize, hiddenSize],
    b: ({ hiddenSize }) => [hiddenSize],
  };
  return tensorCases<Sizes>({
    given: {
      x: ({ batch, inputSize }) => [batch, inputSize],
      h: ({ batch, hiddenSize }) => [batch, hiddenSize],
      p: Object.fromEntries(names.map((name) => [name, shapes[name[0]]])),
    },
    sizes: [[3, 4, 4], [2, 3, 5], [1, 1, 1], [1, 5, 2]].map(([batch, inputSize, hiddenSize]) => ({
      batch,
      inputSize,
      hiddenSize,
    })),
    held,
  });
}

/**
 * Arguments of an equation that works number by number: everything in it is [batch, hiddenSize].
 *
 * @param names its arguments in order
 * @param held what is held in further cases
 */
export function numberByNumber(
  names: readonly string[],
  held: readonly Readonly<Record<string, number>>[] = [],
): Case[] {
  const shape = ({ batch, hiddenSize }: { batch: number; hiddenSize: number }) => [
    batch,
    hiddenSize,
  ];
  return tensorCases({
    given: Object.fromEntries(names.map((name) => [name, shape])),
    sizes: [[3, 4], [1, 1], [1, 5], [4, 2]].map(([batch, hiddenSize]) => ({ batch, hiddenSize })),
    held,
  });
}
