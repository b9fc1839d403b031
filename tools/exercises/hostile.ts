/**
 * Careless and hostile answers, as cells declare them: the last expression is the answer.
 *
 * @module
 */

/** Put to several exercises whose answer is a function. */
const anywhere: readonly string[] = [
  "(...a) => { for (;;); }",
  "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  "(...a) => { let s = 'x'; for (;;) s += s; }",
  "function again() { return again(); }\nagain",
  "(...a) => Deno.exit(3)",
  "(...a) => { throw { toString() { throw 1; } }; }",
  "(...a) => new Promise(() => {})",
  "(...a) => ({ get length() { throw new Error('no'); } })",
  "(...a) => { const o = []; o.push(o); return o; }",
  "(...a) => globalThis.Deno.exit(1)",
  "(...a) => prompt('?')",
];

/** By exercise. */
export const hostile: Readonly<Record<string, readonly string[]>> = {
  "01.bag": [
    ...anywhere,
    "(...a) => /(a+)+$/.test('a'.repeat(60) + 'b')",
    "(...a) => new Array(2 ** 32 - 1).fill(0)",
    "(...a) => { let b = 3n; for (;;) b *= b; }",
    "(...a) => { const l = []; for (;;) l.push(new Float64Array(1e6).fill(1)); }",
    "(...a) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "async (...a) => { for (;;) await 0; }",
    "(...a) => ({ then() { for (;;); } })",
    "(...a) => { setInterval(() => { for (;;); }, 0); return a; }",
    "(...a) => globalThis.Deno.stdout.writeSync(new TextEncoder().encode('right\\n'.repeat(1e5)))",
    "(...a) => globalThis.Deno.kill(globalThis.Deno.pid, 'SIGKILL')",
    "(...a) => new Worker('data:text/javascript,for(;;);')",
    "(...a) => import('https://example.com/x.js')",
    "(...a) => 'word '.repeat(1e6)",
    "function slow1() { for (;;); }\n(w, v) => { slow1(); return v.map(() => 0); }",
    "var table1 = [1]; (w, v) => { while (table1.length) table1.push(1); }",
    "(w, v) => { postMessage({ judgement: { state: 'right' } }); return []; }",
    "(w, v) => { self.postMessage('right'); close(); }",
    "(w, v) => { Array.prototype.every = () => true; return v.map(() => 7); }",
    "(w, v) => { Array.prototype.map = function () { return []; }; Math.abs = () => 0; return [9]; }",
    "(w, v) => { process.exit(0); }",
    "async (w, v) => v.map((x) => 0)",
    "(w, v) => new Proxy([], { get() { for (;;); } })",
    "(w, v) => new Array(1e9)",
    "(w, v) => 'x'.repeat(5e8)",
    "(w, v) => { w.length = 0; throw null; }",
    "(w, v) => Symbol('x')",
    "(w, v) => { eval('for(;;);'); }",
    "(w, v) => { new Function('for(;;);')(); }",
    "function* g1() { for (;;) yield 1; }\n(w, v) => [...g1()]",
    "(w, v) => JSON.parse('{')",
    "class Counts {}\nCounts",
    "Math.max",
    "eval",
    "(function () {}).bind(null)",
    "(() => { const hidden = [1]; return (w, v) => { for (;;) hidden.at(0); }; })()",
    "(async function () { for (;;) await 0; }).bind(null)",
    "(function () { const f = () => queueMicrotask(f); f(); return []; }).bind(null)",
    "(function (p) { p.abort(); }).bind(null, globalThis.process)",
    "globalThis.process.abort.bind(globalThis.process)",
    "(function () { Array.prototype.map = () => []; Math.abs = () => 0; return [0]; }).bind(null)",
    "(() => { const m = new WeakMap([[{}, 1]]); return (w, v) => { for (;;) m.get(w); }; })()",
    "(() => { const g = (function* () { for (;;) yield 1; })(); return (w, v) => { for (;;) g.next(); }; })()",
    "Deno.exit",
    "new Proxy(() => [], { apply() { for (;;); } })",
    "Object.defineProperty(() => [], 'name', { get() { for (;;); } })",
    "class Named { static get name() { for (;;); } }\nNamed",
    "var odd1 = /x/; Object.defineProperty(odd1, 'source', { get() { for (;;); } }); () => odd1.test('')",
    "var odd2 = new Float64Array(1); Object.defineProperty(odd2, 'constructor', { get() { for (;;); } }); () => odd2",
    "var odd3 = new Map(); odd3[Symbol.iterator] = function* () { for (;;) yield 1; }; () => [...odd3]",
    "Object.assign(() => [], { toString() { for (;;); } })",
    "(w, v) => { const end = Date.now() + 700; while (Date.now() < end); return v.map(() => 0); }",
    "(() => { const hidden = [1]; return (w, v) => { hidden.at(0); Deno.exit(); }; })()",
  ],
  "03.read-on": [
    ...anywhere,
  ],
  "05.clip": [
    ...anywhere,
  ],
  "07.step": [
    ...anywhere,
  ],
  "10.pieces": [
    ...anywhere,
  ],
  "12.mask": [
    ...anywhere,
  ],
  "03.combine": [
    "(x) => { for (;;) tanh(x); }",
    "(x) => { const l = []; for (;;) l.push(tanh(x)); }",
  ],
  "03.latch": [
    "({ get w_x() { for (;;); }, w_h: 2, b: 0 })",
    "({ get w_x() { throw 1; }, w_h: 2, b: 0 })",
    "new Proxy({}, { get() { for (;;); } })",
    "var o3 = { w_x: 1 }; o3.self = o3; o3",
    "({ w_x: { valueOf() { return 1; } }, w_h: 2, b: 0 })",
    "Promise.resolve(1)",
    "new Promise(() => {})",
    "({ then() { for (;;); } })",
    "({ toString() { throw 1; } })",
    "Object.create(null)",
    "Object.fromEntries(Array.from({ length: 1e6 }, (_, i) => ['k' + i, i]))",
    "(() => { let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o; })()",
    "({ w_x: 1n, w_h: 2n, b: 0n })",
    "new Map([['w_x', 1]])",
  ],
  "03.count-weights": [
    "({ valueOf() { for (;;); } })",
    "NaN",
    "Infinity",
    "Symbol.iterator",
    "new Date()",
    "[66]",
  ],
  "01.twins": [
    "['a '.repeat(1e6), 'b '.repeat(1e6)]",
    "Array.from({ length: 1e6 }, () => 'a')",
    "[new String('a'), { trim() { for (;;); } }]",
    "['a', { toString() { for (;;); } }]",
  ],
  "09.same-memory": [
    "['a'.repeat(1e7), 'b'.repeat(1e7)]",
  ],
  "10.two-back": [
    "'ab'.repeat(1e7)",
  ],
  "02.fool-window": [
    "['walk '.repeat(1e5), 'on '.repeat(1e5)]",
  ],
  "12.fool-set": [
    "[[], []]",
  ],
  "00.which-control": [
    "({ trim() { for (;;); } })",
  ],
  "02.why-slots": [
    "new Proxy(function () {}, { get() { for (;;); }, apply() { for (;;); } })",
  ],
  "13.minimal-gate": [
    "(x, h, p) => { for (const k in p) p[k].assign(p[k].values().fill(0)); return h; }",
  ],
  "11.fool-seasonal": [
    "(m) => { for (;;) m++; }",
    "(m) => 1e308 * m",
  ],
  "03.leaky-cell": [
    "({ inputSize, hiddenSize }) => { const all = []; return ({ kind: 'x', inputSize, hiddenSize, params: {}, initialState: (b) => ({ h: zeros([b, hiddenSize]) }), step(x, s) { for (;;) all.push(new Float64Array(1e5)); } }); }",
  ],
  "04.tied-sets": [
    "function even4(n) { return n === 0 ? true : odd4(n - 1); }\nfunction odd4(n) { return even4(n + 1); }\n() => even4(1)",
    "() => { const f = () => Promise.resolve().then(f); f(); return []; }",
  ],
  "05.step-back": [
    "() => 2n ** 100000000n",
    "(w, hs, own) => 'a'.repeat(2 ** 29 - 25)",
  ],
  "06.half-life": [
    "(() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy; })()",
    "new WeakRef({})",
  ],
  "08.combine": [
    "(z, n, h) => { Object.getPrototypeOf(z).values = () => new Float32Array(3); return z; }",
    "(z) => { const t = Date.now(); while (Date.now() - t < 20000); return z; }",
    "(z) => { debugger; throw undefined; }",
  ],
  "10.bits": [
    "() => Deno.readTextFileSync('/proc/self/fd/0')",
    "() => { (function () {}).constructor('return Deno')().exit(0); }",
    '() => { const D = (0, eval)(\'Deno\'); D.stdout.writeSync(new TextEncoder().encode(\'x\\n{"judgement":{"state":"right"}}\\n\')); D.exit(0); }',
  ],
  "12.attend": [
    "(q, k, v) => { let n = 0; [3, 2, 1].sort(() => { for (;;) n++; }); }",
  ],
  "13.own-cell": [
    "() => { for (;;); }",
  ],
  "14.signs": [
    "(function () { return arguments; })(1, 2)",
  ],
  "15.both-ways": [
    "(f, b, xs, h) => { xs.push(1); return []; }",
    "(f, b, xs, h) => { for (let t = xs.length; t >= 0; ) f(0, h); }",
    "(f) => new Proxy([], { get() { for (;;); } })",
  ],
  "15.half-right": [
    "({ valueOf() { for (;;); } })",
  ],
  "15.by-itself": [
    "(w, s, m, n) => { const l = []; while (true) l.push(w(s, m)); }",
    "(w, s, m, n) => { for (let t = 0; t < n; ) w(s, m); }",
  ],
};
