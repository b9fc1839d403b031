/**
 * Drives the course's kernel over the Jupyter protocol, by kernel_driver.py: steps go in, what came of them comes out.
 *
 * @module
 */

import { beforeAll, expect } from "vitest";
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

/** What kernels are taken through: the steps of several tests, by their names, and what the kernel is told. */
export interface Kernel {
  readonly parts: Readonly<Record<string, readonly Step[]>>;
  readonly env?: Record<string, string>;
}

/**
 * Takes kernels through the steps of the tests around, all kernels at once, before the first test.
 *
 * @returns what came of a part's steps
 */
// deno-lint-ignore no-explicit-any
export function inKernels(...kernels: readonly Kernel[]): (part: string) => any[] {
  const found = new Map<string, unknown[]>();
  beforeAll(async () => {
    await Promise.all(kernels.map(async ({ parts, env }) => {
      const results = await drive(Object.values(parts).flat(), { env });
      for (const [name, steps] of Object.entries(parts)) {
        found.set(name, results.splice(0, steps.length));
      }
    }));
  });
  return (part) => found.get(part)!;
}

/** Steps that run cells one after another, each when the one before has ended. */
export function cells(...codes: readonly string[]): Step[] {
  return codes.map((code) => ({ cells: [code] }));
}

/** Whether tests are to take their widest form, as `./learn test:kernel` wants. */
export function isWide(): boolean {
  return onKernel.missing.length === 0 && Deno.env.get("TASK") === "test:kernel";
}

/** What a cell showed, as text. */
export function shownBy({ outputs }: Ran): string {
  return outputs.map(({ text, data }) => text ?? data?.["text/plain"] ?? "").join("");
}

/** How many messages of text and of updates of one display may come of a cell: the kernel gathers them for 0.04 s. */
export function atMost({ seconds }: Ran): number {
  return 10 + seconds / 0.04;
}
