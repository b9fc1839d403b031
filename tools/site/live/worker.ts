/**
 * The worker in which a notebook's cells run, so that the page stays quick and a cell can always be ended. It is the
 * second implementation of `lib/notebook/host.ts`.
 *
 * It is a classic worker: `importScripts` runs a script in the global scope, where `let` declares what all later
 * scripts and functions see, as in a notebook.
 *
 * @module
 */

import type { Host } from "lib/notebook/host.ts";
import { CellSyntaxError, compile, lineOf } from "./compile.ts";
import { formatted, inspect } from "./inspect.ts";
import type { Order, Progress, Report, Shown } from "./messages.ts";
import { watchPolicy, withForbidden } from "./policy.ts";
import { Printer } from "./printer.ts";
import { askPageForWorkers } from "./workers.ts";

declare function importScripts(url: string): void;

const scope = globalThis as unknown as Record<string | symbol, unknown> & {
  postMessage(report: Report, transfer?: Transferable[]): void;
  close(): void;
  onmessage: (event: MessageEvent<Order>) => void;
};
const send = scope.postMessage.bind(scope);
const printer = new Printer((id, name, text) =>
  send({ kind: "show", id, shown: { output_type: "stream", name, text } })
);
/** Says something, behind what was printed before. */
const post = (report: Report) => {
  printer.flush();
  send(report);
};
const close = scope.close.bind(scope);
scope.close = () => {
  post({ kind: "closed" });
  close();
};
watchPolicy();
askPageForWorkers(send);
const here = new URL(".", (globalThis as unknown as { location: Location }).location.href);
const displaySymbol = Symbol.for("Jupyter.display");

const stops = new Set<() => void>();
let progress: Progress = {};
let variables: Readonly<Record<string, string>> = {};
let current = "";
let personal = false;

const host: Host = {
  send(type, content) {
    const { data, transient } = content as {
      data: Record<string, unknown>;
      transient?: { display_id?: string };
    };
    const shown: Shown = { output_type: "display_data", data: structuredClone(data) };
    const display = transient?.display_id;
    if (type === "update_display_data" && display !== undefined) {
      post({ kind: "update", display, shown });
    } else post({ kind: "show", id: current, shown, display });
    return Promise.resolve();
  },
  onStop: (pressed) => void stops.add(pressed),
  variable: (name) => variables[name],
  progress: {
    read() {
      personal ||= Object.keys(progress).length > 0;
      return progress;
    },
    note(exercise, state) {
      if (progress[exercise] === "right" || progress[exercise] === state) return;
      progress = { ...progress, [exercise]: state };
      post({ kind: "note", exercise, state });
    },
  },
};
scope[Symbol.for("course.host")] = host;

for (const name of ["log", "info", "debug", "warn", "error"] as const) {
  console[name] = (...values: unknown[]) => {
    const stream = name === "warn" || name === "error" ? "stderr" : "stdout";
    printer.print(current, stream, formatted(values) + "\n");
  };
}

/** What each file of the library imports; asked for at once, and again if there was no network. */
let needs: Promise<Record<string, string[]>> | undefined = askNeeds();

function askNeeds(): Promise<Record<string, string[]>> {
  const asked = fetch(new URL("needs.json", here)).then((response) => response.json());
  asked.catch(() => needs = undefined);
  return asked;
}

/** Loads a file of the library with all that it imports at once, where a browser would ask level by level. */
async function load(name: string): Promise<unknown> {
  if (!/^[a-z]+\/.*\.ts$/.test(name)) {
    if (/^[a-z]+:|^\.{0,2}\//.test(name)) return await import(new URL(name, here).href);
    throw new TypeError(
      `Cannot import "${name}" in a page: found a package, and a file of lib/ is wanted`,
    );
  }
  needs ??= askNeeds();
  const all = await needs;
  if (!(name in all)) {
    throw new TypeError(
      `Cannot import "${name}": found no such file, and a file of lib/ is wanted`,
    );
  }
  const wanted = new Set([name]);
  for (const file of wanted) all[file].forEach((other) => wanted.add(other));
  const address = (file: string) => new URL(file.replace(/\.ts$/, ".js"), here).href;
  await Promise.all([...wanted].map((file) => import(address(file))));
  return await import(address(name));
}

/** Without a prototype, for a cell may declare `valueOf` too. */
const setters: Record<string, (value: unknown) => void> = Object.create(null);
let cell: (() => Promise<unknown>) | undefined;
scope.__set = setters;
scope.__import = load;
scope.__cell = (given: () => Promise<unknown>) => void (cell = given);

/** Runs a script in the global scope. */
function runScript(script: string): void {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    importScripts(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function run(id: string, source: string): Promise<void> {
  current = id;
  personal = false;
  try {
    const { names, script } = compile(source, id);
    const fresh = names.filter((name) => !(name in setters));
    if (fresh.length > 0) {
      const made = fresh.map((name) => `__set.${name} = (value) => { ${name} = value; };`);
      runScript(`let ${fresh.join(", ")};\n${made.join("\n")}`);
    }
    runScript(script);
    const value = await cell!();
    if (value !== undefined) {
      const data = await bundleOf(value);
      post({ kind: "show", id, shown: { output_type: "execute_result", data } });
    }
    post({ kind: "done", id, personal });
  } catch (error) {
    const { message, ...more } = troubleOf(error, id);
    post({ kind: "done", id, personal, error: { ...more, message: await withForbidden(message) } });
  }
}

async function bundleOf(value: unknown): Promise<Record<string, unknown>> {
  const show = (value as Record<symbol, unknown> | null)?.[displaySymbol];
  if (typeof show === "function") return structuredClone(await show.call(value));
  return { "text/plain": inspect(value) };
}

function troubleOf(error: unknown, id: string) {
  if (!(error instanceof Error)) return { name: "Thrown", message: inspect(error) };
  const { name, message, stack = "" } = error;
  const line = error instanceof CellSyntaxError ? error.line : lineOf(stack, id);
  return { name, message, line };
}

/** Holds a lock for ever: the page is given it when this worker is gone, in whatever way. */
function live(lock: string): void {
  // Only where the site is reached by https, or on the reader's own machine.
  void navigator.locks?.request(lock, () => {
    send({ kind: "alive" });
    return new Promise(() => {});
  }).catch(() => {}); // where nothing can be stored, there are no locks either
}

scope.onmessage = ({ data: order }) => {
  if (order.kind === "start") {
    ({ progress, variables } = order);
    live(order.life);
  } else if (order.kind === "progress") progress = order.progress;
  else if (order.kind === "stop") stops.forEach((pressed) => pressed());
  else void run(order.id, order.source);
};
