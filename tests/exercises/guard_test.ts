import vm from "node:vm";
import { expect, it } from "vitest";
import { needs } from "../support/permissions.ts";

/** Judges what a cell's last expression is. */
async function judged(id: string, cell: string, patience = 1500) {
  const { judgeGuarded } = await import("lib/exercises/guard.ts");
  const { exerciseNamed } = await import("lib/exercises/load.ts");
  const answer = vm.runInThisContext(cell);
  return judgeGuarded(await exerciseNamed(id), answer, { patience });
}

needs({ read: true, env: true, run: true }).describe(
  "whatever an answer does, it has its verdict and the next one is judged",
  () => {
    const right = "(words, vocab) => vocab.map((w) => words.filter((x) => x === w).length)";
    const cases: readonly (readonly [does: string, cell: string, misconception: string | null])[] =
      [
        ["counts", right, null],
        ["never ends", "() => { for (;;); }", "never-returns"],
        ["pushes for ever", "(...a) => { let t = 0; while (t < 10) a.push(t); }", "never-returns"],
        ["never ends a search", `() => /(a+)+$/.test("a".repeat(60) + "b")`, "never-returns"],
        [
          "takes memory beside the heap",
          "() => { const l = []; for (;;) l.push(new Float64Array(1e6).fill(1)); }",
          "never-returns",
        ],
        [
          "sleeps",
          "() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
          "never-returns",
        ],
        [
          "never ends, in what it cannot take along",
          "(() => { const kept = [1]; return () => { for (;;) kept.at(0); }; })()",
          "never-returns",
        ],
        ["leaves", "() => Deno.exit()", "throws"],
        ["leaves by another door", "() => globalThis.process.exit(0)", "throws"],
        ["asks somebody", `() => prompt("?")`, "throws"],
        [
          "prints that it is right",
          `() => { globalThis.Deno.stdout.writeSync(new TextEncoder().encode('{"judgement":{"state":"right"}}\\n')); return [1]; }`,
          "shape",
        ],
        ["throws what cannot be told", "() => { throw { toString() { throw 1; } }; }", "throws"],
        ["contains itself", "() => { const o = []; o.push(o); return o; }", "shape"],
        [
          "pushes for ever onto its own list",
          "(() => { const kept = [1]; return () => { for (;;) kept.push(1); }; })()",
          "never-returns",
        ],
        [
          "uses a helper of its own",
          "(() => { const is = (a) => (b) => a === b; const tally = (ws, w) => ws.filter(is(w)).length; return (ws, v) => v.map((w) => tally(ws, w)); })()",
          null,
        ],
        [
          "has two helpers of one name",
          "(() => { const a = ((k) => () => k)(1), b = ((k) => () => k)(2); return (ws, v) => v.map((w) => ws.filter((x) => x === w).length * (b() - a())); })()",
          null,
        ],
        ["counts again", right, null],
      ];
    for (const [does, cell, misconception] of cases) {
      it(does, async () => {
        const judgement = await judged("01.bag", cell);
        expect(judgement).toMatchObject({
          state: misconception === null ? "right" : "wrong",
          misconception,
        });
      });
    }
  },
);

needs({ read: true, env: true, run: true }).describe(
  "each call of an answer has its own time",
  () => {
    const slow = (milliseconds: number) =>
      `(words, vocab) => { for (const end = performance.now() + ${milliseconds}; performance.now() < end;); ` +
      "return vocab.map((w) => words.filter((x) => x === w).length); }";

    it("one that takes its time for each case is right", async () => {
      expect(await judged("01.bag", slow(30))).toMatchObject({ state: "right" });
    });

    it("but not for ever", async () => {
      const { state, observed } = await judged("01.bag", slow(60), 200);
      expect(state).toBe("wrong");
      expect(observed).toBe("after 2.4 s it had not returned");
    });
  },
);
