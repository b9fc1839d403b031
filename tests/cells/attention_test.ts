import { describe, expect, it } from "vitest";
import { attention } from "../../lib/cells/attention.ts";
import { gradientCheck } from "../../lib/checks/gradient_check.ts";
import { createRandom } from "../../lib/random.ts";
import { createSimd } from "../../lib/tensor/backend.ts";
import { crossEntropy, inArena, reference, simd, withoutGradients } from "../../lib/tensor/mod.ts";

const input = { kind: "symbols", vocab: ["a", "b", "c", "d"] } as const;
const make = (more = {}) =>
  attention({ input, outputSize: 3, hiddenSize: 6, random: createRandom(1), ...more });
const batch = (inputs: number[], members = 1) => ({
  timeSteps: inputs.length / members,
  batch: members,
  inputs: Int32Array.from(inputs),
});
const lastOf = (values: ArrayLike<number>) => Array.from(values).slice(-3);

describe("attention", () => {
  it.each([[1, input], [2, input], [1, { kind: "vectors", size: 2 } as const]])(
    "derivatives with %i layers, reading %j",
    (layers, input) => {
      const model = make({ layers, input, backend: reference });
      const inputs = input.kind === "symbols"
        ? Int32Array.of(0, 1, 2, 3, 1, 1)
        : Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
      const f = () =>
        crossEntropy(
          model.forward({ timeSteps: 3, batch: 2, inputs }).outputs,
          [0, 1, 2, -1, 1, 0],
        );
      expect(gradientCheck(f, model.params).largestError).toBeLessThan(1e-6);
    },
  );

  it("gives the same in float32 as in float64", () => {
    const sequences = batch([0, 1, 2, 3, 1, 1], 2);
    const exact = make({ backend: reference }).forward(sequences).outputs.values();
    const quick = make({ backend: simd }).forward(sequences).outputs.values();
    exact.forEach((x: number, i: number) => expect(Math.abs(x - quick[i])).toBeLessThan(1e-5));
  });

  it("looks at no later step, and its looks sum to one", () => {
    const { gates } = make().forward(batch([0, 1, 2, 3]), { gates: true });
    const looks = gates.attention_l0.toArray() as number[][][];
    looks[0].forEach((row, t) => {
      expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 6);
      expect(row.slice(t + 1).every((x) => x === 0)).toBe(true);
    });
  });

  it("keeps the members of a batch apart", () => {
    const both = make().forward(batch([0, 3, 1, 2, 2, 1], 2)).outputs.toArray() as number[][];
    const second = make().forward(batch([3, 2, 1])).outputs.toArray() as number[][];
    expect([both[1], both[3], both[5]]).toEqual(second);
  });

  it("answers a long batch in little memory where nothing is remembered, to the same bits", () => {
    const [timeSteps, members] = [200, 128];
    const random = createRandom(2);
    const draw = () => random.integer(0, 4);
    const long = batch(Array.from({ length: timeSteps * members }, draw), members);
    const little = createSimd(1200); // 75 MiB
    const answer = (backend = little) =>
      inArena(() => make({ backend, layers: 2 }).forward(long, { from: 3 }).outputs.values(), {
        backend,
      });
    expect(answer).toThrow("Cannot make room");
    const wanted = answer(simd);
    expect(withoutGradients(answer, { backend: little })).toEqual(wanted);
  });

  it("without position codes sees a set: the order of what came before the last step is lost", () => {
    const answer = (positions: boolean, inputs: number[]) =>
      lastOf(make({ positions }).forward(batch(inputs)).outputs.values());
    const distance = (positions: boolean) => {
      const [a, b] = [[0, 1, 2, 3], [2, 0, 1, 3]].map((inputs) => answer(positions, inputs));
      return Math.max(...a.map((x, i) => Math.abs(x - b[i])));
    };
    expect(distance(false)).toBeLessThan(1e-6);
    expect(distance(true)).toBeGreaterThan(1e-3);
  });
});
