/** Cells that a learner may write: right ones, under which no note on types may stand, and wrong ones, which deserve one. */

/** Cells one after another, each list in a notebook of its own. */
type Notebooks = readonly (readonly string[])[];

/** Those that run as they are meant, also where a module of the same words would be refused. */
export const right: Notebooks = [
  [`await Deno.jupyter.display({ "text/plain": "x" }, { raw: true });`],
  [`Deno.jupyter.html\`<b>bold</b>\``],
  [`Deno.jupyter.md\`# Title \${1 + 1}\``],
  [`Deno.jupyter.svg\`<svg></svg>\``],
  [`Deno.jupyter.image("picture.png")`],
  [`await Deno.jupyter.broadcast("comm_msg", { data: {} }, { metadata: {} });`],
  [`const { md, html, display } = Deno.jupyter;
await display(html\`<p>x</p>\`);
md\`# x\``],
  [`Deno[Deno.jupyter.$display]`],
  [`const named = { [Deno.jupyter.$display]() { return { "text/plain": "me" }; } };
named`],
  [`const named2 = { [Symbol.for("Jupyter.display")]() { return { "text/plain": "me" }; } };
named2`],
  [`const name = prompt("your name?");
name?.length`],
  [`alert("done"); confirm("sure?") ? 1 : 2`],
  [`const { a, b: [c], ...rest } = { a: 1, b: [2], d: 3 };`, `a + c + rest.d`],
  [`const { loss = 0 } = {} as { loss?: number };`, `loss.toFixed(2)`],
  [
    `class Cell { size = 1; }`,
    `class Cell { width = 2; }
new Cell().width`,
  ],
  [
    `class Cell { size = 1; }
const cell = new Cell();`,
    `class Cell { width = 2; }`,
    `new Cell().width`,
  ],
  [
    `let x = 1;`,
    `let x = "now a text";
x.toUpperCase()`,
  ],
  [`let x = 1;`, `x = "now a text";`],
  [`let x: number | string = 1;`, `x = "text";`, `x`],
  [
    `const size = 8;`,
    `const size = "8";
size.length`,
  ],
  [
    `function f(n: number) { return n; }`,
    `function f(text: string) { return text; }
f("a")`,
  ],
  [
    `function f(n: number) { return n; }`,
    `const f = (text: string) => text;
f("a")`,
  ],
  [`for (let i = 0; i < 3; i++) {
  await new Promise((resolve) => setTimeout(resolve, 1));
}`],
  [`for await (const part of (async function* () { yield 1; })()) {
  console.log(part);
}`],
  [
    `import { lstm } from "lib/cells/lstm.ts";`,
    `import { lstm } from "lib/cells/lstm.ts";
import { gru } from "lib/cells/gru.ts";
[lstm, gru].length`,
  ],
  [`import { lstm } from "lib/cells/lstm.ts";
import { lstm as again } from "lib/cells/lstm.ts";
lstm === again`],
  [`import settings from "../deno.json" with { type: "json" };
settings.name`],
  [`const { default: setup } = await import("../deno.json", { with: { type: "json" } });
setup.tasks`],
  [`import * as Plot from "@observablehq/plot";
Plot.plot({ marks: [] })`],
  [`import { parseHTML } from "linkedom";
parseHTML("<p></p>").document`],
  [`import * as Plot from "npm:@observablehq/plot@0.6.17";
Plot.dot([1, 2])`],
  [
    `interface Options { size: number }`,
    `interface Options { size: number; depth: number }
const options: Options = { size: 1, depth: 2 };`,
  ],
  [
    `type Size = number;`,
    `type Size = string;
const size: Size = "8";`,
  ],
  [
    `enum Kind { A, B }`,
    `enum Kind { A, B, C }
Kind.C`,
  ],
  [`notThereYet + 1`],
  [
    `const later = () => madeLater * 2;`,
    `const madeLater = 4;
later()`,
  ],
  [`globalThis.counter = 1;`, `globalThis.counter += 1;`],
  [`globalThis.answer = 42;`, `answer`],
  [
    `var total = 0;`,
    `var total = "none yet";
total.length`,
  ],
  [`const data = JSON.parse("[1, 2]");
data.map((n) => n * 2)`],
  [`const numbers = [];
for (let i = 0; i < 3; i++) numbers.push(i);
numbers.at(-1)`],
  [`const add = (a, b) => a + b;
add(1, 2)`],
  [`function scale(values, by = 2) {
  return values.map((value) => value * by);
}
scale([1, 2])`],
  [
    `let best;`,
    `best = { loss: 0.1 };
best.loss`,
  ],
  [
    `let history = [];`,
    `history.push(0.3);
history.length`,
  ],
  [`const results = {};
results.lstm = 0.9;
results["gru"] = 0.8;
results`],
  [`try {
  throw new Error("x");
} catch (error) {
  console.log(error.message);
}`],
  [`await Promise.all([1, 2].map(async (n) => n * 2))`],
  [`const text = await Deno.readTextFile("../README.md");
text.slice(0, 10)`],
  [`const { memory } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array())).exports;
memory`],
  [`document.querySelector("p")`],
  [`window.location`],
  [`// only a comment`],
  [`{ a: 1, b: 2 }`],
  [`{ let inner = 1; inner; }`],
  [`// @ts-nocheck
const n: number = "x";`],
  [`// @ts-ignore: for show
const n: number = "x";`],
  [`import process from "node:process";
process.memoryUsage().rss`],
  [`import { readFileSync } from "node:fs";
readFileSync("../README.md", "utf8").length`],
  [`process.env.HOME`],
  [`require("node:fs")`],
  [`const big = 10n ** 20n;
big`],
  [`label: for (const a of [1]) { for (const b of [2]) continue label; }`],
  [`using file = await Deno.open("../README.md");
file`],
  [`export const shared = 1;`, `shared + 1`],
  [`let a = 1, b = 2;
[a, b] = [b, a];`],
  [`const worker = new Worker("data:text/javascript,1", { type: "module" });
worker.terminate();`],
  [`setTimeout(() => console.log("x"), 10);
const id = setInterval(() => {}, 100);
clearInterval(id);`],
  [`const map = new Map();
map.set("a", 1);
map.get("a") + 1`],
  [`const losses = [0.3, 0.2];
Math.min(...losses).toFixed(2)`],
  [`Deno.version.deno + Deno.build.os`],
  [`abstract class Base { abstract step(): number; }
class Sub extends Base { step() { return 1; } }
new Sub().step()`],
  [`const history = [{ loss: 0.3 }];`, `history.at(-1).loss.toFixed(2)`],
  [`const kind = "lstm";`, `kind === "gru" ? 1 : 2`],
  [`const best = new Map([["a", 1]]);`, `Math.round(best.get("a"))`],
  [`function step() { return 1; }`, `step = () => 2;`],
  [`class Model { size; constructor(size: number) { this.size = size; } }
new Model(3).size`],
  [`class Model { size: number; }
new Model()`],
  [
    `import { lstm } from "lib/cells/lstm.ts";`,
    `const lstm = "shadowed";
lstm.length`,
  ],
  [
    `let loss = 1;`,
    `import { gru } from "lib/cells/gru.ts";
let loss = "low";
[gru, loss.length]`,
  ],
  [`let seen = [1];`, `seen = seen.map(String);`, `seen[0].length`],
  [`let net = null;`, `net = { size: 3 };`, `net.size`],
  [
    `var i = 0;`,
    `for (var i = 0; i < 3; i++);
i`,
  ],
  [
    `const say = (text: string) => text;`,
    `const say = (n: number) => n;
say(3)`,
    `say(4).toFixed()`,
  ],
  [
    `const { loss, net = 1 } = { loss: 3 };`,
    `const { loss } = { loss: "low" };
loss.length + net`,
  ],
];

