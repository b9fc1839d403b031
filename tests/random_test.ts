import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { createRandom, splitMix64, xoshiro128 } from "lib/random.ts";

const draws = (n: number, draw: () => number) => Array.from({ length: n }, draw);
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("the published generators", () => {
  it("xoshiro128** from the state 1, 2, 3, 4", () => {
    expect(draws(10, xoshiro128(Int32Array.of(1, 2, 3, 4)))).toEqual(
      // deno-fmt-ignore
      [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
    );
  });
  it("SplitMix64 from 1477776061723855037", () => {
    const draw = splitMix64(1477776061723855037n);
    expect([draw(), draw(), draw()]).toEqual([
      1985237415132408290n,
      2979275885539914483n,
      13511426838097143398n,
    ]);
  });
});

describe("a stream", () => {
  it("is fixed by its seed", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (seed) => {
      expect(draws(5, createRandom(seed).next)).toEqual(draws(5, createRandom(seed).next));
    }));
    expect(draws(3, createRandom(0).next)).toEqual([
      0.8702547766733915,
      0.601693955482915,
      0.6697971452958882,
    ]);
  });
  it("differs from that of the next seed", () => {
    expect(draws(3, createRandom(1).next)).not.toEqual(draws(3, createRandom(2).next));
    expect(draws(3, createRandom(-1).next)).not.toEqual(draws(3, createRandom(1).next));
  });
  it("next: within [0, 1), mean ½, variance 1/12, neighbours unrelated", () => {
    const values = draws(100_000, createRandom(3).next);
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(mean(values.map((v) => (v - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.002);
    const related = mean(values.slice(1).map((v, i) => (v - 0.5) * (values[i] - 0.5)));
    expect(Math.abs(related)).toBeLessThan(0.002);
  });
  it("integer: every value equally often, for a span that is no power of two", () => {
    const random = createRandom(4);
    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(-3, 4) + 3] += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
  it("integer: also over the whole 32 bits", () => {
    const random = createRandom(5);
    const values = draws(1000, () => random.integer(0, 2 ** 32));
    expect(Math.max(...values)).toBeGreaterThan(2 ** 32 - 2 ** 25);
    expect(values.every(Number.isSafeInteger)).toBe(true);
  });
  it("uniform: within its bounds", () => {
    const random = createRandom(6);
    expect(draws(1000, () => random.uniform(-2, 5)).every((v) => v >= -2 && v < 5)).toBe(true);
  });
  it("normal: moments 0, 1, 0, 3, and mean and std where given", () => {
    const random = createRandom(7);
    const values = draws(100_000, () => random.normal());
    const moment = (power: number) => mean(values.map((v) => v ** power));
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
    expect(Math.abs(mean(draws(10_000, () => random.normal(5, 0.1))) - 5)).toBeLessThan(0.01);
  });
  it("permutation: each number once, each order equally often", () => {
    fc.assert(fc.property(fc.nat(50), fc.integer(), (n, seed) => {
      const order = createRandom(seed).permutation(n);
      expect([...order].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
    }));
    const random = createRandom(8);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 24_000; i++) {
      const key = random.permutation(4).join("");
      counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(Object.keys(counts)).toHaveLength(24);
    for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
  it("pick: one of the items", () => {
    const random = createRandom(9);
    expect(new Set(draws(100, () => random.pick([1, 2, 3])))).toEqual(new Set([1, 2, 3]));
  });
});

describe("fork", () => {
  it("does not advance the parent, nor depend on how far it is", () => {
    const random = createRandom(1);
    const first = random.fork("weights").next();
    const [a, b] = [createRandom(1).next(), random.next()];
    expect(a).toBe(b);
    expect(random.fork("weights").next()).toBe(first);
  });
  it("differs by label, by kind of label, by order and by seed", () => {
    const random = createRandom(1);
    const streams = [
      random,
      random.fork("a"),
      random.fork("b"),
      random.fork(1),
      random.fork("1"),
      random.fork(""),
      random.fork("a").fork("b"),
      random.fork("b").fork("a"),
      createRandom(2).fork("a"),
    ];
    expect(new Set(streams.map((stream) => stream.next())).size).toBe(streams.length);
  });
  it("is unrelated to its siblings and its parent", () => {
    const random = createRandom(10);
    const [a, b] = [random.fork(0), random.fork(1)].map((child) => draws(20_000, child.next));
    const parent = draws(20_000, random.next);
    const related = (x: number[], y: number[]) => mean(x.map((v, i) => (v - 0.5) * (y[i] - 0.5)));
    expect(Math.abs(related(a, b))).toBeLessThan(0.003);
    expect(Math.abs(related(a, parent))).toBeLessThan(0.003);
  });
});

describe("a place in a stream", () => {
  it("is gone back to, the spare normal deviate included", () => {
    const random = createRandom(9);
    random.normal(); // one more is left over
    const place = JSON.parse(JSON.stringify(random.position()));
    const then = [random.normal(), random.next(), random.normal()];
    const other = createRandom(1);
    other.goTo(place);
    expect([other.normal(), other.next(), other.normal()]).toEqual(then);
    expect(other.fork("x").next()).toBe(createRandom(1).fork("x").next()); // forks know the seed alone
  });
  it.each([
    { words: [0, 0, 0, 0], spare: null },
    { words: [1, 2, 3], spare: null },
    { words: [1, 2, 3, 2 ** 32], spare: null },
    { words: [1, 2, 3, 0.5], spare: null },
    { words: [1, 2, 3, 4], spare: NaN },
  ])("is refused if it is none: %o", (place) => {
    expect(() => createRandom(0).goTo(place)).toThrow("Cannot go to a place in a random stream");
  });
});

describe("what it refuses", () => {
  it.each([0.5, NaN, Infinity, 2 ** 53])("the seed %s", (seed) => {
    expect(() => createRandom(seed)).toThrow(`found seed ${seed}, wanted a whole number`);
  });
  it("an empty span, bounds that are not whole", () => {
    const random = createRandom(0);
    expect(() => random.integer(3, 3)).toThrow("found [3, 3)");
    expect(() => random.integer(0, 1.5)).toThrow("found [0, 1.5)");
    expect(() => random.pick([])).toThrow("Cannot pick from nothing");
  });
});

// What somebody gives is not always what the types say.
// deno-lint-ignore no-explicit-any
it.each<[string, (random: any) => unknown, string]>([
  ["uniform", (random) => random.uniform("0", 1), 'low is the text "0", and a number is wanted'],
  ["uniform", (random) => random.uniform(0, NaN), "high is NaN, and a number is wanted"],
  ["normal", (random) => random.normal(0, [1]), "std is the list [1], and a number is wanted"],
  ["uniform", (random) => random.uniform(5, 1), "high is 1, and a number of at least 5 is wanted"],
  [
    "uniform",
    (random) => random.uniform(-1.7e308, 1.7e308), // whose distance is infinite
    "low is -1.7e+308, and a number from -1e+300 to 1e+300 is wanted",
  ],
  ["normal", (random) => random.normal(0, -1), "std is -1, and a number of at least 0 is wanted"],
  ["normal", (random) => random.normal(1.7e308, 1.7e308), "mean is 1.7e+308, and a number from"],
  ["pick", (random) => random.pick(new DataView(new ArrayBuffer(3))), "is a DataView of 3, and a"],
  ["fork", (random) => random.fork(NaN), "its label is NaN, and a text or a number is wanted"],
  [
    "permutation",
    (random) => random.permutation(1e12),
    "n is 1000000000000, and a whole number of at",
  ],
  [
    "permutation",
    (random) => random.permutation(-1),
    "n is -1, and a whole number of at least 0 is",
  ],
  [
    "pick",
    (random) => random.pick("abc"),
    'what is picked from is the text "abc", and a list or typed',
  ],
  [
    "fork",
    (random) => random.fork({}),
    "its label is an empty object, and a text or a number is wanted",
  ],
  [
    "goTo",
    (random) => random.goTo({ words: [1] }),
    "spare is missing, and a number, or null, is wanted",
  ],
  ["goTo", (random) => random.goTo(5), "the place is 5, and an object { words, spare } is wanted"],
])("a draw that means nothing is refused: %s", (_, draw, message) => {
  expect(() => draw(createRandom(0))).toThrow(message);
});
