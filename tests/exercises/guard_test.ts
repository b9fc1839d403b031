import vm from "node:vm";
import { expect, it } from "vitest";
import { IN_ALL, PATIENCE } from "lib/exercises/guard.ts";
import { needs } from "../support/permissions.ts";

/** Judges what a cell's last expression is. */
async function judged(id: string, cell: string, patience = 1500, inAll?: number) {
  const { judgeGuarded } = await import("lib/exercises/guard.ts");
  const { exerciseNamed } = await import("lib/exercises/load.ts");
  const answer = vm.runInThisContext(cell);
  return judgeGuarded(await exerciseNamed(id), answer, { patience, inAll });
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
        [
          "never ends, asynchronous and bound",
          "(async function () { for (;;) await 0; }).bind(null)",
          "kind",
        ],
        [
          "never lets anybody else have a turn, bound",
          "(function () { const f = () => queueMicrotask(f); f(); return []; }).bind(null)",
          "shape",
        ],
        [
          "aborts, bound",
          "(function (p) { p.abort(); }).bind(null, globalThis.process)",
          "throws",
        ],
        ["aborts", "() => globalThis.process.abort()", "throws"],
        [
          "bends what every list has, bound",
          "(function () { Array.prototype.map = () => []; Math.abs = () => 0; return [0]; }).bind(null)",
          "shape",
        ],
        ["leaves, and is nothing of the learner's", "Deno.exit", "stays-behind"],
        ["is a proxy", "new Proxy(() => [], { apply() { for (;;); } })", "stays-behind"],
        [
          "never ends when its name is asked",
          `Object.defineProperty(() => [], "name", { get() { for (;;); } })`,
          "shape",
        ],
        [
          "uses what never ends when it is looked at",
          "var odd1 = /x/; Object.defineProperty(odd1, 'source', { get() { for (;;); } }); () => odd1.test('')",
          "stays-behind",
        ],
        [
          "uses a list that never ends when it is copied",
          "var odd2 = new Float64Array(1); Object.defineProperty(odd2, 'constructor', { get() { for (;;); } }); () => odd2",
          "shape",
        ],
        [
          "uses what only the notebook has, and hides it",
          "(() => { const m = new WeakMap([[{}, 1]]); return (ws, v) => { try { m.get(ws); } catch {} return []; }; })()",
          "stays-behind",
        ],
        [
          "keeps sums in a weak map",
          "(() => { const m = new WeakMap(); return (ws, v) => { m.set(ws, v.map((w) => ws.filter((x) => x === w).length)); return m.get(ws); }; })()",
          null,
        ],
        [
          "is bound",
          `(function (is, ws, v) { return v.map((w) => ws.filter((x) => is(x, w)).length); }).bind(null, Object.is)`,
          null,
        ],
        [
          "uses an object of its own class, a map of functions, a list of them, and its own parts",
          `class Same { constructor(n) { this.n = n; } is(a, b) { return a === b && this.n; } }
          var same = new Same(1), byName = new Map([["same", (a, b) => same.is(a, b)]]), all = [byName, Math.max];
          Object.assign(function f(ws, v) { return v.map((w) => ws.filter((x) => f.is(x, w)).length); }, { is: (a, b) => all[0].get("same")(a, b) })`,
          null,
        ],
        [
          "uses helpers of one name inside one another",
          "(() => { const make = (n) => { const t = (m) => m <= 0 ? n : t(m - 1); return t; }; const p = make(1), q = make(0); return (ws, v) => v.map((w) => ws.filter((x) => x === w).length * p(3) + q(2)); })()",
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

    it("but not for ever, and is then slow rather than without an end", async () => {
      const { state, observed, misconception } = await judged("01.bag", slow(60), 1500, 1000);
      expect([state, misconception]).toEqual(["wrong", "too-slow"]);
      expect(observed).toMatch(/^after 1(\.\d)? s it was still at work$/);
    });

    it("one that takes longer each time is slow, also when it is not waited for", async () => {
      const longer =
        "(() => { let n = 0; return () => { for (let i = 0; i < 8e8 * 20 ** n; i++); n++; return []; }; })()";
      expect(await judged("01.bag", longer, 5000, 8000)).toMatchObject({
        misconception: "too-slow",
      });
    });

    it("so that no verdict takes longer than ten seconds, with one for the start", () => {
      expect(PATIENCE).toBeLessThan(IN_ALL);
      expect(IN_ALL).toBeLessThanOrEqual(9_000);
    });
  },
);
