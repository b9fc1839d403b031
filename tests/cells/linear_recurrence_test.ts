import { describe, expect, it } from "vitest";
import { linearMemory } from "../../lib/cells/linear_memory.ts";
import { minGru } from "../../lib/cells/min_gru.ts";
import type { CellFactory } from "../../lib/cells/sequence_model.ts";
import { unroll } from "../../lib/cells/unroll.ts";
import { checkCell } from "../../lib/checks/check_cell.ts";
import { createRandom } from "../../lib/random.ts";
import {
  type Backend,
  backward,
  parameter,
  reference,
  simd,
  square,
  sum,
  type Tensor,
  tensor,
} from "../../lib/tensor/mod.ts";

const cells: [string, CellFactory][] = [
  ["minGru", minGru],
  ["linear memory, signed", linearMemory],
  ["linear memory, positive", (options) => linearMemory({ ...options, factor: "positive" })],
];
const sizes = { inputSize: 3, hiddenSize: 5 };

function input(timeSteps: number, batch: number, backend: Backend): Tensor {
  const random = createRandom(1);
  const values = Float64Array.from({ length: timeSteps * batch * 3 }, () => random.normal());
  return parameter(values, { shape: [timeSteps, batch, 3], backend });
}

describe.each(cells)("%s", (_, factory) => {
  it("is a cell", () => {
    expect(checkCell(factory).gates).toHaveLength(1);
  });

  it.each([[reference, 1e-13], [simd, 1e-5]] as [Backend, number][])(
    "a whole sequence gives the numbers and derivatives of step by step ($name)",
    (backend, tolerance) => {
      for (const timeSteps of [1, 2, 7, 32]) {
        const cell = factory({ ...sizes, random: createRandom(0), backend });
        const all = (stepByStep: boolean) => {
          const x = input(timeSteps, 2, backend);
          const h = parameter(tensor([[1, -2, 3, 0.5, 0], [0, 1, 0, -1, 2]], { backend }));
          const { outputs, state, gates } = unroll(cell, x, {
            state: { h },
            gates: true,
            stepByStep,
          });
          backward(sum(square(outputs)));
          return [outputs, state.h, ...Object.values(gates), x.grad!, h.grad!]
            .concat(Object.values(cell.params).map(({ grad }) => grad!))
            .map((found) => found.values());
        };
        const [loop, scan] = [all(true), all(false)];
        loop.forEach((values, i) =>
          expect(
            values.every((value: number, j: number) =>
              Math.abs(scan[i][j] - value) < tolerance * Math.max(1, Math.abs(value))
            ),
          ).toBe(true)
        );
      }
    },
  );
});

describe("minGru", () => {
  it("keeps its memory to the last bit of the gate when z is one, overwrites it when z is zero", () => {
    const last = (keepBias: number) => {
      const cell = minGru({ ...sizes, random: createRandom(0), init: { keepBias } });
      cell.params.weight.assign(cell.params.weight.values().fill(0, 0, 15)); // z asks no input
      const { outputs } = unroll(cell, input(40, 1, simd), {
        state: { h: tensor([[1, 2, 3, 4, 5]]) },
      });
      return Array.from(outputs.values().slice(-5));
    };
    expect(last(100)).toEqual([1, 2, 3, 4, 5]);
    const overwritten = last(-100);
    expect(overwritten.every((h) => Math.abs(h) < 3)).toBe(true);
  });

  it("starts as it is told", () => {
    const start = (init: object) =>
      minGru({ ...sizes, random: createRandom(0), init: init as { keepBias: number } })
        .params.bias.values().slice(0, 5);
    expect(Array.from(start({ keepBias: 3 }))).toEqual([3, 3, 3, 3, 3]);
    expect(start({ chrono: 100 }).every((b) => b >= 0 && b <= Math.log(99))).toBe(true);
    expect(() => start({ forgetBias: 3 })).toThrow("keepBias");
  });
});

describe("linear memory", () => {
  it("says which factors there are", () => {
    expect(() =>
      linearMemory({ ...sizes, random: createRandom(0), factor: "negative" as "signed" })
    ).toThrow('factor is the text "negative", and one of "signed", "positive" is wanted');
  });
});
