/**
 * Optimizers: how parameters change, given the derivative of the loss by them.
 *
 * An optimizer is a recipe: `init` makes what it remembers about the parameters, `update` takes one step.
 *
 * @module
 */

import { aTensor } from "../tensor/wanted.ts";
import {
  checkOptions,
  checkValue,
  described,
  named,
  needed,
  numberBelow,
  realNumber,
  type Rule,
  storable,
  wholeNumber,
} from "../options.ts";
import { type Backend, describeShape, type Offset, sameShape, Tensor } from "../tensor/mod.ts";
import { derivativeFor } from "../tensor/backward.ts";
import { lasting } from "../tensor/making.ts";
import { inMemory } from "../tensor/operation.ts";
import { locate } from "../tensor/tensor.ts";

/** Parameters by name. */
export type Params = Readonly<Record<string, Tensor>>;

/** A recipe for changing parameters. `Memory` is what it remembers from step to step. */
export interface Optimizer<Memory = unknown> {
  /** What it does, for messages. */
  readonly name: string;
  /** How it was made: a checkpoint is taken only where it is said, and gone on from only with the same. */
  readonly settings?: Readonly<Record<string, number>>;
  /** What it remembers, before the first step. */
  init(params: Params): Memory;
  /**
   * One step. Parameters without `grad` stay as they are, and so do those whose `grad` is of an earlier loss by which
   * a step was taken already.
   *
   * @param gradientScale every derivative is multiplied by this first; clipping passes it. Default 1
   * @param norm what {@linkcode gradientNorm} says of the parameters, for one who has asked it: it saves asking again
   * @throws with nothing changed, if a step would leave what the back end can store
   */
  update(params: Params, memory: Memory, gradientScale?: number, norm?: number): void;
}

/** Throws unless they are parameters by name. */
export function checkParams(doing: string, params: unknown): asserts params is Params {
  checkValue(doing, "the parameters", params, someParameters);
}

/** Lasting zeros of each parameter's shape. */
function zerosLike(params: Params): Params {
  checkParams("begin to optimise", params);
  const names = new Map<Tensor, string>();
  for (const [name, param] of Object.entries(params)) {
    const other = names.get(param);
    if (other !== undefined) {
      throw new TypeError(
        `Cannot begin to optimise: ${other} and ${name} are one parameter, which would take two steps at once, and each parameter under one name is wanted`,
      );
    }
    names.set(param, name);
  }
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => [
      name,
      lasting(param.backend, param.shape),
    ]),
  );
}

// Rules for what is called at each update are made once.
const someParameters = named({
  wanted: "a parameter",
  holds: (value: unknown) => value instanceof Tensor && value.lasting !== null,
});
/** Tensors by name. */
export const someTensors: Rule = named(aTensor);
const notNegative = realNumber(0);
/** 0, or what a back end can store as well. */
const factor = realNumber(0, 1e38);

/** Throws, with nothing changed, unless each parameter can be updated with what is remembered of it. */
function checkUpdate(
  params: Params,
  gradientScale: number,
  ...memories: readonly (Params | undefined)[]
): void {
  checkValue("update parameters", "gradientScale", gradientScale, factor);
  checkParams("update parameters", params);
  for (const [name, { backend, shape }] of Object.entries(params)) {
    for (const memory of memories) {
      const kept: unknown = memory?.[name];
      if (
        kept instanceof Tensor && kept.lasting !== null && kept.backend === backend &&
        sameShape(kept.shape, shape)
      ) continue;
      throw new TypeError(
        `Cannot update ${name} of shape ${describeShape(shape)}: what is remembered of it is ${
          kept instanceof Tensor
            ? `of shape ${describeShape(kept.shape)}, on the back end ${kept.backend.name}`
            : described(kept)
        }, and what the optimizer's init returned for the same parameters is wanted`,
      );
    }
  }
}

