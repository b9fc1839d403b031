/** What must hold for any numbers and any shapes, whatever the implementation. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as t from "../../lib/tensor/mod.ts";
import type { Backend, Tensor } from "../../lib/tensor/mod.ts";

const size = fc.integer({ min: 1, max: 9 });
const shape = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });
const number = fc.double({ min: -8, max: 8, noNaN: true }).map((x) => Math.fround(x) + 0);
const filled = (shape: readonly number[]) =>
  fc.array(number, { minLength: t.sizeOf(shape), maxLength: t.sizeOf(shape) })
    .map((values) => ({ values: Float64Array.from(values), shape }));
const anyTensor = shape.chain(filled);
const matrices = fc.tuple(size, size, size).chain(([m, k, n]) =>
  fc.tuple(filled([m, k]), filled([k, n]), filled([k, n]))
);

type Raw = { values: Float64Array; shape: readonly number[] };
const make = ({ values, shape }: Raw, backend: Backend) => t.tensor(values, { shape, backend });

/** Largest difference relative to the largest number, at least 1. */
function distance(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  const [left, right] = [a.values(), b.values()];
  let largest = 0;
  for (let i = 0; i < left.length; i++) {
    const scale = Math.max(1, Math.abs(left[i]), Math.abs(right[i]));
    largest = Math.max(largest, Math.abs(left[i] - right[i]) / scale);
  }
  return largest;
}

