/**
 * What runs aside (`aside.ts`), as a process or as a worker: makes a function of what it took along, and judges it.
 *
 * @module
 */

import { type MessagePort, parentPort } from "node:worker_threads";
import { tensor } from "../tensor/mod.ts";
import { beatBy } from "./beat.ts";
import { Finding } from "./definition.ts";
import type { Order, Said } from "./aside.ts";
import { judge, type Judgement } from "./judge.ts";
import { exerciseNamed } from "./load.ts";
import { BAG, type Luggage } from "./luggage.ts";
import { yourTurn } from "./your_turn.ts";

/** Thrown when the answer uses something that only the notebook has. */
class LeftBehind extends ReferenceError {}

/** What an answer could end or halt this place with, or find here and not in the notebook. */
const DANGERS = ["Deno", "process", "prompt", "alert", "confirm"];
const FOREIGN = ["name", "close", "postMessage", "onmessage", "self", "global", "Worker", "fetch"];

async function judgementOf(id: string, luggage: Luggage): Promise<Judgement | null> {
  const exercise = await exerciseNamed(id);
  let leftBehind = false;
  let handedTo: string | null = null;
  const left = (name: string) => {
    const refuse = () => {
      leftBehind = true;
      throw new LeftBehind(`${name} is not defined`);
    };
    return new Proxy(refuse, { get: refuse, apply: refuse, construct: refuse, has: refuse });
  };
  const danger = (name: string) => {
    const refuse = () => {
      throw new Finding("throws", `it reaches for ${name}, which no answer needs`);
    };
    return new Proxy(refuse, { get: refuse, apply: refuse, construct: refuse, has: refuse });
  };
  /** The library's own, and a note if it is one that may not do the work. */
  const watched = (value: unknown, name: string) =>
    typeof value !== "function" || !exercise.notBy.includes(value) ? value : new Proxy(value, {
      apply(target, self, given) {
        handedTo = name;
        return Reflect.apply(target, self, given);
      },
    });
  const library = await Promise.all(
    luggage.library.map(async ({ module, name }) => watched((await import(module))[name], name)),
  );
  const bag = { library, tensor, left, yourTurn };
  let answer: unknown;
  try {
    answer = new Function(BAG, ...DANGERS, ...FOREIGN, luggage.program)(
      bag,
      ...DANGERS.map(danger),
      ...FOREIGN.map(left),
    );
  } catch {
    return null;
  }
  const judgement = await judge(exercise, answer);
  if (leftBehind || judgement.unknownName) return null;
  return handedTo === null ? judgement : {
    state: "wrong",
    observed: `the work is handed to the library's ${handedTo}`,
    misconception: "reference",
  };
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
  beatBy(() => say("alive"));
  await exerciseNamed(id);
  freeze();
  say("alive");
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
  const bytes = (text: string) => new TextEncoder().encode(text);
  await serve(order, (message) => write(bytes(`${token}${JSON.stringify(message)}\n`)));
  exit(0);
}
