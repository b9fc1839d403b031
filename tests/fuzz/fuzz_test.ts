/** `./learn fuzz`: it knows every public function, finds what it is there to find, and finds nothing in a sample. */

import { describe, expect, it } from "vitest";
import * as lib from "lib/mod.ts";
import { withSlip } from "../../tools/fuzz/given.ts";
import { call, on, options, value, whole } from "../../tools/fuzz/given.ts";
import { digest, read, unclear } from "../../tools/fuzz/judge.ts";
import { type Outcome, runCase } from "../../tools/fuzz/run_case.ts";
import type { Subject } from "../../tools/fuzz/subject.ts";
import { notCalled, subjects } from "../../tools/fuzz/subjects/all.ts";
import { watched } from "../../tools/fuzz/watch.ts";
import { needs } from "../support/permissions.ts";

/** The names under which functions are exported. */
function functionsOf(module: object, prefix = ""): string[] {
  return Object.entries(module).flatMap(([name, value]) => {
    if (typeof value === "function") return [prefix + name];
    const isModule = value?.[Symbol.toStringTag] === "Module";
    return isModule ? functionsOf(value, `${prefix}${name}.`) : [];
  });
}

describe("every public function", () => {
  const known = new Set(subjects.map(({ name }) => name.split(",")[0]));

  it("is called, or is named with a reason not to be", () => {
    const missing = functionsOf(lib).filter((name) => !known.has(name) && !(name in notCalled));
    // A sequence is unrolled once for each kind of cell: "unroll, lstm".
    expect(missing).toEqual([]);
    expect(functionsOf(lib).length).toBeGreaterThan(100);
  });

  it("is one that exists", () => {
    const names = new Set(functionsOf(lib));
    const gone = [...known].filter((name) => !names.has(name) && !/^[A-Z]\w+\.\w+$/.test(name));
    expect(gone).toEqual([]);
  });
});

describe("a case", () => {
  /** What comes of a function given a number, in many cases. */
  async function outcomes(
    called: (n: number) => unknown,
    more: Partial<Subject> = {},
  ): Promise<Outcome[]> {
    const subject: Subject = {
      name: "tried",
      draw: (random) => [whole(random, 1, 9)],
      call: ([n]) => called(n),
      ...more,
    };
    const found: Outcome[] = [];
    for (let index = 0; index < 60; index++) found.push(await runCase(7, index, [subject]));
    return found;
  }
  const kinds = (found: readonly Outcome[]) => [...new Set(found.map(({ kind }) => kind))].sort();
  const refuse = (n: unknown) => {
    if (Number.isSafeInteger(n) && n as number >= 1) return;
    throw new RangeError(`Cannot double: found ${typeof n}, and a whole number is wanted`);
  };

  it("is accepted or refused where input is looked at", async () => {
    const found = await outcomes((n) => {
      refuse(n);
      return 2 * n;
    });
    expect(kinds(found)).toEqual(["accepted", "refused"]);
  });

  it("is silent where wrong input is taken", async () => {
    expect(kinds(await outcomes(() => 1))).toEqual(["accepted", "silent"]);
  });

  it("is silent where finite numbers give NaN", async () => {
    const found = await outcomes((n) => {
      refuse(n);
      return NaN;
    });
    expect(kinds(found.filter(({ slip }) => slip === ""))).toEqual(["silent"]);
  });

  it("is silent where a good call after a bad one gives other bits", async () => {
    let refusals = 0;
    const found = await outcomes((n) => {
      try {
        refuse(n);
      } catch (error) {
        refusals++;
        throw error;
      }
      return n + refusals;
    });
    expect(found.some(({ says }) => says.startsWith("a good call after it gives other bits"))).toBe(
      true,
    );
  });

  it("is silent where an arena is left open, and closes it", async () => {
    const found = await outcomes((n) => {
      refuse(n);
      lib.simd.memory.enter();
      return n;
    });
    expect(found.some(({ says }) => says === "left an arena of simd open")).toBe(true);
    expect(lib.simd.memory.scope).toBe(null);
  });

  it("is silent where the four ways to compute differ", async () => {
    const found = await outcomes((n) => {
      refuse(n);
      return lib.simd.memory.scope === null ? n : n + 1;
    }, { oracles: true });
    expect(found.some(({ says }) => says.startsWith("differs in an arena"))).toBe(true);
  });

  it("is unclear where the engine speaks", async () => {
    const found = await outcomes((n) => n.toFixed(0));
    expect(
      found.some(({ kind, says }) => kind === "unclear" && says.includes("the engine's words")),
    ).toBe(true);
  });

  it("gives the same outcome again", async () => {
    for (let index = 0; index < 20; index++) {
      expect(await runCase(3, index, subjects)).toEqual(await runCase(3, index, subjects));
    }
  });
});