/** Those whose last cell is wrong; none before it is. */
export const wrong: Notebooks = [
  [`const size: number = "32";`],
  [
    `import { lstm } from "lib/cells/lstm.ts";
import { createRandom } from "lib/random.ts";`,
    `lstm({ inputSize: 3, hiddenSize: "32", random: createRandom(0) })`,
  ],
  [
    `import { lstm } from "lib/cells/lstm.ts";
import { createRandom } from "lib/random.ts";`,
    `lstm({ inputSize: 3, hidenSize: 32, random: createRandom(0) })`,
  ],
  [`const text = Deno.readTextFile("x");
text.length`],
  [`const wait = Promise.resolve([1]);
for (const one of wait) console.log(one);`],
  [`[1, 2].lenght`],
  [`import { lstn } from "lib/cells/lstm.ts";`],
  [`Math.maxx(1, 2)`],
  [`"a".toUppercase()`],
  [`const n = 3;
n.push(1);`],
  [`function f(a: number) { return a; }`, `f()`],
  [`function f(a: number) { return a; }`, `f(1, 2)`],
  [`function f(a: number) { return a; }`, `f("1")`],
  [`const fixed = 1;
fixed = 2;`],
  [`const options = { size: 1 };`, `options.sise`],
  [`Deno.jupyter.displey({})`],
  [`Deno.jupyter.display({ "text/plain": "x" }, { rav: true });`],
  [`const a: string[] = [1, 2];`],
  [`new Map<string, number>().set(1, "a")`],
  [`import { train } from "lib/training/train.ts";
for (const event of train({ updates: 3 })) event`],
  [`const grown = [1, 2].map((n) => n.toFixed(1)) + 1;
grown.map((x) => x)`],
  [
    `let x = 1;`,
    `let x = "text";
x.toFixed(2)`,
  ],
  [`class Cell { size = 1; }`, `new Cell().sise`],
  [`const { a } = { a: 1 };`, `a.toUpperCase()`],
  [`JSON.parse({ a: 1 })`],
  [`parseInt(5)`],
  [`1 < 2 < "3"`],
];
