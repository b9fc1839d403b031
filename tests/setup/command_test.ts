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
    ];
    for (const [file, words, said] of lines) {
      const { code, text } = await task(file, ...words);
      expect(text.split("\n")[0]).toContain(said);
      expect(text).not.toContain("    at ");
      expect(code).toBe(1);
    }
  });
});