describe.each([["reference", t.reference, 1e-12], ["simd", t.simd, 2e-5]] as [
  string,
  Backend,
  number,
][])("on %s", (_, backend, close) => {
  const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => void) =>
    fc.assert(fc.property(arbitrary, check), { numRuns: 60, seed: 1 });

  it("a sum does not depend on the order of its terms", () =>
    holds(shape.chain((s) => fc.tuple(filled(s), filled(s))), ([a, b]) => {
      const [x, y] = [make(a, backend), make(b, backend)];
      expect(t.add(x, y).toArray()).toEqual(t.add(y, x).toArray());
      expect(t.multiply(x, y).toArray()).toEqual(t.multiply(y, x).toArray());
    }));

  it("a product with a sum is the sum of the products", () =>
    holds(matrices, ([a, b, c]) => {
      const [x, y, z] = [a, b, c].map((raw) => make(raw, backend));
      const together = t.matmul(x, t.add(y, z));
      const apart = t.add(t.matmul(x, y), t.matmul(x, z));
      expect(distance(together, apart)).toBeLessThan(40 * close);
    }));

  it("turning a product turns its factors, in the other order", () =>
    holds(matrices, ([a, b]) => {
      const [x, y] = [make(a, backend), make(b, backend)];
      const turned = t.matmul(t.transpose(y), t.transpose(x));
      expect(distance(t.transpose(t.matmul(x, y)), turned)).toBeLessThan(close);
    }));

  it("linear is the product with the turned weight, row for row", () =>
    holds(matrices, ([a, b]) => {
      const [x, y] = [make(a, backend), make(b, backend)];
      expect(t.linear(x, t.transpose(y)).toArray()).toEqual(t.matmul(x, y).toArray());
    }));

  it("turning twice, reshaping there and back, cutting and joining change nothing", () =>
    holds(fc.tuple(size, size).chain(filled), (raw) => {
      const x = make(raw, backend);
      const [rows, columns] = raw.shape;
      expect(t.transpose(t.transpose(x)).toArray()).toEqual(x.toArray());
      const axes = Int32Array.of(1, 0) as never; // any list of numbers will do
      expect(t.transpose(x, axes).toArray()).toEqual(t.transpose(x).toArray());
      expect(t.reshape(t.reshape(x, [-1]), [rows, columns]).toArray()).toEqual(x.toArray());
      for (const axis of [0, 1]) {
        const cut = Math.floor(raw.shape[axis] / 2);
        const parts = [t.slice(x, axis, 0, cut), t.slice(x, axis, cut)];
        expect(t.concat(parts, axis).toArray()).toEqual(x.toArray());
      }
    }));

  it("a sum over all is the sum of the sums over an axis", () =>
    holds(anyTensor, (raw) => {
      const x = make(raw, backend);
      raw.shape.forEach((_, axis) =>
        expect(distance(t.sum(t.sum(x, axis)), t.sum(x))).toBeLessThan(100 * close)
      );
    }));

  it("softmax gives probabilities, and adding the same to all scores changes none", () =>
    holds(fc.tuple(size, size).chain(filled), (raw) => {
      const x = make(raw, backend);
      const p = t.softmax(x);
      expect(p.values().every((value: number) => value >= 0 && value <= 1)).toBe(true);
      expect(distance(t.sum(p, 1), t.ones([raw.shape[0]], { backend }))).toBeLessThan(close);
      expect(distance(t.softmax(t.add(x, 3)), p)).toBeLessThan(10 * close);
      expect(distance(t.exp(t.logSoftmax(x)), p)).toBeLessThan(10 * close);
    }));

  it("cross-entropy is never negative, and least for the answer with the highest score", () =>
    holds(fc.tuple(fc.constant(1), size).chain(filled), (raw) => {
      const x = make(raw, backend);
      const losses = Array.from(raw.values, (_, i) => t.crossEntropy(x, [i]).item());
      expect(Math.min(...losses)).toBeGreaterThanOrEqual(0);
      const best = raw.values.indexOf(Math.max(...raw.values));
      expect(losses[best]).toBe(Math.min(...losses));
    }));

  it("looking up a row is the product with its one-hot row", () =>
    holds(fc.tuple(size, size).chain(filled), (raw) => {
      const table = make(raw, backend);
      const [rows] = raw.shape;
      const identity = Array.from(
        { length: rows },
        (_, i) => Array.from({ length: rows }, (_, j) => (i === j ? 1 : 0)),
      );
      const oneHot = t.tensor(identity, { backend });
      const looked = t.gather(table, identity.map((_, i) => i));
      expect(looked.toArray()).toEqual(t.matmul(oneHot, table).toArray());
    }));

  it("many look-ups of few rows give linear the same bits as rows of their own", () =>
    holds(
      fc.tuple(size, size, size).chain(([rows, inputs, outputs]) =>
        fc.tuple(filled([rows, inputs]), filled([outputs, inputs]), filled([outputs]))
      ),
      ([a, b, c]) => {
        const [table, weight, bias] = [a, b, c].map((raw) => make(raw, backend));
        const indices = Array.from({ length: 3 * a.shape[0] }, (_, i) => (i * i) % a.shape[0]);
        const looked = t.gather(table, indices);
        const plain = make(
          { values: Float64Array.from(looked.values()), shape: looked.shape },
          backend,
        );
        expect(t.linear(looked, weight, bias).toArray()).toEqual(
          t.linear(plain, weight, bias).toArray(),
        );
      },
    ));

  it("the derivative of a sum is one everywhere, and of a scaled sum the scale", () =>
    holds(anyTensor, (raw) => {
      const w = t.parameter(raw.values, { shape: raw.shape, backend });
      t.backward(t.sum(t.scale(w, -2.5)));
      expect(w.grad!.values().every((g: number) => g === -2.5)).toBe(true);
    }));

  it("tanh and sigmoid stay inside their bounds, rise, and are two views of one curve", () =>
    holds(fc.tuple(fc.constant(32)).chain(filled), (raw) => {
      const x = make({ ...raw, values: raw.values.slice().sort() }, backend);
      for (const [f, low] of [[t.tanh, -1], [t.sigmoid, 0]] as const) {
        const y = f(x).values();
        expect(y.every((v: number, i: number) => v >= low && v <= 1 && (i === 0 || v >= y[i - 1])))
          .toBe(true);
      }
      const fromSigmoid = t.subtract(t.scale(t.sigmoid(t.scale(x, 2)), 2), 1);
      expect(distance(t.tanh(x), fromSigmoid)).toBeLessThan(close);
    }));
});
