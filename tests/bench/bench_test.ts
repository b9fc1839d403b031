/**
 * The bench's own arithmetic and words. Nothing here is timed.
 */

import { describe, expect, it } from "vitest";
import { moduleBase64 } from "lib/tensor/simd/module.ts";
import { checkLosses, readOptions } from "../../tools/bench/bench.ts";
import { makeBatches } from "../../tools/bench/batches.ts";
import { power } from "../../tools/bench/cost.ts";
import { hiddenChart, hiddenTable } from "../../tools/bench/hidden_sizes.ts";
import { buildModel } from "../../tools/bench/ours.ts";
import { exportNames, shares } from "../../tools/bench/profile.ts";
import { sweepJobs } from "../../tools/bench/sweep.ts";
import { write } from "../../tools/bench/writing.ts";
import { digits, markdown, median, report, rowOf } from "../../tools/bench/table.ts";

const size = { cell: "lstm", hidden: 32, batch: 32, steps: 32 } as const;

describe("the table", () => {
  it("takes medians and minima", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    const row = rowOf(size, { ours: [2, 1, 4], pytorch1: [3, 3.123456, 9] });
    expect(row).toEqual({
      ...size,
      milliseconds: { ours: 1, pytorch1: 3 },
      medians: { ours: 2, pytorch1: 3.123 },
    });
  });

  it("takes PyTorch's better thread count, and says what is wanted", () => {
    const text = report([
      rowOf(size, { ours: [1], pytorch1: [4], pytorch2: [3], ownStacked: [1.5] }),
    ]);
    expect(text).toMatch(
      /\| lstm 32\/32\/32 \| 1\.00 \(1\.00\) \| +– \| +4\.00 \(4\.00\) \| +3\.00 \(3\.00\) \|/,
    );
    expect(text).toContain("3.00× 3.00× | ≥ 2.2× |");
    expect(text).toContain("1.50 (1.50)");
    expect(text).not.toContain("TensorFlow.js");
  });

  it("holds a learner's cell against one thread of the library's, and against PyTorch's eager loop", () => {
    const text = report([
      rowOf(size, {
        ours: [1],
        oursAlone: [2],
        ownStacked: [3],
        pytorchOwn1: [15],
        pytorchOwn2: [12],
      }),
    ]);
    expect(text).toContain("1.50× 1.50× |");
    expect(text).toMatch(/12\.0 \(12\.0\) \| +4\.00× 4\.00× \|\s+≥ 4× \|/);
  });

  it("joins several runs: the least times, and each run's ratio", () => {
    const run = (...times: readonly number[]) => [rowOf(size, { ours: times, pytorch1: [6, 9] })];
    const text = report(run(2, 4, 8), run(3, 3, 3));
    expect(text).toContain("| 2.00 (3.00) |");
    expect(text).toMatch(/3\.00× 2\.00× \|\s+≥ 2\.2× \|/);
    expect(() => report(run(1), [])).toThrow("run 2 does not have the cases");
    expect(() => report(run(1), [rowOf(size, { ours: [1] })])).toThrow("run 2 does not have");
  });

  it("does without peers that are not there", () => {
    const text = report([rowOf(size, { ours: [1] })]);
    expect(text).toContain("–");
    expect(text).not.toContain("NaN");
  });

  it("writes three digits, in columns", () => {
    expect([0.1424, 3.384, 14.73, 146.6].map(digits)).toEqual(["0.142", "3.38", "14.7", "147"]);
    expect(markdown(["name", "ms"], [["a", "1"], ["b", "123"]]).split("\n")).toEqual([
      "| name |  ms |",
      "| ---- | --: |",
      "| a    |   1 |",
      "| b    | 123 |",
    ]);
  });
});

