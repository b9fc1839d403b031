/**
 * What nets that are no cells are made of: weights drawn one after another, each with a name.
 *
 * @module
 */

import { type InputKind, type SequenceBatch, widthOf } from "../batch.ts";
import type { Random } from "../random.ts";
import { type Backend, gather, linear, parameter, type Tensor, tensor } from "../tensor/mod.ts";
import { normal, uniform } from "./initialize.ts";

/** @ignore Draws a net's parameters and keeps them by name. */
export function drawing({ random, backend }: { random: Random; backend: Backend }) {
  const params: Record<string, Tensor> = {};
  const draw = (name: string, shape: readonly number[], values: Float64Array) =>
    params[name] = parameter(values, { shape, backend, name });

  /** A weighted sum, W x + b, with numbers between −1/√inputs and 1/√inputs to start with. */
  const dense = (name: string, inputs: number, outputs: number, biased = true) => {
    const bound = 1 / Math.sqrt(inputs);
    const weight = draw(
      `${name}.weight`,
      [outputs, inputs],
      uniform(random, outputs * inputs, bound),
    );
    const bias = biased
      ? draw(`${name}.bias`, [outputs], uniform(random, outputs, bound))
      : undefined;
    return (x: Tensor) => linear(x, weight, bias);
  };

  /**
   * What is read, as `size` numbers a step: a row of a table for a symbol, a weighted sum for numbers.
   *
   * @returns takes the steps in an order of rows, time-major if none is given, to [rows, size]
   */
  const embedding = (input: InputKind, size: number) => {
    const width = widthOf(input);
    if (input.kind === "symbols") {
      const table = draw("embedding.weight", [width, size], normal(random, width * size, 1));
      return ({ inputs }: SequenceBatch, order?: Int32Array) =>
        gather(table, order ? order.map((at) => inputs[at]) : inputs);
    }
    const embed = dense("embedding", width, size);
    return ({ timeSteps, batch, inputs }: SequenceBatch, order?: Int32Array) => {
      const rows = tensor(inputs, { shape: [timeSteps * batch, width], backend });
      return embed(order ? gather(rows, order) : rows);
    };
  };
  return { params, dense, embedding };
}