needs({ read: true }).describe("a sample", () => {
  // `./learn fuzz --cases 100000` draws more; each of these can be looked at by --seed 1 --case N.
  it("of cases is accepted or refused clearly, each", async () => {
    const odd: [number, Outcome][] = [];
    const found = { accepted: 0, refused: 0, silent: 0, unclear: 0 };
    const quick = subjects.filter(({ weight = 1 }) => weight >= 0.3);
    for (let index = 0; index < 1500; index++) {
      const outcome = await runCase(1, index, quick);
      found[outcome.kind]++;
      if (outcome.kind === "silent" || outcome.kind === "unclear") odd.push([index, outcome]);
    }
    expect(odd).toEqual([]);
    expect(Math.min(found.accepted, found.refused)).toBeGreaterThan(300);
  }, 300_000);
});

describe("a slip", () => {
  it("is made in arguments and options, not in what a method is called on", () => {
    const given = [on(value("model")), options({ size: value(1, () => false) }), call(() => 1)];
    const slips = Array.from({ length: 200 }, (_, seed) => withSlip(lib.createRandom(seed), given));
    expect(slips.every((slip) => slip.given[0] === given[0])).toBe(true);
    expect(slips.some(({ what, wrong }) => what.startsWith("unknown option") && wrong)).toBe(true);
    expect(slips.some(({ what }) => what.endsWith("at 1.size"))).toBe(true);
  });
});

describe("words", () => {
  it.each([
    "Cannot train: learningRate is missing, and a number above 0 is wanted",
    "Cannot sum: axis 3 does not exist in shape [2], which has axes 0 to 0",
  ])("are clear: %s", (words) => expect(unclear(new RangeError(words))).toBe(undefined));

  it.each([
    "Cannot read properties of undefined (reading 'shape')",
    "Maximum call stack size exceeded",
    "x is not a function",
    "Cannot gather [object Object]: a tensor is wanted",
    "bad input",
    "Cannot gather 3 rows",
  ])("are not: %s", (words) => expect(unclear(new TypeError(words))).toBeDefined());
});

it("bits tell apart what differs in the last of them, in sign, in shape", () => {
  const bits = (value: unknown) => digest(read(value));
  expect(bits([1, 2])).toBe(bits([1, 2]));
  const others = [[1, 2 + 2 ** -51], [1, -2], [[1, 2]], [2, 1], Float32Array.of(1, 2)];
  expect(new Set([[1, 2], ...others].map(bits)).size).toBe(6);
  expect(bits([0])).not.toBe(bits([-0]));
});

needs({ read: true }).describe("the watch", () => {
  it("ends what does not end, names it, and goes on", async () => {
    const found: [number, string][] = [];
    const source = new URL("./hanging_worker.ts", import.meta.url);
    await watched(
      0,
      { from: 0, to: 8 },
      (index, { kind }) => found.push([index, kind]),
      500,
      source,
    );
    expect(found.toSorted(([a], [b]) => a - b)).toEqual([
      [0, "accepted"],
      [1, "accepted"],
      [2, "accepted"],
      [3, "hung"],
      [4, "accepted"],
      [5, "unclear"],
      [6, "accepted"],
      [7, "accepted"],
    ]);
  }, 60_000);
});
