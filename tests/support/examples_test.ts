import { describe, expect, it } from "vitest";
import { examplesIn, prepare } from "./examples.ts";
import { statedIn } from "./stated_value.ts";

/** Whether the values are as the comment states. */
const agree = (comment: string, ...found: unknown[]) => statedIn(comment)?.(found) === undefined;

describe("a value in a comment", () => {
  it.each<[string, ...unknown[]]>([
    ["0.95", 0.95],
    ["2.4", Math.fround(2.4)],
    ["−0.25", -0.25],
    ["1e-6", 1e-6],
    ['"−1e−6"', "−1e−6"],
    ["true: trained once", true],
    ["[3, 1, 8]: 3 words", [3, 1, 8]],
    ["[3, 2] [1, 3, 3]", [3, 2], [1, 3, 3]],
    ['["a", …, "z"]', ["a", "b", "c", "z"]],
    ["[1, …]", [1]],
    ["Float32Array [1, 2]", Float32Array.of(1, 2)],
    ["[1, 2]", Float32Array.of(1, 2)],
    ['{ "text/plain": "sky", size: 2 }', { "text/plain": "sky", size: 2 }],
    ["{ size: 2, … }", { size: 2, more: 3 }],
    ["{}: nothing is kept", {}],
    ["0.333…", 1 / 3],
    ["−0.666…", -2 / 3],
    ["≈ 0.7: near ln 2", 0.6931],
    ["1 − tanh(0.5)² ≈ 0.786", 0.7864477],
    ["3 − 0.1 · 6 = 2.4", 2.4],
    ["undefined", undefined],
    ["NaN", NaN],
    ["−∞", -Infinity],
  ])("%s", (comment, ...found) => {
    expect(statedIn(comment)?.(found)).toBe(undefined);
    expect(statedIn(comment)).toBeDefined();
  });

  it.each<[string, ...unknown[]]>([
    ["0.95", 0.951],
    ["0", -0],
    ["1", "1"],
    ["true", 1],
    ["[1, 2]", [1, 2, 3]],
    ["Float32Array [1, 2]", Int32Array.of(1, 2)],
    ["[1, 2]", [2, 1]],
    ["[3, 2] [1]", [3, 2]],
    ['["a", …, "z"]', ["a", "b"]],
    ["{ a: 1 }", { a: 1, b: 2 }],
    ["{}", { a: 1 }],
    ["0.333…", 0.334],
    ["0.333…", 0.33],
    ["≈ 0.79", 0.7851 - 0.001],
    ["3 − 0.1 · 6 = 2.4", 2.5],
    ["NaN", 0],
  ])("is not %s", (comment, ...found) => expect(agree(comment, ...found)).toBe(false));

  it("says what was found and what was stated", () => {
    expect(statedIn("[1, 2]")!([[1, 3]])).toBe("found [ 1, 3 ], and [1, 2] is stated");
  });

  it.each(["after 0 always came 1", "B T", "shows: right", "a stream of its own", "T or P"])(
    "is not in the remark: %s",
    (comment) => expect(statedIn(comment)).toBe(undefined),
  );

  it.each(["true in a notebook", "[1, 2", "{} outside", "0.5, near chance", "1 2 3 apples"])(
    "cannot be read in %s, which is said",
    (comment) => expect(() => statedIn(comment)).toThrow(/Cannot read the value stated in/),
  );
});

describe("examples", () => {
  const source = [
    "/**",
    " * A sentence.",
    " *",
    " * ```ts",
    " * add(1, 2); // 3",
    " * ```",
    " *",
    " * ```ts ignore",
    " * add(1); // 3",
    " * ```",
    " * ```sh",
    " * ./learn",
    " * ```",
    " */",
  ].join("\n");

  it("are found with their place, those to be run alone", () => {
    expect(examplesIn("lib/x.ts", source)).toEqual([
      { file: "lib/x.ts", line: 5, code: "add(1, 2); // 3\n" },
    ]);
  });

  it.each([
    ["add(1, 2); // 3", "says(0, add(1, 2));"],
    ["console.log(x.shape, y); // [1] 2", "says(0, x.shape, y); // [1] 2"],
    ["const total = add(1, 2); // 3", "const total = add(1, 2); says(0, total);"],
    ["if (done) console.log(loss < 1); // true", "if (done) says(0, loss < 1); // true"],
    ["console.log(\n  add(1, 2),\n); // 3", "says(0, \n  add(1, 2),\n); // 3"],
    ["add(\n  1,\n  2,\n); // 3", "says(0, add(\n  1,\n  2,\n));"],
    ["const c = add(\n  1,\n); // 3", "const c = add(\n  1,\n); says(0, c);"],
  ])("hand their values over: %j", (code, wanted) => {
    const { code: changed, stated } = prepare({ file: "x.ts", line: 1, code });
    expect(changed).toBe(wanted);
    expect(stated).toHaveLength(1);
  });

  it("are left alone where they only remark", () => {
    const code = 'const random = fork("weights"); // a stream of its own';
    expect(prepare({ file: "x.ts", line: 1, code })).toEqual({ code, stated: [] });
  });
});
