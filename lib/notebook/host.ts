/**
 * What cells need from the place where they run: somewhere to show things, the stop button, and what the place says
 * about seeds and progress. There are two such places: Deno's kernel, described here, and a web page
 * (`tools/site/live`), which puts its own description where `currentHost` looks. In a script or a test there is none.
 *
 * @module
 */

import { checkValue, someText } from "../options.ts";
import { unfit } from "./fit.ts";

/** A place where cells run. */
export interface Host {
  /**
   * Sends an output of the cell that runs, as Jupyter's messages have it.
   *
   * @param type such as `display_data` or `update_display_data`
   * @param content the message's content
   */
  send(type: string, content: Readonly<Record<string, unknown>>): Promise<void>;
  /** Calls back whenever the reader presses stop. */
  onStop(pressed: () => void): void;
  /** What the place says about a name such as `SEEDS`; undefined if nothing. */
  variable(name: string): string | undefined;
  /** Where the place keeps what a reader has done; undefined where that is a file. */
  readonly progress?: {
    /** What is kept, by an exercise's id. */
    read(): Readonly<Record<string, "right" | "wrong">>;
    /** Keeps one more thing; what was once right stays right. */
    note(id: string, state: "right" | "wrong"): void;
  };
}

/** Under this name a page describes itself. */
export const hostSymbol: unique symbol = Symbol.for("course.host") as never;

/** Under this name the course's kernel (`tools/kernel`) describes itself. */
const kernelSymbol: unique symbol = Symbol.for("course.kernel") as never;

/**
 * The place where this code runs.
 *
 * @returns the page, or Deno's kernel; undefined in a script or a test
 *
 * @example
 * ```ts
 * import { currentHost } from "lib/notebook/host.ts";
 *
 * currentHost(); // undefined: this is a script
 * ```
 */
export function currentHost(): Host | undefined {
  return (globalThis as { [hostSymbol]?: Host })[hostSymbol] ?? denoKernel();
}

type Broadcast = (type: string, content: Readonly<Record<string, unknown>>) => Promise<void>;

function denoKernel(): Host | undefined {
  const broadcast = kernelBroadcast();
  if (broadcast === undefined) return undefined;
  // Newer kernels of Deno broadcast at once and return nothing.
  const send: Broadcast = async (type, content) => await broadcast(type, content);
  return { send, onStop, variable };
}

function kernelBroadcast(): Broadcast | undefined {
  try { // outside a kernel, reading Deno.jupyter throws
    const deno = (globalThis as { Deno?: { jupyter?: { broadcast?: Broadcast } } }).Deno;
    return deno?.jupyter?.broadcast;
  } catch {
    return undefined;
  }
}

/**
 * What this code was told from outside under a name: by the place where it runs, in a script by the environment.
 *
 * @param name such as `SEEDS`
 * @returns the text; undefined if there is none, or it may not be read
 *
 * @example
 * ```ts
 * import { told } from "lib/notebook/host.ts";
 *
 * told("SEEDS"); // nothing, unless SEEDS is set
 * ```
 */
export function told(name: string): string | undefined {
  checkValue("look up what was told", "the name", name, someText);
  return (currentHost()?.variable ?? variable)(name);
}

function variable(name: string): string | undefined {
  const deno = (globalThis as { Deno?: typeof Deno }).Deno;
  if (typeof deno?.env?.get !== "function") return undefined;
  const permission = deno.permissions?.querySync?.({ name: "env", variable: name });
  return permission?.state === "granted" ? deno.env.get(name) : undefined;
}

const courseKernel = () =>
  (globalThis as { [kernelSymbol]?: { onStop: Set<() => void> } })[kernelSymbol];

/** The course's kernel says when stop is pressed; Deno's own is sent SIGINT. */
function onStop(pressed: () => void): void {
  const kernel = courseKernel();
  if (kernel === undefined) Deno.addSignalListener("SIGINT", pressed);
  else kernel.onStop.add(pressed);
}

/** Says on import what the reader has to know of a kernel of Deno that is not fit for the course. */
function warn(): void {
  const kernel = hostSymbol in globalThis ? undefined : denoKernel();
  const sentence = kernel && unfit({
    course: courseKernel() !== undefined,
    chosen: variable("COURSE_KERNEL") === "bare",
    version: Deno.version.deno,
  });
  if (!sentence) return;
  void kernel.send("display_data", {
    data: { "text/plain": sentence },
    metadata: {},
    transient: {},
  });
}

warn();
