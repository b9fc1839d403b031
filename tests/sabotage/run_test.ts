/**
 * `deno task sabotage`, on breakages that cost little: nothing is trained here.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { sabotages } from "../../tools/sabotage/all.ts";
import { isSetUp, type Outcome, root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true, write: true, run: true, env: true, setUp: isSetUp });

/** What `--json` writes. */
interface Found {
  readonly name: string;
  readonly verdict: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly tests: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly string[];
}

describe("deno task sabotage", () => {
  let folder: string;
  const sabotage = (...args: string[]): Promise<Outcome> =>
    run("python", [`${root}/tools/sabotage/run.py`, "--jobs", "1", ...args]);
  const told = async (): Promise<Found[]> =>
    JSON.parse(await Deno.readTextFile(`${folder}/found.json`));

  beforeAll(async () => {
    folder = await Deno.makeTempDir({ prefix: "sabotage test " });
  });
  afterAll(() => Deno.remove(folder, { recursive: true }));

  it("--claims ID: what breaks that claim, on it alone; --json FILE says what went red", async () => {
    const id = "00.further-is-better";
    const breaks = sabotages.filter(({ claims }) => claims.includes(id)).map(({ name }) => name);
    const { text, code } = await sabotage("--claims", id, "--json", `${folder}/found.json`);
    expect(code, text).toBe(0);
    expect(text).toContain(`sabotages: ${breaks.length + 1} passed, 0 failed`);

    const found = await told();
    expect(found.map(({ name, verdict }) => `${name}: ${verdict}`))
      .toEqual(["nothing: AS COMMITTED", ...breaks.map((name) => `${name}: caught`)]);
    expect(found[0].claims).toEqual({ [id]: "held" }); // the unbroken copy
    for (const { claims, tests } of found.slice(1)) {
      expect({ claims, tests }).toEqual({ claims: { [id]: "red" }, tests: {} });
    }
  });

  it("--sample K --day N: as many, the next ones each day, with their tests", async () => {
    const day = sabotages.findIndex(({ name }) => name === "control-ignored");
    const options = ["--sample", "1", "--json", `${folder}/found.json`];
    const { text, code } = await sabotage(...options, "--day", `${day}`);
    expect(code, text).toBe(0);
    expect(text).toContain("sabotages: 1 passed, 0 failed");
    const [{ name, tests }] = await told();
    expect(name).toBe("control-ignored");
    expect(tests["tests/checks/claim_test.ts"].length).toBeGreaterThan(0);

    const next = await sabotage(...options, "--day", `${day + 1}`);
    expect(next.text).toContain(`Sabotages: ${sabotages[day + 1].name}\n`);
  });

  it("what nobody notices is a failure, and says who did not", async () => {
    const { text, code } = await sabotage("control-ignored", "--in", "00");
    expect(code).toBe(1);
    expect(text).toContain("SURVIVED control-ignored");
    expect(text).toContain("DID NOT NOTICE: 00.two-letters-back (held)");
    expect(text).toContain("caught: 0, survived: 1\nsabotages: 0 passed, 1 failed");
  });

  it("a name or a claim that there is not, says what there is", async () => {
    const strange = await sabotage("no-such-thing");
    expect(strange.code).toBe(2);
    expect(strange.text).toContain('There is no sabotage "no-such-thing"; there are: nothing, no-');
    const claim = await sabotage("--claims", "99.nothing");
    expect(claim.code).toBe(2);
    expect(claim.text).toContain("No notebook makes the claim 99.nothing");
  });
});
