/** Options are checked in one place: unknown names, ill-typed values and meaningless combinations. */

import { describe, expect, it } from "vitest";
import fc from "fast-check";
import {
  anyText,
  checkOptions,
  checkValue,
  count,
  described,
  listOf,
  named,
  nearest,
  needed,
  nested,
  oneOf,
  orNull,
  realNumber,
  wholeNumber,
  yesOrNo,
} from "../lib/options.ts";

interface Sizes {
  hiddenSize: number;
  learningRate?: number;
  clip?: number | null;
  init?: string;
  loud?: boolean;
}

const check = (given: unknown) => () =>
  checkOptions<Sizes>("make a cell", given, {
    hiddenSize: needed(count()),
    learningRate: realNumber(0),
    clip: orNull(realNumber(0)),
    init: oneOf("uniform", "chrono"),
    loud: yesOrNo,
  }, {
    instead: { forgetBias: "init: { forgetBias: … } is wanted" },
    together: ({ loud, init }) =>
      loud && init ? "found init beside loud, and one of them is wanted" : undefined,
    passing: ["sample"],
  });

describe("options", () => {
  it("pass if each is allowed; one that is undefined counts as not given", () => {
    check({ hiddenSize: 3, clip: null, learningRate: undefined, sample: () => 0 })();
  });

  it.each<[string, object, string]>([
    [
      "a slip",
      { hidenSize: 3 },
      "found the option hidenSize, and hiddenSize is wanted (there are ",
    ],
    [
      "two swapped letters",
      { hiddenSize: 1, cilp: 1 },
      "found the option cilp, and clip is wanted",
    ],
    ["initials", { hiddenSize: 1, lr: 1 }, "found the option lr, and learningRate is wanted"],
    ["another case", { hidden_size: 1 }, "found the option hidden_size, and hiddenSize is wanted"],
    ["a beginning", { hidden: 1 }, "found the option hidden, and hiddenSize is wanted"],
    [
      "nothing near",
      { colour: 1 },
      "found the option colour, and one of hiddenSize, learningRate, clip, init, loud is wanted",
    ],
    ["elsewhere", { forgetBias: 3 }, "found the option forgetBias, and init: { forgetBias: … } is"],
    ["every object's", { toString: 1 }, "found the option toString, and one of hiddenSize, "],
    ["missing", {}, "hiddenSize is missing, and a whole number of at least 1 is wanted"],
    ["undefined", { hiddenSize: undefined }, "hiddenSize is missing, and a whole number"],
    ["text", { hiddenSize: "32" }, 'hiddenSize is the text "32", and a whole number of at least 1'],
    [
      "a part",
      { hiddenSize: 1.5 },
      "hiddenSize is 1.5, and a whole number of at least 1 is wanted",
    ],
    ["none", { hiddenSize: 0 }, "hiddenSize is 0, and a whole number of at least 1 is wanted"],
    ["NaN", { hiddenSize: NaN }, "hiddenSize is NaN, and a whole number of at least 1 is wanted"],
    [
      "too many",
      { hiddenSize: 1e12 },
      "hiddenSize is 1000000000000, and a whole number of at most",
    ],
    ["endless", { hiddenSize: Infinity }, "hiddenSize is Infinity, and a whole number of at most"],
    ["a big number", { hiddenSize: 3n }, "hiddenSize is the big number 3n, and a whole number"],
    [
      "null",
      { hiddenSize: null },
      "hiddenSize is null, and a whole number of at least 1 is wanted",
    ],
    ["a list", { hiddenSize: [3] }, "hiddenSize is the list [3], and a whole number of at least 1"],
    [
      "a promise",
      { hiddenSize: Promise.resolve(3) },
      "hiddenSize is a promise, of what `await` before it would give, and a whole number",
    ],
    [
      "an endless rate",
      { hiddenSize: 1, learningRate: Infinity },
      "learningRate is Infinity, and a ",
    ],
    [
      "a word",
      { hiddenSize: 1, init: "unifrom" },
      'init is the text "unifrom", and one of "uniform"',
    ],
    [
      "together",
      { hiddenSize: 1, init: "chrono", loud: true },
      "found init beside loud, and one of",
    ],
  ])("are refused: %s", (_, given, message) => {
    expect(check(given)).toThrow(`Cannot make a cell: ${message}`);
  });

  it.each([undefined, null, 5, "abc", [], () => 1, Promise.resolve({})])(
    "are refused if they are none: %s",
    (given) => {
      expect(check(given)).toThrow(
        `Cannot make a cell: the options are ${described(given)}, and an object { hiddenSize } is `,
      );
    },
  );

  it("are refused in one sentence, whatever is in them", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (given) => {
        try {
          check(given)();
          expect(Number.isInteger(given.hiddenSize)).toBe(true);
        } catch (error) {
          expect((error as Error).message).toMatch(/^Cannot make a cell: .+(is|are) wanted/s);
        }
      }),
    );
  });
});

