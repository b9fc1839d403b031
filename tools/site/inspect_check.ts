/** The page's way to print values, against Deno's own. */

import * as fc from "fast-check";
import { inspect } from "./live/inspect.ts";

const same = (value: unknown) => {
  const mine = inspect(value);
  const denos = Deno.inspect(value);
  if (mine !== denos) throw new Error(`the page prints\n${mine}\nand Deno\n${denos}`);
};

Deno.test("values of the kinds that cells end with are printed as Deno prints them", () => {
  for (
    const value of [
      'a "quoted" word',
      "it's",
      `both " and '`,
      "two\nlines",
      1.5,
      -0,
      10n,
      NaN,
      null,
      undefined,
      true,
      [],
      {},
      [1, 2, 3],
      Array.from({ length: 130 }, (_, i) => i * i),
      ["the", "clouds", "are", "in", "the", "sky"],
      Array.from({ length: 30 }, (_, i) => `word ${i}`),
      [[1, 2], [3, [4, [5, [6, [7]]]]]],
      { kind: "typed gru", parameters: 150, state: ["h"], gates: ["r", "z", "n"] },
      { a: { b: { c: { d: { e: { f: 1 } } } } }, "not a name": 2 },
      new Float32Array([0.1, 2, 3]),
      new Map([["a", 1], ["b", 2]]),
      new Set(["x", 'y"']),
      () => 1,
      function named() {},
      class Cell {},
      new (class Point {
        x = 1;
      })(),
      new Date(0),
      /a+/g,
      Symbol("s"),
      [undefined, null, , 3],
      { "it's": "it's", f() {} },
    ]
  ) same(value);
});

Deno.test("and so are five hundred values made at random", () => {
  const leaf = fc.oneof(
    fc.string({ unit: "grapheme-ascii" }),
    fc.double({ noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("tree"), { maxLength: 9 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie("tree"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(fc.property(tree, same), { numRuns: 500 });
});
