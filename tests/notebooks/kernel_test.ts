/**
 * The probe that decides which Deno is pinned: later kernels lost outputs of quick cells. When it passes with a newer
 * Deno in tools/setup/requirements.in, the pin may move.
 *
 * What 2.8.1 needs tools/kernel for stands in its README. 2.9.8 needs it for the same, and falls short behind it: a
 * syntax error says no more than "Execution failed", NaN and null as a last value show nothing, an import over a
 * function of that name does not work, a synchronous loop that prints is only stopped by a restart, and what is thrown
 * without being an Error is "[object Object]".
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { type Cell, type Notebook, notebookOf } from "../support/notebook.ts";
import { isWide, onKernel } from "./kernel_driver.ts";

const kinds: readonly ((index: number) => string)[] = [
  (index) => `console.log("line ${index}");`,
  (index) => `${index} + 0.5`,
  (index) => `await Deno.jupyter.display({ "text/plain": "shown ${index}" }, { raw: true });`,
  (index) =>
    `const id${index} = "display-${index}";
await Deno.jupyter.display({ "text/plain": "old" }, { raw: true, display_id: id${index} });
await Deno.jupyter.display({ "text/plain": "new ${index}" }, { raw: true, display_id: id${index}, update: true });`,
];

onKernel.describe("the pinned kernel", () => {
  const count = isWide() ? 800 : 80;
  let folder: string;
  let cells: Cell[];

  beforeAll(async () => {
    folder = await Deno.makeTempDir();
    const path = `${folder}/probe.ipynb`;
    const sources = Array.from({ length: count }, (_, index) => kinds[index % kinds.length](index));
    await Deno.writeTextFile(path, JSON.stringify(notebookOf(sources)));
    const { code, text } = await run("python", [`${root}/tools/notebooks/run.py`, path, "--write"]);
    expect(text).toContain("1 passed");
    expect(code).toBe(0);
    cells = (JSON.parse(await Deno.readTextFile(path)) as Notebook).cells;
  });
  afterAll(() => Deno.remove(folder, { recursive: true }));

  it(`loses no output of ${count} quick cells`, () => {
    const lost = cells.flatMap((cell, index) => cell.outputs?.length === 1 ? [] : [index]);
    expect(lost).toEqual([]);
  });

  it("keeps the last content of every updated display", () => {
    const stale = cells.filter((cell) => JSON.stringify(cell.outputs).includes('"old"'));
    expect(stale).toEqual([]);
  });

  it("counts the cells", () => {
    expect(cells.map((cell) => cell.execution_count)).toEqual(cells.map((_, index) => index + 1));
  });
});
