/** What `./learn` says when it cannot go on; that it can is what every other test here stands on. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { type Outcome, root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

needs({ read: true, write: true, run: true, env: true }).describe("./learn", () => {
  let clone: string;

  /** Runs the copy's `learn` in a Python that has been changed by `change` first. */
  function learn(change: string, args: readonly string[] = [], env = {}): Promise<Outcome> {
    const program =
      `import sys\n${change}\nimport runpy\nsys.argv = ["learn"] + ${JSON.stringify(args)}\n` +
      `runpy.run_path("learn", run_name="__main__")`;
    return run("python3", ["-c", program], { cwd: clone, env });
  }
  /** The sentences it ended with, without the lines of progress. */
  const said = ({ text }: Outcome) =>
    text.split("\n").filter((line) => line && !line.startsWith("  "));

  beforeAll(async () => {
    clone = await Deno.makeTempDir({ prefix: "a clone " });
    await Deno.mkdir(`${clone}/tools/setup`, { recursive: true });
    await Deno.mkdir(`${clone}/tools/kernel`);
    const setup = ["setup/requirements.txt", "setup/lab_settings.json", "kernel/kernel.json"];
    for (const file of ["learn", "deno.json", ...setup.map((name) => `tools/${name}`)]) {
      await Deno.copyFile(`${root}/${file}`, `${clone}/${file}`);
    }
  });
  afterAll(() => Deno.remove(clone, { recursive: true }));

  it("lists the tasks without setting up", async () => {
    const { code, text } = await learn("", ["--help"]);
    expect(text).toContain("./learn TASK [args ...]");
    expect(text).toContain("./learn --safe [TASK]");
    expect(text).toMatch(/ {4}notebooks +Run notebooks/);
    expect(code).toBe(0);
    expect((await learn("", ["--safe", "--help"])).text).toBe(text);
  });

  it("names the tasks when there is none of that name", async () => {
    const outcome = await learn("", ["tets"]);
    expect(outcome.text).toContain("There is no task 'tets'. The tasks are:");
    expect(outcome.code).toBe(1);
  });

  it("says that Python is too old", async () => {
    const outcome = await learn("sys.version_info = (3, 9, 18, 'final', 0)");
    expect(said(outcome)).toHaveLength(1);
    expect(outcome.text).toContain("This is Python 3.9, and the course needs 3.10 or newer: ");
    expect(outcome.code).toBe(1);
  });

  it("says that the venv module is missing, and which package has it", async () => {
    const outcome = await learn("sys.modules['ensurepip'] = None");
    expect(said(outcome)).toHaveLength(1);
    expect(outcome.text).toMatch(/has no venv module: .*sudo apt install python3\.\d+-venv/);
    expect(outcome.code).toBe(1);
  });

  it("says that the network does not answer, and starts afresh the next time", async () => {
    const nowhere = {
      PIP_CONFIG_FILE: "/dev/null",
      PIP_INDEX_URL: "http://127.0.0.1:9",
      PIP_FIND_LINKS: "",
    };
    for (let time = 0; time < 2; time++) {
      const outcome = await learn("", ["test"], { ...nowhere, HOME: clone });
      expect(said(outcome).at(-1)).toBe(
        "Could not install the packages: the network does not answer; connect (or set your proxy) " +
          "and run ./learn again, it starts afresh.",
      );
      expect(outcome.code).toBe(1);
    }
  });
});