/** The largest number that a back end stores. */
const LARGEST = { float32: 3.4e38, float64: 1.7e308 };

/**
 * Throws, with nothing changed, if a step could leave what the back end can store: a parameter would be infinite or NaN
 * from then on, or never change again. Looked at before the first parameter changes, by norms, which are at least as
 * large as the largest number among those they are of.
 *
 * @param norm that of all derivatives together, if it is known: where it reaches nowhere, none of them does
 * @param reach the largest number that has to be stored on the way, and how far a parameter may move, given the norm of
 *   its derivative
 */
function checkReach(
  params: Params,
  norm: number | undefined,
  reach: (gradientNorm: number) => readonly [stored: number, moved: number],
): void {
  const fits = (norm: number, most: number, param: () => number) => {
    const [stored, moved] = reach(norm);
    // So little does not move the largest number: it is rounded away.
    return stored < most && (moved < most / 2 ** 54 || moved < most && param() + moved < most);
  };
  if (norm !== undefined) {
    checkValue("update parameters", "the norm", norm, notNegative);
    if (fits(norm, LARGEST.float32, () => normOf(params))) return;
  }
  forEachGradient(params, (name, param, gradient, { kernels, dtype }) => {
    const norm = Math.sqrt(kernels.sumOfSquares(gradient, param.size));
    if (fits(norm, LARGEST[dtype], () => normOf({ [name]: param }))) return;
    throw new RangeError(
      `Cannot update ${name} of shape ${
        describeShape(param.shape)
      }: the norm of its derivative is ${norm}, a step by which leaves what ${dtype} holds; nothing was changed; clip the gradient (clipScale), or lower the learning rate`,
    );
  });
}

/** Length of all tensors together. */
function normOf(tensors: Params): number {
  let sum = 0;
  for (const x of Object.values(tensors)) {
    inMemory(x.backend, () => sum += x.backend.kernels.sumOfSquares(locate(x), x.size));
  }
  return Math.sqrt(sum);
}

/** Calls `change` with each parameter that a step is to be taken by, and with the derivative's place, inside an arena. */
function forEachGradient(
  params: Params,
  change: (name: string, param: Tensor, gradient: Offset, backend: Backend) => void,
): void {
  for (const [name, param] of Object.entries(params)) {
    inMemory(param.backend, () => {
      const gradient = derivativeFor(param)?.locate() ?? -1;
      if (gradient >= 0) change(name, param, gradient, param.backend);
    });
  }
}

/**
 * Stochastic gradient descent, with momentum if asked for, as PyTorch's `optim.SGD`:
 *
 *     v = momentum · v + g;   p = p − learningRate · v
 *
 * @example
 * ```ts
 * import { sgd } from "lib/training/optimizer.ts";
 * import { backward, multiply, parameter } from "lib/tensor/mod.ts";
 *
 * const w = parameter(3);
 * const optimizer = sgd({ learningRate: 0.1 });
 * const memory = optimizer.init({ w });
 * backward(multiply(w, w));
 * optimizer.update({ w }, memory);
 * console.log(w.item()); // 3 − 0.1 · 6 = 2.4
 * ```
 */
export function sgd(
  options: { readonly learningRate: number; readonly momentum?: number },
): Optimizer<Params> {
  checkOptions<typeof options>("make sgd", options, {
    learningRate: needed(factor),
    momentum: factor,
  });
  const { learningRate, momentum = 0 } = options;
  return {
    name: "sgd",
    settings: { learningRate, momentum },
    init: zerosLike,
    update(params, velocity, gradientScale = 1, norm) {
      checkUpdate(params, gradientScale, velocity);
      const piledUp = momentum === 0 ? 0 : momentum * normOf(velocity);
      checkReach(params, norm, (norm) => {
        const step = piledUp + norm * Math.max(1, gradientScale);
        return [step, learningRate * step];
      });
      forEachGradient(params, (name, param, gradient, { kernels, memory }) => {
        const { size } = param;
        let g = gradient;
        if (gradientScale !== 1) {
          g = memory.take(size);
          kernels.scale(gradient, gradientScale, g, size, 0);
        }
        const v = locate(velocity[name]);
        param.change((p) => kernels.sgd(p, g, v, size, learningRate, momentum));
        param.derivative!.taken = true;
      });
    },
  };
}

