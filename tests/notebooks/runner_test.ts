import { afterAll, beforeAll, expect, it } from "vitest";
import { isSetUp, type Outcome, root, run } from "../support/clone.ts";
import { type Code, type Notebook, notebookOf } from "../support/notebook.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true, write: true, run: true, env: true, setUp: isSetUp });

/** TypeScript that shows a claim as lib/checks does. */
function claim(id: string, options: Record<string, unknown> = {}): string {
  const data = {
    id,
    claim: "a sentence",
    holds: true,
    expected: "holds",
    seeds: [0, 1],
    values: [0.97, 0.98],
    control: { claim: "another", values: [0.5, 0.51], holds: true },
    threshold: "above 0.9",
    ...options,
  };
  const bundle = { "application/vnd.sequences.claim+json": data, "text/plain": `${id} verdict` };
  return `await Deno.jupyter.display(${JSON.stringify(bundle)}, { raw: true });`;
}

describe("deno task notebooks", () => {
  let folder: string;
  const path = (name: string) => `${folder}/${name}.ipynb`;
  const put = (name: string, cells: readonly Code[]) =>
    Deno.writeTextFile(path(name), JSON.stringify(notebookOf(cells)));
  const get = async (name: string): Promise<Notebook> =>
    JSON.parse(await Deno.readTextFile(path(name)));
  const runner = (...args: string[]): Promise<Outcome> =>
    run("python", [`${root}/tools/notebooks/run.py`, ...args]);

  beforeAll(async () => {
    folder = await Deno.makeTempDir({ prefix: "note books " });
    await put("good", [
      `console.log("three", "words");\nconsole.error("a warning");`,
      claim("t.good"),
      claim("t.meant-to-fail", { holds: false, expected: "fails" }),
      { source: `throw new Error("on purpose");`, tags: ["raises-exception"] },
      `1 / 3`,
    ]);
    await put("bad", [
      claim("t.bad", { holds: false, values: [0.41, 0.4] }) +
      `\nclass ClaimError extends Error { override name = "ClaimError" }\nthrow new ClaimError("no");`,
      `missing();`,
      claim("t.after"),
    ]);
    await put("uncontrolled", [
      claim("t.fails-without-control", { holds: false, expected: "fails", asExpected: false }),
    ]);
    await put("seeds", [
      `console.log("seeds:", Deno.env.get("SEEDS") ?? "those in the notebook");`,
    ]);
  });
  afterAll(() => Deno.remove(folder, { recursive: true }));

  it("says that outputs differ before they are written, writes them, then finds them equal", async () => {
    const before = await runner(path("good"));
    expect(before.text).toContain("FAILED good");
    expect(before.text).toContain("cell 1: outputs: expected nothing, found stdout, stderr");
    expect(before.code).toBe(1);

    const writing = await runner(path("good"), "--write");
    expect(writing.text).toContain("outputs written");
    expect(writing.code).toBe(0);

    const bytes = await Deno.readTextFile(path("good"));
    const after = await runner(path("good"), "--write");
    expect(after.text).not.toContain("outputs written");
    expect(after.text).toContain("claims: 2 passed, 0 failed\nnotebooks: 1 passed, 0 failed");
    expect(after.code).toBe(0);
    expect(await Deno.readTextFile(path("good"))).toBe(bytes);
  });

  it("writes no times and no place of this machine", async () => {
    const text = await Deno.readTextFile(path("good"));
    expect(text).not.toContain("iopub");
    expect(text).not.toContain(root);
  });

  it("names the first difference: notebook, cell, line, expected and found", async () => {
    const notebook = await get("good");
    notebook.cells[0].outputs![0].text = ["three wrong\n"];
    await Deno.writeTextFile(path("changed"), JSON.stringify(notebook));
    const { text, code } = await runner(path("changed"));
    expect(text).toContain("FAILED changed");
    expect(text).toMatch(
      /cell 1: output 1 \(stdout\), line 1:\n\s+expected three wrong\n\s+found {4}three words/,
    );
    expect(code).toBe(1);
  });

  it("reports every failed claim and cell, goes on after them, and leaves the file alone", async () => {
    const before = await Deno.readTextFile(path("bad"));
    const json = `${folder}/verdicts.json`;
    const { text, code } = await runner(path("bad"), "--write", "--json", json);
    expect(text).toContain(
      "claim t.bad did not hold: measured 0.41, 0.4, wanted above 0.9; control 0.5, 0.51",
    );
    expect(text).toContain("cell 2 threw ReferenceError: missing is not defined");
    expect(text).not.toContain("ClaimError");
    expect(text).toContain("claims: 1 passed, 1 failed\nnotebooks: 0 passed, 1 failed");
    expect(code).toBe(1);
    expect(await Deno.readTextFile(path("bad"))).toBe(before);

    const [verdict] = JSON.parse(await Deno.readTextFile(json));
    expect(verdict).toMatchObject({ name: "bad", ok: false, seconds: expect.any(Number) });
    expect(verdict.claims).toMatchObject([
      {
        id: "t.bad",
        holds: false,
        ok: false,
        values: [0.41, 0.4],
        control: { values: [0.5, 0.51] },
        threshold: "above 0.9",
      },
      { id: "t.after", holds: true, ok: true },
    ]);
  });

  it("counts a claim that is here to fail as failed where its control does not hold", async () => {
    const { text, code } = await runner(path("uncontrolled"), "--write");
    expect(text).toContain("claims: 0 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("hands seeds over, and then compares no outputs", async () => {
    const plain = await runner(path("seeds"), "--write");
    expect(plain.code).toBe(0);
    expect(await Deno.readTextFile(path("seeds"))).toContain("seeds: those in the notebook");
    const seeded = await runner(path("seeds"), "--seeds", "1000-1019");
    expect(seeded.code).toBe(0);
    expect(seeded.text).toContain("on seeds 1000-1019");

    await put("asks", [`if (Deno.env.get("SEEDS") !== "7-9") throw new Error("other seeds");`]);
    expect((await runner(path("asks"), "--seeds", "7-9")).code).toBe(0);
    expect((await runner(path("asks"), "--seeds", "7-8")).text).toContain(
      "threw Error: other seeds",
    );
  });

  it("ignores seeds of the caller's environment when none are asked for", async () => {
    const { code } = await run("python", [`${root}/tools/notebooks/run.py`, path("seeds")], {
      env: { SEEDS: "5-6" },
    });
    expect(code).toBe(0);
  });

  it("finds the same claim id used twice", async () => {
    await put("twice", [claim("t.same"), claim("t.same")]);
    const { text, code } = await runner(path("twice"), "--write");
    expect(text).toContain("claim id t.same is used 2 times");
    expect(code).toBe(1);
  });

  it("explains a wrong name and wrong seeds in a sentence", async () => {
    const wrong = await runner("no-such-notebook");
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.text).toMatch(/^"no-such-notebook" fits no notebook; there are: /);
    expect((await runner("--seeds", "9-3")).text).toContain('"9-3" is no range of seeds');
    expect(await runner("--seeds", "1-2", "--write")).toMatchObject({ code: 2 });
  });
});