describe("the comparison", () => {
  it("is refused where losses differ", () => {
    expect(checkLosses({ ours: [3.3, 3.2], pytorch1: [3.3, 3.2000001] })).toBeLessThan(1e-7);
    expect(() => checkLosses({ ours: [3.3, 3.2], pytorch1: [3.3, 3.1] })).toThrow(
      "Cannot compare ours and pytorch1: after 1 updates",
    );
    expect(() => checkLosses({ ours: [3.3], pytorch1: [NaN] })).toThrow("Cannot compare");
  });

  it("reads its options, and refuses what it does not know", () => {
    expect(readOptions(["--quick", "--only", "rnn,gru", "--json", "x.json"])).toEqual({
      quick: true,
      only: ["rnn", "gru"],
      json: "x.json",
      join: [],
    });
    expect(readOptions(["--join", "a.json,b.json"]).join).toEqual(["a.json", "b.json"]);
    expect(() => readOptions(["--only", "transformer"])).toThrow("Cannot time transformer");
    expect(() => readOptions(["--fast"])).toThrow("Cannot read --fast");
    expect(() => readOptions(["--json"])).toThrow("Cannot read --json");
  });

  it("gives everyone the same sequences", () => {
    expect(makeBatches(size)).toEqual(makeBatches(size));
    expect(makeBatches(size)[0].inputs).toHaveLength(32 * 32);
  });

  it("holds cells of the same size against each other", () => {
    const count = (whose: "library" | "stacked" | "separate") =>
      Object.values(buildModel(whose, size, 28, 32).params).reduce(
        (sum, { size }) => sum + size,
        0,
      );
    expect(count("stacked")).toBe(count("library"));
    expect(count("separate")).toBe(count("library"));
  });

  it("sweeps three cells over five seeds", () => {
    expect(sweepJobs(10)).toHaveLength(15);
  });
});

describe("writing", () => {
  it("draws each character from the net's probabilities and reads it before the next", () => {
    const model = buildModel("library", size, 28, 32);
    const draws = [0, 0.3, 0.6, 0.9999999, 0.3];
    const written = write(model, 3, draws);
    expect(written).toHaveLength(5);
    expect(written[0]).toBe(0);
    expect(written[3]).toBe(27);
    expect(written).toEqual(write(model, 3, draws));
  });
});

describe("the profile", () => {
  it("knows kernels by the names under which they are exported", () => {
    const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
    const names = [...exportNames(bytes).values()];
    expect(names).toContain("matmul");
    expect(names).toContain("sequenceForward");
  });

  it("counts what a kernel calls as the kernel's", () => {
    const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
      id,
      callFrame: { functionName, url, lineNumber: 4 },
      children,
    });
    const profile = {
      nodes: [
        node(1, "step", "file:///lib/cells/lstm.ts", [2]),
        node(2, "wasm-function[7]", "wasm://x", [3]),
        node(3, "wasm-function[9]", "wasm://x"),
        node(4, "(garbage collector)", ""),
      ],
      samples: [1, 2, 3, 3, 4],
      timeDeltas: [1, 10, 100, 100, 1000],
    };
    const { kernels, functions, engine } = shares(profile, new Map([[7, "matmul"]]));
    expect([...kernels]).toEqual([["matmul", 210]]);
    expect([...functions]).toEqual([["step cells/lstm.ts:5", 1]]);
    expect([...engine]).toEqual([["(garbage collector)", 1000]]);
  });
});

it("finds the power with which a cost grows", () => {
  expect(power([1, 2, 4, 8].map((x) => ({ x, y: 3 * x * x })))).toBeCloseTo(2, 12);
});

describe("time against the hidden size", () => {
  const rows = [{ hidden: 16, ours: 0.5, pytorch: 2 }, { hidden: 512, ours: 80, pytorch: 100 }];

  it("is shown beside PyTorch's", () => {
    expect(hiddenTable(rows)).toContain("4.00×");
    expect(hiddenTable(rows)).toContain("1.25×");
    expect(hiddenChart(rows).alt).toContain("4.0 times as long at 16 and 1.3 times at 512");
  });

  it("does without PyTorch", () => {
    const alone = rows.map((row) => ({ ...row, pytorch: null }));
    expect(hiddenTable(alone)).not.toContain("NaN");
    expect(hiddenChart(alone).alt).not.toContain("PyTorch");
  });
});
