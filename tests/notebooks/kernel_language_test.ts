/** What the editor knows on the course's kernel: signatures, completions, and notes on types without a false one. */

import { expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { right, wrong } from "./kernel_cells.ts";
import { inKernels, isWide, onKernel, type Ran, shownBy } from "./kernel_driver.ts";

/** A request about code in which `|` stands where the cursor is. */
function at(kind: "inspect" | "complete", marked: string) {
  const cursor_pos = marked.indexOf("|");
  const code = marked.replace("|", "");
  return { request: [`${kind}_request`, { code, cursor_pos, detail_level: 0 }], seconds: 200 };
}

onKernel.describe("the types in a notebook", () => {
  const came = inKernels(
    {
      parts: {
        "told": [
          at("inspect", `import { lstm } from "lib/cells/lstm.ts";\nls|tm`),
          at("inspect", `import { lstm } from "lib/cells/lstm.ts";\nlstm({ inputSize: 3, |`),
          {
            cells: [`import { lstm } from "lib/cells/lstm.ts";
import { createRandom } from "lib/random.ts";
const cell = lstm({ inputSize: 3, hiddenSize: 4, random: createRandom(0) });`],
            person: true,
          },
          at("complete", `cell.|`),
          at("complete", `lstm({ hid|`),
          at("complete", `import { x } from "lib/cells/ls|"`),
          at("complete", `import { ls| } from "lib/cells/lstm.ts"`),
        ],
        "noted": [
          {
            cells: [`const size: number = "32";\nthrow new Error("red");`],
            person: true,
            until: "Types",
            patience: 200,
          },
          {
            cells: [`const fine: number = 32;\nfine`, `const again: number = "64";`],
            person: true,
            until: "Types",
            patience: 200,
          },
        ],
      },
    },
    { env: { COURSE_TYPES: "off" }, parts: { "off": [at("inspect", "Math.ma|x")] } },
  );

  it("are told by Shift+Tab and Tab, also before a cell has run", () => {
    const [inspected, around, , members, options, paths, names] = came("told");
    for (const { found, data } of [inspected, around]) {
      expect(found).toBe(true);
      expect(data["text/markdown"]).toMatch(
        /lstm\(options: LstmOptions\).*An LSTM cell\..*@example/s,
      );
    }
    expect(members.matches).toEqual(expect.arrayContaining(["hiddenSize", "step"]));
    expect(options.matches).toEqual(["hiddenSize"]);
    expect(paths.matches).toEqual(["lib/cells/lstm.ts"]);
    expect(names.matches).toContain("lstm");
  });

  it("may be switched off", () => {
    expect(came("off")[0]).toMatchObject({ status: "ok", found: false });
  });

  it("are noted below a cell that is wrong, beside what its run says, and only there", () => {
    const [wrong, right] = came("noted").flat() as Ran[];
    expect(shownBy(wrong)).toBe(
      "Types, line 1: Type 'string' is not assignable to type 'number'.\n",
    );
    expect(wrong.error!.evalue).toBe("red");
    expect(shownBy(right)).toBe("32");
  });

  it("say nothing of right cells, and something of wrong ones", async () => {
    const path = await Deno.makeTempFile({ suffix: ".json" });
    try {
      await Deno.writeTextFile(path, JSON.stringify([...right, ...wrong]));
      const script = `${root}/tests/notebooks/kernel_language.py`;
      const { code, text } = await run("python", [script, "--cases", path]);
      expect(code, text).toBe(0);
      const notes: string[][][] = JSON.parse(text.trim().split("\n").at(-1)!);
      const of = (cells: readonly string[], at: number) => ({ cells, notes: notes[at] });
      const isNoted = ({ notes }: { notes: string[][] }) => notes.flat().length > 0;
      expect(right.map(of).filter(isNoted)).toEqual([]);
      const wrongs = wrong.map((cells, at) => of(cells, right.length + at));
      expect(wrongs.filter(({ notes }) => notes.at(-1)!.length === 0)).toEqual([]);
      expect(wrongs.filter(({ notes }) => isNoted({ notes: notes.slice(0, -1) }))).toEqual([]);
    } finally {
      await Deno.remove(path);
    }
  }, 600_000);

  it("say nothing of the notebooks' own cells, soon, and in little memory", async () => {
    const { code, text } = await run("python", [
      `${root}/tests/notebooks/kernel_language.py`,
      ...isWide() ? ["--each"] : [],
    ]);
    expect(code, text).toBe(0);
    const found = JSON.parse(text.trim().split("\n").at(-1)!);
    console.log(
      `asked ${found.asked} times: median ${found.median} s, 95 % ${found.most} s, ${found.megabytes} MB`,
    );
    expect(found.notes).toEqual({});
    expect(found.wrong).toHaveLength(3);
    expect(found.inner).toEqual([
      "line 2: Types of property 'size' are incompatible: Type 'string' is not assignable to type 'number'.",
    ]);
    expect(found.megabytes).toBeLessThan(450); // of which the kernel sees to it; 380 as a rule
  }, 600_000);
});
