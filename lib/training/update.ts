/**
 * One update: forward, loss, backward, clip, change the parameters; all in one arena, so that only numbers leave it.
 *
 * @module
 */

import { type Batch, firstLabelledStep } from "../batch.ts";
import type { State } from "../cells/cell.ts";
import { isFromBehind } from "../cells/layer.ts";
import { answerOf, type Model } from "../cells/model.ts";
import { parametersOf } from "../tensor/backward.ts";
import { backward, describeShape, detach, inArena, type Tensor } from "../tensor/mod.ts";
import { lossOf } from "./loss.ts";
import { clipScale, gradientNorm, type Optimizer, type Params } from "./optimizer.ts";

/** What an update is made with. */
export interface UpdateOptions {
  // deno-lint-ignore no-explicit-any
  readonly optimizer: Optimizer<any>;
  readonly memory: unknown;
  readonly clip: number | null;
  readonly update: number;
  readonly keepState: boolean;
}

/**
 * @ignore Makes one update.
 *
 * @param state memory that the batch goes on from, if it does
 * @returns loss and gradient norm before the update, and the memory after the batch, if it is to be kept
 * @throws {RangeError} if numbers explode, saying in which update and where
 */
export function makeUpdate(
  model: Model,
  batch: Batch,
  state: State | undefined,
  { optimizer, memory, clip, update, keepState }: UpdateOptions,
): { loss: number; norm: number; state: State | undefined } {
  const { params } = model;
  for (const param of Object.values(params)) param.grad = null;
  const [{ backend }] = Object.values(params);
  return inArena(() => {
    const answer = answerOf(model, batch, { state, from: firstLabelledStep(batch) });
    const loss = lossOf(answer, batch);
    const doing = `make update ${update} of the ${model.kind} model`;
    if (update === 1) checkListed(doing, "its forward", params, loss);
    within(doing, () => backward(loss));
    const norm = gradientNorm(params);
    if (!Number.isFinite(norm)) {
      const [name = "all parameters together"] = notFinite(params, ({ grad }) => grad);
      throw new RangeError(
        `Cannot ${doing}: the gradient of ${name} is not finite, though the loss is ${loss.item()}; it exploded on its way back through ${batch.timeSteps} time steps`,
      );
    }
    within(doing, () => {
      optimizer.update(params, memory, clip === null ? 1 : clipScale(norm, clip), norm);
    });
    // The memory goes on into the next update, derivatives do not go back.
    const handedOn = keepState ? detachAll(answer.state) : undefined;
    return { loss: loss.item(), norm, state: handedOn };
  }, { backend });
}

/** Runs a part of an update; numbers that explode in it are told with the update that they exploded in. */
function within(doing: string, part: () => void): void {
  try {
    part();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`Cannot ${doing}: ${cause.message}`, { cause });
  }
}

/** @ignore Throws if a result was made from a parameter that is not listed: it would be neither trained nor kept. */
export function checkListed(doing: string, who: string, params: Params, result: Tensor): void {
  const listed = new Set(Object.values(params));
  for (const param of parametersOf(result)) {
    if (listed.has(param)) continue;
    throw new TypeError(
      `Cannot ${doing}: ${who} uses ${param.name || "a parameter"} of shape ${
        describeShape(param.shape)
      }, which is not among the params; list every parameter there, or make it with tensor(…) if it is not to change`,
    );
  }
}

/** @ignore Names of the parameters of which something holds what is no finite number. */
export function notFinite(params: Params, read: (param: Tensor) => Tensor | null): string[] {
  return Object.keys(params).filter((name) =>
    read(params[name])?.values().some((value) => !Number.isFinite(value))
  );
}

function detachAll(state: State): State {
  return Object.fromEntries(Object.entries(state).map(([name, part]) => [name, detach(part)]));
}

/** @ignore Throws if memory cannot go on from batch to batch: there is none, or one that came from behind. */
export function checkGoesOn(model: Model, state: State, asked: boolean): void {
  const fromBehind = isFromBehind(state);
  if (!fromBehind && (Object.keys(state).length > 0 || !asked)) return;
  throw new TypeError(
    `Cannot hand on the memory of the ${model.kind} model: ${
      fromBehind ? "half of it comes from the end of each batch" : "it has none"
    }, and a model that reads forward alone is wanted, or stateful: false`,
  );
}
