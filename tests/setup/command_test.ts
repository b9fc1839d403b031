/** What a person is told who mistypes the line of a task. */

import { expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

needs({ read: true, run: true, env: true }).describe("the line of a task", () => {
  const task = (file: string, ...words: string[]) =>
    run(Deno.execPath(), ["run", "--allow-all", `${root}/tools/${file}`, ...words], { cwd: root });

  it("shows how a task is called", async () => {
    for (const word of ["--help", "-h"]) {
      const { code, text } = await task("notebooks/fmt.ts", word);
      expect(text.trim()).toBe("./learn fmt [--check] [FILE ...]   all files, or those named");
      expect(code).toBe(0);
    }
  });

  it("does nothing but show how it is called, whichever it is", async () => {
    const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
    const commands = Object.values(tasks as Record<string, { command: string }>)
      .map(({ command }) => command);
    const files = commands.filter((command) => !command.includes("&&"))
      .map((command) => /\btools\/(\S+\.ts)$/.exec(command)?.[1])
      .filter((file) => file !== undefined && file !== "run_tests.ts"); // shows deno test's as well
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) {
      const { code, text } = await task(file!, "--help");
      expect(text, file).toContain("./learn ");
      expect(text, file).not.toContain("    at ");
      expect(code, file).toBe(0);
    }
  });

  it("opens the notebooks on no port that is none", async () => {
    for (const port of ["--port=abc", "--port=70000", "--port"]) {
      const { code, text } = await run("python3", [`${root}/tools/setup/lab.py`, port]);
      expect(text).toMatch(/^Cannot open the notebooks on port '\w*': a number .* is wanted\.\n$/);
      expect(code).toBe(1);
    }
    const { code, text } = await run("python3", [`${root}/tools/setup/lab.py`, "--help"]);
    expect(text).toContain("./learn lab [--no-browser]");
    expect(code).toBe(0);
  });

  it("says in one sentence what cannot be read, or is not there", async () => {
    const lines: [string, string[], string][] = [
      [
        "notebooks/fmt.ts",
        ["nothing.ipynb"],
        "Cannot format nothing.ipynb: there is no such file.",
      ],
      [
        "notebooks/check.ts",
        ["nothing.ipynb"],
        "Cannot check nothing.ipynb: there is no such file.",
      ],
      ["notebooks/lint.ts", ["nothing.ipynb"], "Cannot lint nothing.ipynb: there is no such file."],
      ["notebooks/fmt.ts", ["--chekc"], "Unknown option '--chekc'; wanted:"],
      ["fuzz/fuzz.ts", ["--cases"], "Option '--cases <value>' argument missing; wanted:"],
      ["lesson/readme.ts", ["more"], "Unexpected argument 'more'"],
      ["build_kernels.ts", ["--chekc"], "Unknown option '--chekc'; wanted:"],
      ["gate.ts", ["tests"], "Unexpected argument 'tests'"],
      ["data/build.ts", ["--force"], "Unknown option '--force'; wanted:"],
      ["exercises/place.ts", ["03.nothing"], 'Cannot find the exercise "03.nothing"'],
      ["exercises/place.ts", ["--after", "cell-1"], "Cannot place all so; wanted:"],
      ["classroom/classroom.ts", ["--folder"], "Option '--folder <value>' argument missing"],
      ["classroom/classroom.ts", ["99"], 'Cannot find the notebook "99": one of'],
    ];
    for (const [file, words, said] of lines) {
      const { code, text } = await task(file, ...words);
      expect(text.split("\n")[0]).toContain(said);
      expect(text).not.toContain("    at ");
      expect(code).toBe(1);
    }
  });
});