const circular: unknown[] = [1];
circular.push(circular);

describe("a value", () => {
  it("is checked like an option", () => {
    expect(() => checkValue("count", "size", -1, wholeNumber(0))).toThrow(
      "Cannot count: size is -1, and a whole number of at least 0 is wanted",
    );
    expect(() => checkValue("count", "size", "a".repeat(1000), wholeNumber(0, 3))).toThrow(
      /^Cannot count: size is the text "a{58}…, and a whole number from 0 to 3 is wanted$/,
    );
  });

  it.each<[unknown, string]>([
    [Symbol("x"), "Symbol(x)"],
    [{}, "an empty object"],
    [{ a: 1, b: 2 }, "an object of a, b"],
    [Object.create(null), "an empty object"],
    [new Map(), "a Map"],
    [Int32Array.of(1, 2), "an Int32Array of 2"],
    [[1, ["a", [2]], null], 'the list [1,["a",[2]],null]'],
    [Array(1e6).fill(0), "the list [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,…]"],
    [circular, "the list [1,[1,[1,[…]]]]"],
    [function lstm() {}, "the function lstm"],
    [true, "true"],
  ])("is described: %s", (value, words) => {
    expect(described(value)).toBe(words);
  });
});

describe("options within options", () => {
  interface Axis {
    label: string;
    ticks?: number[];
  }
  const rules = {
    x: needed(nested<Axis>({ label: needed(anyText), ticks: listOf(realNumber(0)) })),
    groups: named(listOf(yesOrNo, 1)),
  };
  const draw = (given: unknown) => () =>
    checkOptions<{ x: Axis; groups?: object }>("draw", given, rules);

  it.each<[unknown, string]>([
    [{}, "x is missing, and an object { label, ticks } is wanted"],
    [{ x: "time" }, 'x is the text "time", and an object { label, ticks } is wanted'],
    [{ x: {} }, "x.label is missing, and a text is wanted"],
    [
      { x: { label: "a", tick: [] } },
      "found the option x.tick, and ticks is wanted (there are label",
    ],
    [{ x: { label: "a", ticks: 3 } }, "x.ticks is 3, and a list, each a number of at least 0, is"],
    [
      { x: { label: "a", ticks: [1, -1] } },
      "x.ticks[1] is -1, and a number of at least 0 is wanted",
    ],
    [{ x: { label: "a", ticks: Array(2) } }, "x.ticks[0] is undefined, and a number of at least 0"],
    [
      { x: { label: "a" }, groups: { b: [] } },
      "groups.b is the list [], and a list of at least 1, each",
    ],
    [{ x: { label: "a" }, groups: { b: [1] } }, "groups.b[0] is 1, and true or false is wanted"],
    [
      { x: { label: "a" }, groups: Promise.resolve() },
      "groups is a promise, of what `await` before",
    ],
  ])("%j are refused by the place of what is wrong", (given, message) => {
    expect(draw(given)).toThrow(`Cannot draw: ${message}`);
  });

  it("pass if each is allowed", () => {
    draw({ x: { label: "", ticks: [0, 1] }, groups: { a: [true], b: [false] } })();
  });
});

describe("the nearest name", () => {
  it("is the one a few slips away, and none where all are far", () => {
    const known = ["model", "updates", "evaluateEvery", "learningRate", "batch", "activation"];
    const meant = (name: string) => nearest(name, known);
    expect(["learnigRate", "evaluteEvery", "activaton", "LEARNING_RATE", "lr", "modle"].map(meant))
      .toEqual([
        "learningRate",
        "evaluateEvery",
        "activation",
        "learningRate",
        "learningRate",
        "model",
      ]);
    expect(["zebra", "", "x", "e".repeat(1e5), "constructor"].map(meant))
      .toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe("what has members, but none by name", () => {
  it.each<[string, object]>([
    ["a Map", new Map([["rows", 3]])],
    ["a Set", new Set(["rows"])],
    ["a Date", new Date()],
  ])("is no options: %s", (_, given) => {
    const rules = { rows: wholeNumber(1) };
    expect(() => checkOptions<{ rows?: number }>("make a board", given, rules)).toThrow(
      "and an object { rows } is wanted",
    );
    expect(named(wholeNumber()).holds(given)).toBe(false);
  });
});
