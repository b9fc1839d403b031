/**
 * Drives the course's kernel over the Jupyter protocol, by kernel_driver.py: steps go in, what came of them comes out.
 *
 * @module
 */

import { expect } from "vitest";
import { isSetUp, root, run } from "../support/clone.ts";
import { type Guarded, needs } from "../support/permissions.ts";

/** What the tests on the real kernel need. */
export const onKernel: Guarded = needs({
  read: true,
  write: true,
  run: true,
  env: true,
  setUp: isSetUp,
});

/** One message of output, and whether it came when the cell had been said to be over. */
export interface Shown {
  readonly type: string;
  readonly late: boolean;
  readonly text?: string;
  readonly data?: Record<string, string>;
}

/** What came of one cell. */
export interface Ran {
  readonly status: "ok" | "error" | "aborted" | null;
  readonly idle: boolean;
  readonly outputs: readonly Shown[];
  readonly error: { ename: string; evalue: string; traceback: string[] } | null;
  readonly reply: Record<string, unknown>;
  /** Seconds from when stop was last pressed, or the cells were sent, to the reply. */
  readonly seconds: number;
}

/** A step as kernel_driver.py has it. */
export type Step = Readonly<Record<string, unknown>>;

/** Takes a fresh kernel through steps, in the folder of the notebooks. */
export async function drive(
  steps: readonly Step[],
  { env, cwd = `${root}/notebooks` }: { env?: Record<string, string>; cwd?: string } = {},
  // deno-lint-ignore no-explicit-any
): Promise<any[]> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(path, JSON.stringify(steps));
    const driver = `${root}/tests/notebooks/kernel_driver.py`;
    const { code, text } = await run("python", [driver, path], { cwd, env });
    expect(code, text).toBe(0);
    return JSON.parse(text.trim().split("\n").findLast((line) => line.startsWith("["))!);
  } finally {
    await Deno.remove(path);
  }
}

/** Runs cells one after another, each when the one before has ended. */
export async function runCells(...codes: readonly string[]): Promise<Ran[]> {
  return (await drive(codes.map((code) => ({ cells: [code] })))).flat();
}

/** What a cell showed, as text. */
export function shownBy({ outputs }: Ran): string {
  return outputs.map(({ text, data }) => text ?? data?.["text/plain"] ?? "").join("");
}
