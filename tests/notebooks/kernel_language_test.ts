/** What the editor knows on the course's kernel: signatures, completions, and notes on types without a false one. */

import { expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { inKernels, isWide, onKernel, type Ran, shownBy } from "./kernel_driver.ts";

/** A request about code in which `|` stands where the cursor is. */
function at(kind: "inspect" | "complete", marked: string) {
  const cursor_pos = marked.indexOf("|");
  const code = marked.replace("|", "");
  return { request: [`${kind}_request`, { code, cursor_pos, detail_level: 0 }], seconds: 90 };
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
            patience: 90,
          },
          {
            cells: [`const fine: number = 32;\nfine`, `const again: number = "64";`],
            person: true,
            until: "Types",
            patience: 90,
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
    expect(found.megabytes).toBeLessThan(420); // 450 are promised, and V8 takes what it is let
  }, 600_000);
});
