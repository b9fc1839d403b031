/**
 * `deno test` as people type it, on a fresh clone: each way passes, runs nothing twice, and takes nothing for a test that is
 * none. The ways that would run everything are cut down here by a filter; `.ci/run.py` types them whole.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

/** What Deno takes for a test by its name. */
const takenForTest = /(?:^|[/_.])test\.[cm]?[jt]sx?$/;
/** The word to filter by is put together, so that no test here is found by it and begins again. */
const word = ["tempo", "ral"].join("");
/** Milliseconds after which something hangs; a busy machine takes many minutes for what takes one alone. */
const slow = 3_600_000;

needs({ read: true, write: true, run: true, env: true }).describe("deno test", () => {
  let clone: string;
  let tests: string[];

  beforeAll(async () => {
    clone = await Deno.makeTempDir({ prefix: "a clone " });
    const { text } = await run("git", ["ls-files", "-z", "-c", "-o", "--exclude-standard"]);
    const files = text.split("\0").filter((file) => file !== "" && isFile(`${root}/${file}`));
    tests = files.filter((file) => takenForTest.test(file)).sort();
    for (const file of files) {
      const folder = file.slice(0, file.lastIndexOf("/") + 1);
      await Deno.mkdir(`${clone}/${folder}`, { recursive: true });
      await Deno.copyFile(`${root}/${file}`, `${clone}/${file}`);
    }
  });
  afterAll(() => Deno.remove(clone, { recursive: true }));

  /** What came of `deno test …` typed in a folder of the clone. */
  async function typed(words: string, folder = ".") {
    const args = ["test", ...words.split(" ").map((text) => text.replace("WORD", word))];
    const { code, text } = await run(Deno.execPath(), args, { cwd: `${clone}/${folder}` });
    const count = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(text)?.[1] ?? 0);
    return {
      text,
      code,
      checked: [...text.matchAll(/^Check (.*)$/gm)].map(([, file]) => file),
      ran: [...text.matchAll(/^running \d+ tests? from \.\/(.*)$/gm)].map(([, file]) => file),
      passed: count("passed"),
      failed: count("failed"),
      ignored: count("ignored"),
    };
  }

  it("takes for tests what ends in _test.ts, and lies in tests/ or is lib's examples", () => {
    const others = tests.filter((file) => !/^(lib\/examples|tests\/.+)_test\.ts$/.test(file));
    expect(others).toEqual([]);
    expect(tests.length).toBeGreaterThan(50);
  });

  it("with a filter collects each of them, once, without a permission and with all", async () => {
    const plain = await typed("--filter WORD");
    expect(plain.code, plain.text).toBe(0);
    expect(plain.checked.toSorted()).toEqual(tests);
    expect(new Set(plain.ran).size).toBe(plain.ran.length);
    expect(plain.passed).toBeGreaterThan(5);
    expect(plain.failed).toBe(0);

    const all = await typed("-A --no-check --filter WORD");
    expect(all.code, all.text).toBe(0);
    expect(new Set(all.ran).size).toBe(all.ran.length);
    expect(all.passed).toBeGreaterThanOrEqual(plain.passed + plain.ignored);

    const inside = await typed("--no-check --filter WORD", "tests");
    expect(inside.code, inside.text).toBe(0);
    expect(inside.passed).toBe(plain.passed);
  }, slow);

  it("of a folder runs that folder, and skips by name what needs a permission", async () => {
    const cells = await typed("--no-check tests/cells");
    expect(cells.code, cells.text).toBe(0);
    expect(cells.ran.every((file) => file.startsWith("tests/cells/"))).toBe(true);
    expect(cells.text).toMatch(/\(needs --allow-read\).* \.\.\. ignored/);
    expect(cells.passed).toBeGreaterThan(100);
  }, slow);

  it("with coverage says how much of lib was run", async () => {
    const covered = await typed("--coverage --no-check --filter WORD tests/tasks");
    expect(covered.code, covered.text).toBe(0);
    expect(covered.text).toMatch(/\btasks\/\S*xor\.ts\b.*\d+\.\d/);
  }, slow);

  it("of lib finds its examples, and says by name what they need", async () => {
    const examples = await typed("--no-check lib");
    expect(examples.code, examples.text).toBe(0);
    expect(examples.text).toMatch(/examples .*\(needs --allow-read .*ignored/);
  }, slow);
});

function isFile(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch {
    return false; // deleted, but not yet committed
  }
}
