/** What a failure outside a test's body is laid to: nothing but its own suite or file. */

import { expect, it } from "vitest";
import { root, run } from "./clone.ts";
import { needs } from "./permissions.ts";

const source = `import { afterAll, beforeAll, describe, expect, it } from "vitest";
const log = [];
describe("begins badly", () => {
  beforeAll(() => { throw new Error("before"); });
  afterAll(() => void log.push("cleared up"));
  it("cannot run", () => void log.push("ran"));
});
describe("ends badly", () => {
  afterAll(() => { throw new Error("behind"); });
  it("is right itself", () => {});
});
it("is right, too", () => expect(log).toEqual(["cleared up"]));
it("leaves a promise", () => void expect(Promise.resolve(1)).resolves.toBe(2));
it("", () => {});
it("skips itself", ({ skip }) => skip("not here"));
it("is the last", () => {});
`;

needs({ read: true, write: true, run: true, env: true }).describe("a failure", () => {
  it("of a hook or of a promise costs no other test its mark", async () => {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/some_test.ts`, source);
    const { code, text } = await run(Deno.execPath(), [
      ...["test", "--allow-all", "--no-check", `--config=${root}/deno.json`],
      `${folder}/some_test.ts`,
    ]);
    await Deno.remove(folder, { recursive: true });
    const results = text.match(/^.* \.\.\. (ok|FAILED)/gm)!;
    expect(results).toEqual([
      "begins badly > cannot run ... FAILED",
      "ends badly > is right itself ... ok",
      "is right, too ... ok",
      "leaves a promise ... FAILED",
      "(no name) ... ok",
      "skips itself ... ok",
      "is the last ... ok",
    ]);
    expect(text).toContain("skipped: not here ... ignored");
    for (const said of ["Error: before", "Error: behind", "expected 1 to be 2"]) {
      expect(text).toContain(said);
    }
    expect(code).toBe(1);
  });
});
