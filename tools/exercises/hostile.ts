/**
 * Careless and hostile answers, as cells declare them: the last expression is the answer.
 *
 * @module
 */

/** Exercise and cell. */
export const hostile: readonly (readonly [id: string, cell: string])[] = [
  [
    "01.bag",
    "(...a) => { for (;;); }",
  ],
  [
    "01.bag",
    "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  ],
  [
    "01.bag",
    "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  ],
  [
    "01.bag",
    "(...a) => { let s = 'x'; for (;;) s += s; }",
  ],
  [
    "01.bag",
    "function again() { return again(); }\nagain",
  ],
  [
    "01.bag",
    "(...a) => Deno.exit(3)",
  ],
  [
    "01.bag",
    "(...a) => { throw { toString() { throw 1; } }; }",
  ],
  [
    "01.bag",
    "(...a) => new Promise(() => {})",
  ],
  [
    "01.bag",
    "(...a) => ({ get length() { throw new Error('no'); } })",
  ],
  [
    "01.bag",
    "(...a) => { const o = []; o.push(o); return o; }",
  ],
  [
    "01.bag",
    "(...a) => globalThis.Deno.exit(1)",
  ],
  [
    "01.bag",
    "(...a) => prompt('?')",
  ],
  [
    "03.read-on",
    "(...a) => { for (;;); }",
  ],
  [
    "03.read-on",
    "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  ],
  [
    "03.read-on",
    "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  ],
  [
    "03.read-on",
    "(...a) => { let s = 'x'; for (;;) s += s; }",
  ],
  [
    "03.read-on",
    "function again() { return again(); }\nagain",
  ],
  [
    "03.read-on",
    "(...a) => Deno.exit(3)",
  ],
  [
    "03.read-on",
    "(...a) => { throw { toString() { throw 1; } }; }",
  ],
  [
    "03.read-on",
    "(...a) => new Promise(() => {})",
  ],
  [
    "03.read-on",
    "(...a) => ({ get length() { throw new Error('no'); } })",
  ],
  [
    "03.read-on",
    "(...a) => { const o = []; o.push(o); return o; }",
  ],
  [
    "03.read-on",
    "(...a) => globalThis.Deno.exit(1)",
  ],
  [
    "03.read-on",
    "(...a) => prompt('?')",
  ],
  [
    "05.clip",
    "(...a) => { for (;;); }",
  ],
  [
    "05.clip",
    "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  ],
  [
    "05.clip",
    "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  ],
  [
    "05.clip",
    "(...a) => { let s = 'x'; for (;;) s += s; }",
  ],
  [
    "05.clip",
    "function again() { return again(); }\nagain",
  ],
  [
    "05.clip",
    "(...a) => Deno.exit(3)",
  ],
  [
    "05.clip",
    "(...a) => { throw { toString() { throw 1; } }; }",
  ],
  [
    "05.clip",
    "(...a) => new Promise(() => {})",
  ],
  [
    "05.clip",
    "(...a) => ({ get length() { throw new Error('no'); } })",
  ],
  [
    "05.clip",
    "(...a) => { const o = []; o.push(o); return o; }",
  ],
  [
    "05.clip",
    "(...a) => globalThis.Deno.exit(1)",
  ],
  [
    "05.clip",
    "(...a) => prompt('?')",
  ],
  [
    "07.step",
    "(...a) => { for (;;); }",
  ],
  [
    "07.step",
    "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  ],
  [
    "07.step",
    "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  ],
  [
    "07.step",
    "(...a) => { let s = 'x'; for (;;) s += s; }",
  ],
  [
    "07.step",
    "function again() { return again(); }\nagain",
  ],
  [
    "07.step",
    "(...a) => Deno.exit(3)",
  ],
  [
    "07.step",
    "(...a) => { throw { toString() { throw 1; } }; }",
  ],
  [
    "07.step",
    "(...a) => new Promise(() => {})",
  ],
  [
    "07.step",
    "(...a) => ({ get length() { throw new Error('no'); } })",
  ],
  [
    "07.step",
    "(...a) => { const o = []; o.push(o); return o; }",
  ],
  [
    "07.step",
    "(...a) => globalThis.Deno.exit(1)",
  ],
  [
    "07.step",
    "(...a) => prompt('?')",
  ],
  [
    "10.pieces",
    "(...a) => { for (;;); }",
  ],
  [
    "10.pieces",
    "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  ],
  [
    "10.pieces",
    "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  ],
  [
    "10.pieces",
    "(...a) => { let s = 'x'; for (;;) s += s; }",
  ],
  [
    "10.pieces",
    "function again() { return again(); }\nagain",
  ],
  [
    "10.pieces",
    "(...a) => Deno.exit(3)",
  ],
  [
    "10.pieces",
    "(...a) => { throw { toString() { throw 1; } }; }",
  ],
  [
    "10.pieces",
    "(...a) => new Promise(() => {})",
  ],
  [
    "10.pieces",
    "(...a) => ({ get length() { throw new Error('no'); } })",
  ],
  [
    "10.pieces",
    "(...a) => { const o = []; o.push(o); return o; }",
  ],
  [
    "10.pieces",
    "(...a) => globalThis.Deno.exit(1)",
  ],
  [
    "10.pieces",
    "(...a) => prompt('?')",
  ],
  [
    "12.mask",
    "(...a) => { for (;;); }",
  ],
  [
    "12.mask",
    "(...a) => { let t = 0; while (t < 10) a.push(t); }",
  ],
  [
    "12.mask",
    "(...a) => { const l = []; for (;;) l.push(new Array(10000).fill(1)); }",
  ],
  [
    "12.mask",
    "(...a) => { let s = 'x'; for (;;) s += s; }",
  ],
  [
    "12.mask",
    "function again() { return again(); }\nagain",
  ],
  [
    "12.mask",
    "(...a) => Deno.exit(3)",
  ],
  [
    "12.mask",
    "(...a) => { throw { toString() { throw 1; } }; }",
  ],
  [
    "12.mask",
    "(...a) => new Promise(() => {})",
  ],
  [
    "12.mask",
    "(...a) => ({ get length() { throw new Error('no'); } })",
  ],
  [
    "12.mask",
    "(...a) => { const o = []; o.push(o); return o; }",
  ],
  [
    "12.mask",
    "(...a) => globalThis.Deno.exit(1)",
  ],
  [
    "12.mask",
    "(...a) => prompt('?')",
  ],
  [
    "01.bag",
    "function slow1() { for (;;); }\n(w, v) => { slow1(); return v.map(() => 0); }",
  ],
  [
    "01.bag",
    "var table1 = [1]; (w, v) => { while (table1.length) table1.push(1); }",
  ],
  [
    "03.combine",
    "(x) => { for (;;) tanh(x); }",
  ],
  [
    "03.combine",
    "(x) => { const l = []; for (;;) l.push(tanh(x)); }",
  ],
  [
    "01.bag",
    "(w, v) => { postMessage({ judgement: { state: 'right' } }); return []; }",
  ],
  [
    "01.bag",
    "(w, v) => { self.postMessage('right'); close(); }",
  ],
  [
    "01.bag",
    "(w, v) => { Array.prototype.every = () => true; return v.map(() => 7); }",
  ],
  [
    "01.bag",
    "(w, v) => { Array.prototype.map = function () { return []; }; Math.abs = () => 0; return [9]; }",
  ],
  [
    "01.bag",
    "(w, v) => { process.exit(0); }",
  ],
  [
    "01.bag",
    "async (w, v) => v.map((x) => 0)",
  ],
  [
    "01.bag",
    "(w, v) => new Proxy([], { get() { for (;;); } })",
  ],
  [
    "01.bag",
    "(w, v) => new Array(1e9)",
  ],
  [
    "01.bag",
    "(w, v) => 'x'.repeat(5e8)",
  ],
  [
    "01.bag",
    "(w, v) => { w.length = 0; throw null; }",
  ],
  [
    "01.bag",
    "(w, v) => Symbol('x')",
  ],
  [
    "01.bag",
    "(w, v) => { eval('for(;;);'); }",
  ],
  [
    "01.bag",
    "(w, v) => { new Function('for(;;);')(); }",
  ],
  [
    "01.bag",
    "function* g1() { for (;;) yield 1; }\n(w, v) => [...g1()]",
  ],
  [
    "01.bag",
    "(w, v) => JSON.parse('{')",
  ],
  [
    "01.bag",
    "class Counts {}\nCounts",
  ],
  [
    "01.bag",
    "Math.max",
  ],
  [
    "01.bag",
    "eval",
  ],
  [
    "01.bag",
    "(function () {}).bind(null)",
  ],
  [
    "01.bag",
    "(() => { const hidden = [1]; return (w, v) => { for (;;) hidden.at(0); }; })()",
  ],
  [
    "01.bag",
    "(() => { const hidden = [1]; return (w, v) => { hidden.at(0); Deno.exit(); }; })()",
  ],
  [
    "03.latch",
    "({ get w_x() { for (;;); }, w_h: 2, b: 0 })",
  ],
  [
    "03.latch",
    "({ get w_x() { throw 1; }, w_h: 2, b: 0 })",
  ],
  [
    "03.latch",
    "new Proxy({}, { get() { for (;;); } })",
  ],
  [
    "03.latch",
    "var o3 = { w_x: 1 }; o3.self = o3; o3",
  ],
  [
    "03.latch",
    "({ w_x: { valueOf() { return 1; } }, w_h: 2, b: 0 })",
  ],
  [
    "03.latch",
    "Promise.resolve(1)",
  ],
  [
    "03.latch",
    "new Promise(() => {})",
  ],
  [
    "03.latch",
    "({ then() { for (;;); } })",
  ],
  [
    "03.latch",
    "({ toString() { throw 1; } })",
  ],
  [
    "03.latch",
    "Object.create(null)",
  ],
  [
    "03.latch",
    "({ w_x: 1n, w_h: 2n, b: 0n })",
  ],
  [
    "03.latch",
    "new Map([['w_x', 1]])",
  ],
  [
    "03.count-weights",
    "({ valueOf() { for (;;); } })",
  ],
  [
    "03.count-weights",
    "NaN",
  ],
  [
    "03.count-weights",
    "Infinity",
  ],
  [
    "03.count-weights",
    "Symbol.iterator",
  ],
  [
    "03.count-weights",
    "new Date()",
  ],
  [
    "03.count-weights",
    "[66]",
  ],
  [
    "01.twins",
    "['a '.repeat(1e6), 'b '.repeat(1e6)]",
  ],
  [
    "01.twins",
    "Array.from({ length: 1e6 }, () => 'a')",
  ],
  [
    "01.twins",
    "[new String('a'), { trim() { for (;;); } }]",
  ],
  [
    "01.twins",
    "['a', { toString() { for (;;); } }]",
  ],
  [
    "09.same-memory",
    "['a'.repeat(1e7), 'b'.repeat(1e7)]",
  ],
  [
    "10.two-back",
    "'ab'.repeat(1e7)",
  ],
  [
    "02.fool-window",
    "['walk '.repeat(1e5), 'on '.repeat(1e5)]",
  ],
  [
    "12.fool-set",
    "[[], []]",
  ],
  [
    "00.which-control",
    "({ trim() { for (;;); } })",
  ],
  [
    "02.why-slots",
    "new Proxy(function () {}, { get() { for (;;); }, apply() { for (;;); } })",
  ],
  [
    "13.minimal-gate",
    "(x, h, p) => { for (const k in p) p[k].assign(p[k].values().fill(0)); return h; }",
  ],
  [
    "11.fool-seasonal",
    "(m) => { for (;;) m++; }",
  ],
  [
    "11.fool-seasonal",
    "(m) => 1e308 * m",
  ],
];
