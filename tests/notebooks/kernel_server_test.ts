/** The course's kernel under a real Jupyter server: which kernel it is, the way back to Deno's own, and that it ends with the server. */

import { expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { onKernel } from "./kernel_driver.ts";

/** What kernel_server.py tells. */
interface Told {
  readonly named: string;
  readonly result: string;
  readonly first: readonly string[];
  readonly processes: number;
  readonly alive: number;
  readonly seconds: number;
}

async function underJupyter(...options: readonly string[]): Promise<Told> {
  const script = `${root}/tests/notebooks/kernel_server.py`;
  const { code, text } = await run("python", [script, ...options]);
  expect(code, text).toBe(0);
  return JSON.parse(text.trim().split("\n").findLast((line) => line.startsWith("{"))!);
}

onKernel.describe("a kernel of JupyterLab", () => {
  it("runs cells, and ends with JupyterLab also when that is killed", async () => {
    const told = await underJupyter();
    expect(told).toMatchObject({ named: "Deno, this course", result: "42", alive: 0 });
    expect(told.first).not.toContain("deno"); // which stands behind the course's
    expect(told.processes).toBeGreaterThan(1);
    console.log(`nothing left ${told.seconds} s after kill -9`);
  }, 300_000);

  it.each([[], ["--reaper"]])(
    "ends also when JupyterLab was killed before it was up %s",
    async (...options) => {
      const script = `${root}/tests/notebooks/kernel_orphan.py`;
      const { code, text } = await run("python", [script, ...options]);
      expect(code, text).toBe(0);
      const { left, seconds } = JSON.parse(text.trim().split("\n").at(-1)!);
      expect(left).toBe(0);
      console.log(`a kernel that nobody waits for ended after ${seconds} s`);
    },
    300_000,
  );

  it("is Deno's own with --bare-kernel", async () => {
    const told = await underJupyter("--bare-kernel");
    expect(told).toMatchObject({ named: "Deno, bare", result: "42" });
    expect(told.first).toContain("deno");
  }, 300_000);
});
