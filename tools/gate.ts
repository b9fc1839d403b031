/**
 * The one gate before a change goes in: `deno task ok` runs every check, goes on after a failure, and ends with what
 * failed and how to run that part alone.
 *
 * @module
 */

import { command } from "./command.ts";

/** The checks in the order of their cost. */
const checks: readonly {
  readonly what: string;
  readonly task: readonly string[];
  /** With every check of V8 on: see lib/tensor/simd/README.md. */
  readonly safe?: boolean;
}[] = [
  { what: "format", task: ["fmt", "--check"] },
  { what: "lint, also in notebooks", task: ["lint"] },
  { what: "types, also in notebooks", task: ["check"] },
  { what: "documentation and its examples", task: ["doc"] },
  { what: "tests", task: ["test"] },
  {
    what: "tests of what computes, with every check of V8 on",
    task: ["test", "tests/tensor", "tests/cells", "tests/training"],
    safe: true,
  },
  { what: "notebooks", task: ["notebooks"] },
  { what: "exercises, their solutions and wrong answers", task: ["exercises"] },
];

async function main(): Promise<number> {
  const failed: string[] = [];
  const began = performance.now();
  for (const { what, task, safe = false } of checks) {
    const command = `${safe ? "--safe " : ""}${task.join(" ")}`;
    console.log(`\n${what}: ./learn ${command}`);
    const start = performance.now();
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", ...task],
      clearEnv: true,
      env: environment(safe),
      stdin: "null",
    }).spawn().status;
    if (!success) failed.push(command);
    console.log(`${success ? "ok" : "FAILED"}: ${what} (${seconds(start)})`);
  }

  console.log(
    `\n${checks.length - failed.length} of ${checks.length} checks passed (${seconds(began)})`,
  );
  for (const task of failed) console.log(`    failed: ./learn ${task}`);
  return failed.length > 0 ? 1 : 0;
}

function environment(safe: boolean): Record<string, string> {
  const { DENO_V8_FLAGS, ...rest } = Deno.env.toObject();
  return DENO_V8_FLAGS && !safe ? { ...rest, DENO_V8_FLAGS } : rest;
}

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

await command(
  "./learn ok   runs every check that has to pass before a change goes in; about half an hour",
  { options: {} },
  main,
);
