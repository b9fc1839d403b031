/**
 * A place aside from the notebook where an answer is judged: a process of its own with little memory, which can be ended
 * whatever it does. A worker's thread cannot: in a regular expression or a sort that never ends it goes on although it
 * has been told to stop, and what it takes of memory the notebook lacks. Where no process may be started, as in a page, it
 * is a worker all the same.
 *
 * @module
 */

import { MessageChannel, Worker } from "node:worker_threads";
import type { Judgement } from "./judge.ts";
import type { Luggage } from "./luggage.ts";

/** What is to be judged. */
export interface Order {
  /** The exercise's id. */
  readonly id: string;
  /** The answer, and what it uses. */
  readonly luggage: Luggage;
}

/** What is said from aside: a sign of life, with the milliseconds of work since the last one; or what came of the answer. */
export type Said = { readonly worked: number } | { readonly judgement: Judgement };

/** How it ended before anything was said of the answer: its memory was full, it was gone, or threw an error. */
export type Ending = "memory" | "gone" | Error;

/** Whoever waits for what comes of it. */
export interface Waiting {
  /** Something was said. */
  said(message: Said): void;
  /** It has ended by itself. */
  ended(how: Ending): void;
}

/** Megabytes of JavaScript values that an answer may hold. */
const HEAP = 256;
/** Bytes that its process may take in all. */
const MOST = 800_000_000;
/** Seconds on a processor after which a process is ended by the system, should the notebook have ended before it. */
const LONGEST = 120;

const place = new URL("./aside_main.ts", import.meta.url);

/**
 * Begins to judge an answer aside.
 *
 * @param order what is to be judged
 * @param waiting who waits for it
 * @returns how to end it, whatever it does
 */
export function judgeAside(order: Order, waiting: Waiting): () => Promise<void> {
  const mayStart = Deno.Command !== undefined &&
    Deno.permissions.querySync({ name: "run" }).state === "granted";
  return mayStart ? inProcess(order, waiting) : onWorker(order, waiting);
}

function inProcess(order: Order, { said, ended }: Waiting): () => Promise<void> {
  const token = crypto.randomUUID(); // by which its words are told from what the answer prints
  const [command, ...args] = [
    ...Deno.build.os === "windows" ? [] : ["sh", "-c", `ulimit -t ${LONGEST}; exec "$0" "$@"`],
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--no-lock",
    "--cached-only",
    `--config=${filePath(new URL("../../deno.json", import.meta.url))}`,
    "--allow-read",
    "--allow-env",
    filePath(place),
  ];
  const flags = [Deno.env.get("DENO_V8_FLAGS"), `--max-old-space-size=${HEAP}`];
  const env = { DENO_V8_FLAGS: flags.filter(Boolean).join(",") };
  const child = new Deno.Command(command, {
    args,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const written = new Blob([JSON.stringify({ token, ...order })]).stream().pipeTo(child.stdin);
  const heard = Promise.all([
    hear(child.stdout, token, said),
    lastWords(child.stderr),
    child.status,
  ]).then(([, words, { signal }]) =>
    ended(signal === "SIGKILL" || /out of memory/i.test(words) ? "memory" : "gone")
  );
  const watch = setInterval(() => memoryOf(child.pid) > MOST && ended("memory"), 50);
  return async () => {
    clearInterval(watch);
    try {
      child.kill("SIGKILL");
    } catch { /* it has ended */ }
    await Promise.allSettled([written, heard]);
  };
}

/** Hands on the lines that begin with the token. */
async function hear(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  token: string,
  said: (message: Said) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!.slice(-10_000);
    for (const line of lines) {
      if (line.startsWith(token)) said(JSON.parse(line.slice(token.length)));
    }
  }
}

/** The end of what is said in a stream. */
async function lastWords(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let words = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    words = (words + text).slice(-10_000);
  }
  return words;
}

/** Bytes of memory of a process; 0 where that cannot be known. */
function memoryOf(pid: number): number {
  try {
    return 4096 * Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
  } catch {
    return 0;
  }
}

function filePath({ pathname }: URL): string {
  const path = decodeURIComponent(pathname);
  return Deno.build.os === "windows" ? path.slice(1) : path;
}

function onWorker(order: Order, { said, ended }: Waiting): () => Promise<void> {
  const worker = new Worker(place, { resourceLimits: { maxOldGenerationSizeMb: HEAP } });
  // A channel of our own: what the answer posts is not heard.
  const { port1: ours, port2: theirs } = new MessageChannel();
  ours.on("message", said);
  worker.on("error", (error: Error & { code?: string }) => {
    ended(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : error);
  });
  worker.on("exit", () => ended("gone"));
  worker.postMessage({ ...order, port: theirs }, [theirs]);
  const start = Deno.memoryUsage().rss;
  const watch = setInterval(() => Deno.memoryUsage().rss - start > MOST && ended("memory"), 50);
  return async () => {
    clearInterval(watch);
    ours.close();
    await worker.terminate();
  };
}
