/**
 * What runs aside (`aside.ts`), as a process or as a worker: makes a function of what it took along, and judges it.
 *
 * @module
 */

import { cpuUsage } from "node:process";
import { type MessagePort, parentPort } from "node:worker_threads";
import { tensor } from "../tensor/mod.ts";
import { beatBy } from "./beat.ts";
import { inWords } from "./common.ts";
import { Finding } from "./definition.ts";
import type { Order, Said } from "./aside.ts";
import { judge, type Judgement, wrong } from "./judge.ts";
import { exerciseNamed } from "./load.ts";
import { BAG, type Luggage } from "./luggage.ts";
import { yourTurn } from "./your_turn.ts";

/** What an answer could end or halt this place with, or find here and not in the notebook. */
const KEPT =
  ("Deno process prompt alert confirm name close postMessage onmessage self global Worker fetch")
    .split(" ");

/** Something that tells on whoever uses it. */
function trap(tell: () => never): unknown {
  const traps = { get: tell, set: tell, has: tell, ownKeys: tell, apply: tell, construct: tell };
  return new Proxy(function () {}, traps);
}

async function judgementOf(id: string, luggage: Luggage): Promise<Judgement> {
  const exercise = await exerciseNamed(id);
  /** What is told whatever else comes of it: the answer may have caught the error. */
  let told: Finding | null = null;
  const tell = (misconception: string, observed: string) =>
    trap(() => {
      told ??= new Finding(misconception, observed);
      throw told;
    });
  const left = (name: string, what: string) =>
    tell(
      "stays-behind",
      `it uses ${name}, which cannot be sent to where answers are judged: ${what}`,
    );
  const kept = (name: string) => tell("throws", `it reaches for ${name}, which no answer needs`);
  /** The library's own, and a note if it is one that may not do the work. */
  const watched = (value: unknown, name: string) =>
    typeof value !== "function" || !exercise.notBy.includes(value) ? value : new Proxy(value, {
      apply(target, self, given) {
        told ??= new Finding("reference", `the work is handed to the library's ${name}`);
        return Reflect.apply(target, self, given);
      },
    });
  const library = await Promise.all(
    luggage.library.map(async ({ module, name }) => watched((await import(module))[name], name)),
  );
  if (!parentPort) { // all that is needed is here now
    for (const name of ["read", "env"] as const) Deno.permissions.revokeSync({ name });
  }
  let answer: unknown;
  try {
    const bag = { library, tensor, left, yourTurn };
    answer = new Function(BAG, ...KEPT, luggage.program)(bag, ...KEPT.map(kept));
  } catch (error) {
    const { name, message } = inWords(error);
    return wrong(
      told ?? new Finding("stays-behind", `made again from its text, it threw ${name}: ${message}`),
    );
  }
  const judgement = await judge(exercise, answer);
  return told === null ? judgement : wrong(told);
}

/** What answers could bend so that everything looks right. */
function freeze(): void {
  for (const home of [Array, Math, JSON, Number, String, Object]) Object.freeze(home);
  for (const { prototype } of [Array, Number, String, Float32Array, Float64Array]) {
    Object.freeze(prototype);
  }
  const silent = () => {};
  globalThis.console = new Proxy(console, { get: () => silent });
}

async function serve({ id, luggage }: Order, say: (message: Said) => void): Promise<void> {
  let before = cpuUsage();
  const alive = () => {
    const { user, system } = cpuUsage(before);
    before = cpuUsage();
    say({ worked: (user + system) / 1000 });
  };
  beatBy(alive);
  await exerciseNamed(id);
  freeze();
  alive();
  say({ judgement: await judgementOf(id, luggage) });
}

if (parentPort) {
  parentPort.once("message", ({ port, ...order }: Order & { readonly port: MessagePort }) => {
    serve(order, port.postMessage.bind(port));
  });
} else {
  const { token, ...order } = JSON.parse(await new Response(Deno.stdin.readable).text());
  const { exit, stdout } = Deno;
  const write = stdout.writeSync.bind(stdout);
  const encoder = new TextEncoder();
  const bytes = encoder.encode.bind(encoder);
  await serve(order, (message) => write(bytes(`${token}${JSON.stringify(message)}\n`)));
  exit(0);
}
