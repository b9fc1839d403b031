import { describe, expect, it } from "vitest";
import { attention } from "../../lib/cells/attention.ts";
import { convolution } from "../../lib/cells/convolution.ts";
import { feedforwardSlots, feedforwardWindow } from "../../lib/cells/feedforward.ts";
import { identity } from "../../lib/cells/initialize.ts";
import type { Model } from "../../lib/cells/model.ts";
import { rnn } from "../../lib/cells/rnn.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import { backward, reference, sum } from "../../lib/tensor/mod.ts";

const TIME_STEPS = 12;
const input = { kind: "symbols", vocab: ["a", "b", "c"] } as const;
const sizes = { input, outputSize: 2, hiddenSize: 6, backend: reference } as const;
const make: Record<string, () => Model> = {
  "a window of 1": () => feedforwardWindow({ ...sizes, window: 1, random: createRandom(0) }),
  "a window of 4": () => feedforwardWindow({ ...sizes, window: 4, random: createRandom(0) }),
  "slots": () => feedforwardSlots({ ...sizes, slots: TIME_STEPS, random: createRandom(0) }),
  "an rnn": () => sequenceModel({ ...sizes, cell: rnn, random: createRandom(0) }),
  "a convolution of 1 layer": () => convolution({ ...sizes, random: createRandom(0) }),
  "a convolution of 3 layers": () => convolution({ ...sizes, layers: 3, random: createRandom(0) }),
  "attention": () => attention({ ...sizes, random: createRandom(0) }),
};

/** What a net answers after its last step. */
function answer(net: Model, inputs: Int32Array): number[] {
  return [...net.forward({ timeSteps: TIME_STEPS, batch: 1, inputs }).outputs.values()].slice(-2);
}

describe("how far back a net sees", () => {
  it.each([
    ["a window of 1", 1],
    ["a window of 4", 4],
    ["slots", TIME_STEPS],
    ["an rnn", TIME_STEPS],
    ["a convolution of 1 layer", 2],
    ["a convolution of 3 layers", 8],
    ["attention", TIME_STEPS],
  ])("%s: %i steps", (name, wanted) => {
    const net = make[name]();
    const inputs = Int32Array.from({ length: TIME_STEPS }, (_, t) => t % 3);
    const before = answer(net, inputs);
    const seen = Array.from(
      inputs,
      (symbol, t) =>
        answer(net, inputs.with(t, (symbol + 1) % 3)).some((score, i) =>
          Math.abs(score - before[i]) > 1e-9
        ),
    );
    const first = TIME_STEPS - wanted;
    expect(seen).toEqual(Array.from(inputs, (_, t) => t >= first));
  });
});

describe("a net", () => {
  it("with slots knows the same symbols in another order", () => {
    const net = make.slots();
    const [some, turned] = [[0, 1, 2, 0], [1, 0, 2, 0]].map((symbols) =>
      answer(net, Int32Array.from({ length: TIME_STEPS }, (_, t) => symbols[t % 4]))
    );
    expect(Math.abs(some[0] - turned[0])).toBeGreaterThan(1e-3);
  });

  it("that is recurrent takes the same weights for one step as for twelve", () => {
    const used = [1, TIME_STEPS].map((timeSteps) => {
      const net = make["an rnn"]();
      const { outputs } = net.forward({ timeSteps, batch: 1, inputs: new Int32Array(timeSteps) });
      backward(sum(outputs));
      return Object.entries(net.params).filter(([, { grad }]) => grad).map(([name]) => name);
    });
    expect(used[0]).toContain("rnn.weight_hh_l0");
    expect(used[1]).toEqual(used[0]);
  });

  it.each([1, 5, 16])("has the %i units that it was asked for", (hiddenSize) => {
    const net = sequenceModel({ ...sizes, hiddenSize, cell: rnn, random: createRandom(0) });
    const { state, hidden } = net.forward({ timeSteps: 2, batch: 3, inputs: new Int32Array(6) });
    expect(state.h_l0.shape).toEqual([3, hiddenSize]);
    expect(hidden!.shape).toEqual([2, 3, hiddenSize]);
    expect(net.params["rnn.weight_hh_l0"].shape).toEqual([hiddenSize, hiddenSize]);
  });
});

describe("an rnn's start", () => {
  const loop = (init: "uniform" | "identity"): number[] => {
    const cell = rnn({ inputSize: 2, hiddenSize: 25, random: createRandom(0), init });
    return [...cell.params.weight_hh.values()];
  };

  it("is drawn from ±1/√hiddenSize", () => {
    const largest = loop("uniform").reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(largest).toBeLessThanOrEqual(0.2);
    expect(largest).toBeGreaterThan(0.19);
  });

  it("may be the identity", () => {
    expect(loop("identity")).toEqual([...identity(25)]);
    expect(loop("identity").reduce((sum, x) => sum + x, 0)).toBe(25);
  });
});