/** What Adam remembers: how many steps, and running means of the derivative and of its square. */
export interface AdamMemory {
  /** Updates made. */
  step: number;
  /** Running mean of the derivatives. */
  readonly mean: Params;
  /** Running mean of their squares. */
  readonly square: Params;
}

/**
 * Adam (Kingma & Ba 2015), as PyTorch's `optim.Adam`:
 *
 *     m = β₁ m + (1 − β₁) g;   v = β₂ v + (1 − β₂) g²
 *     p = p − learningRate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 */
export function adam(
  options: {
    readonly learningRate: number;
    readonly beta1?: number;
    readonly beta2?: number;
    readonly epsilon?: number;
  },
): Optimizer<AdamMemory> {
  checkOptions<typeof options>("make adam", options, {
    learningRate: needed(factor),
    beta1: numberBelow(0, 1),
    beta2: numberBelow(0, 1),
    epsilon: storable,
  });
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return {
    name: "adam",
    settings: { learningRate, beta1, beta2, epsilon },
    init: (params) => ({ step: 0, mean: zerosLike(params), square: zerosLike(params) }),
    update(params, memory, gradientScale = 1, norm) {
      checkUpdate(params, gradientScale, memory?.mean, memory?.square);
      if (!Number.isSafeInteger(memory.step) || memory.step < 0) {
        checkValue("update parameters", "step", memory.step, wholeNumber(0));
      }
      // Its square is stored; and no step is much longer than the learning rate.
      const furthest = 1e4 * learningRate;
      checkReach(params, norm, (norm) => [Math.max((norm * gradientScale) ** 2, norm), furthest]);
      memory.step++;
      const stepSize = learningRate / (1 - integerPower(beta1, memory.step));
      const correction2 = 1 - integerPower(beta2, memory.step);
      forEachGradient(params, (name, param, g, { kernels }) => {
        const [m, v] = [locate(memory.mean[name]), locate(memory.square[name])];
        param.change((p) =>
          kernels.adam(
            p,
            g,
            m,
            v,
            param.size,
            gradientScale,
            stepSize,
            beta1,
            beta2,
            correction2,
            epsilon,
          )
        );
        param.derivative!.taken = true;
      });
    },
  };
}

/** base to a whole power by multiplication alone, so that every machine gets the same bits. */
function integerPower(base: number, power: number): number {
  let result = 1;
  for (let factor = base, left = power; left > 0; left = Math.floor(left / 2), factor *= factor) {
    if (left % 2 === 1) result *= factor;
  }
  return result;
}

/**
 * Length of all derivatives together: √Σ g², over all parameters that have one.
 *
 * @returns a number of at least 0; NaN or Infinity if a derivative is
 */
export function gradientNorm(params: Params): number {
  checkValue("take the norm of derivatives", "params", params, someTensors);
  let sum = 0;
  forEachGradient(params, (_, param, gradient, { kernels }) => {
    sum += kernels.sumOfSquares(gradient, param.size);
  });
  return Math.sqrt(sum);
}

/**
 * Clipping by global norm (Pascanu, Mikolov & Bengio 2013): the number by which to multiply all derivatives
 * so that their norm is at most `limit`, as PyTorch's `clip_grad_norm_`.
 */
export function clipScale(norm: number, limit: number): number {
  checkValue("clip a gradient", "its norm", norm, notNegative);
  checkValue("clip a gradient", "the limit", limit, storable);
  return norm > limit ? limit / (norm + 1e-6) : 1;
}
