import { describe, expect, it } from "vitest";
import { gru } from "../../lib/cells/gru.ts";
import { feedforwardWindow } from "../../lib/cells/feedforward.ts";
import type { Model } from "../../lib/cells/model.ts";
import { sequenceModel } from "../../lib/cells/sequence_model.ts";
import { createRandom } from "../../lib/random.ts";
import { drawSymbol, sample } from "../../lib/training/sample.ts";

const vocab = ["a", "b", "c", "."];
const input = { kind: "symbols", vocab } as const;
const model = sequenceModel({
  input,
  outputSize: 4,
  cell: gru,
  hiddenSize: 8,
  random: createRandom(0),
});
const random = () => createRandom(1);

describe("drawSymbol", () => {
  const scores = [1, 3, 2, 3];

  it("takes the first of the highest at temperature 0, and asks chance for nothing", () => {
    const unasked = { next: () => expect.fail("asked") } as unknown as ReturnType<typeof random>;
    expect(drawSymbol(scores, 0, unasked)).toBe(1);
  });

  it.each([0.5, 1, 2])("draws with probabilities e^(score / %d)", (temperature) => {
    const chance = random();
    const drawn = new Array(4).fill(0);
    for (let i = 0; i < 20_000; i++) drawn[drawSymbol(scores, temperature, chance)] += 1 / 20_000;
    const weights = scores.map((score) => Math.exp(score / temperature));
    const whole = weights.reduce((sum, weight) => sum + weight);
    weights.forEach((weight, i) => expect(drawn[i]).toBeCloseTo(weight / whole, 1.7));
  });

  it("refuses what cannot be drawn from", () => {
    expect(() => drawSymbol([1, NaN], 1, random())).toThrow("score 1 is NaN, and finite numbers");
    expect(() => drawSymbol([], 1, random())).toThrow("there is no score");
    expect(() => drawSymbol({} as number[], 0, random())).toThrow(
      "found an empty object, and a list",
    );
    // deno-lint-ignore no-explicit-any
    expect(() => drawSymbol(scores, 1, undefined as any)).toThrow("random is undefined, and a gen");
    expect(() => drawSymbol(scores, -1, random())).toThrow("temperature is -1");
  });
});

describe("sample", () => {
  /** What the model would say after reading a text from its beginning: no memory is handed on here. */
  const likeliest = (text: number[]) => {
    const { outputs } = model.forward(
      { timeSteps: text.length, batch: 1, inputs: Int32Array.from(text) },
    );
    return drawSymbol(outputs.values().slice(-4), 0, random());
  };

  it("reads what it wrote: greedily, each symbol is the likeliest after all before it", () => {
    const start = [0, 1, 2];
    const [text] = sample(model, { start, length: 12, temperature: 0, random: random() });
    expect(text).toHaveLength(12);
    text.forEach((symbol, t) => expect(symbol).toBe(likeliest([...start, ...text.slice(0, t)])));
  });

  it("writes several texts side by side, each ended by its own end", () => {
    const texts = sample(model, { start: [3], length: 30, texts: 20, end: 3, random: random() });
    expect(texts).toHaveLength(20);
    expect(texts.flat()).not.toContain(3);
    expect(new Set(texts.map((text) => text.length)).size).toBeGreaterThan(3);
  });

  it("is the same again with the same chance, and another with another", () => {
    const once = (seed: number) =>
      sample(model, { start: [0], length: 40, random: createRandom(seed) });
    expect(once(1)).toEqual(once(1));
    expect(once(1)).not.toEqual(once(2));
  });

  it("says what it cannot write with", () => {
    const write = (model: Model, change: object = {}) => () =>
      sample(model, { start: [0], length: 3, random: random(), ...change });
    const sizes = { outputSize: 4, hiddenSize: 4, random: createRandom(0) };
    expect(write(sequenceModel({ ...sizes, input: { kind: "vectors", size: 2 }, cell: gru })))
      .toThrow("it reads numbers, and a model of symbols is wanted");
    expect(write(feedforwardWindow({ ...sizes, input, window: 2 })))
      .toThrow("it hands on no memory, and a recurrent model is wanted");
    expect(write(sequenceModel({ ...sizes, input, cell: gru, bidirectional: true })))
      .toThrow("it reads from the end as well, and a recurrent model is wanted");
    expect(write(model, { start: [4] })).toThrow("at least one symbol from 0 to 3");
    expect(write(model, { start: [] })).toThrow("at least one symbol from 0 to 3");
    expect(write(model, { temprature: 1 })).toThrow("temperature is wanted");
    expect(write(model, { length: 1e12 })).toThrow("length is");
    expect(write(model, { texts: 1e7 })).toThrow("texts is 10000000, and a whole number from 1 to");
    const tooMany = sequenceModel({ ...sizes, outputSize: 5, input, cell: gru });
    expect(write(tooMany)).toThrow(
      "found outputSize 5 and 4 symbols, and a model that answers with one score for each symbol",
    );
  });
});
