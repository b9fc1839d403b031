/**
 * The list of sabotages fits the library and the notebooks as they are now, and the last run that is committed
 * says that everybody noticed. What a sabotage does is not run here: that is `deno task sabotage`.
 */

import { expect, it } from "vitest";
import { sabotages } from "../../tools/sabotage/all.ts";
import { broken, edited } from "../../tools/sabotage/sabotage.ts";
import { needs } from "../support/permissions.ts";
import { type Notebook, textOf } from "../support/notebook.ts";

const top = new URL("../../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, top));

/** Ids of all claims that the notebooks make. */
function claimIds(): string[] {
  const names = [...Deno.readDirSync(new URL("notebooks/", top))].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  return names.flatMap((name) =>
    (JSON.parse(read(`notebooks/${name}`)) as Notebook).cells
      .filter(({ cell_type }) => cell_type === "code")
      .flatMap(({ source }) =>
        [...textOf(source).matchAll(/^await claim\(\{\s+id: "([^"]+)"/gm)].map(([, id]) => id)
      )
  );
}

/** What `tools/sabotage/report.py` writes. */
interface LastRun {
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly sabotages: Readonly<
    Record<string, {
      readonly claims: Readonly<Record<string, string>>;
      readonly tests: Readonly<Record<string, number>>;
    }>
  >;
}
const lastRun = () => JSON.parse(read("tools/sabotage/last_run.json")) as LastRun;

/** Halves of claims that no sabotage has turned red; the other half of each has been. */
const NEVER_RED = [
  // The notebook's own code, on which a break of the library has no hold.
  "04.as-many-weights: experiment",
  // Noise against noise: what breaks one side breaks the other.
  "10.a-unit-for-names: control",
  "10.temperature: control",
  // The notebook's own code and count.
  "12.cost-grows: control",
  "12.work-grows: control",
  // Rounds are counted by the notebook's own code.
  "14.rounds: experiment",
];

needs({ read: true }).describe("sabotages", () => {
  it("are at least thirty, each with a name of its own", () => {
    const names = sabotages.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  for (const sabotage of sabotages) {
    it(`${sabotage.name}: its texts stand in the library exactly once`, () => {
      const files = broken(sabotage, read);
      expect(Object.keys(files).length).toBeGreaterThan(0);
      for (const [file, text] of Object.entries(files)) expect(text).not.toBe(read(file));
    });
  }

  it("name tests that exist, and somebody who must notice", () => {
    for (const { name, claims, tests } of sabotages) {
      expect(claims.length + tests.length, name).toBeGreaterThan(0);
      for (const file of tests) expect(Deno.statSync(new URL(file, top)).isFile, file).toBe(true);
    }
  });

  it("turn red every claim that the notebooks make, and no others", () => {
    const named = new Set(sabotages.flatMap(({ claims }) => claims));
    const made = claimIds();
    const unseen = made.filter((id) => !named.has(id));
    const gone = [...named].filter((id) => !made.includes(id));
    // Add a new claim to a sabotage in tools/sabotage/list/, then: deno task sabotage --claims ID --record
    expect({ unseen, gone }).toEqual({ unseen: [], gone: [] });
  });

  it("were all noticed in the last run, by every claim and test that they name", () => {
    const { sabotages: found } = lastRun();
    const blind = sabotages.flatMap(({ name, claims, tests }) => [
      ...claims.filter((id) => !(id in (found[name]?.claims ?? {}))).map((id) => `${name}: ${id}`),
      ...tests.filter((file) => !(found[name]?.tests[file] > 0)).map((file) => `${name}: ${file}`),
    ]);
    expect(blind).toEqual([]); // deno task sabotage --record
  });

  it("turned every claim red in the last run", () => {
    const { claims } = lastRun();
    expect(claimIds().filter((id) => (claims[id] ?? []).length === 0)).toEqual([]);
  });

  it("turned red both its experiment and its control, but for those known not to have been", () => {
    const { sabotages: found } = lastRun();
    const seen = Object.values(found).flatMap(({ claims }) => Object.entries(claims));
    const halves = new Set(
      seen.flatMap(([id, part]) =>
        part === "both" ? [`${id}: experiment`, `${id}: control`] : [`${id}: ${part}`]
      ),
    );
    const never = claimIds().flatMap((id) => [`${id}: experiment`, `${id}: control`])
      .filter((half) => !halves.has(half));
    expect(never).toEqual(NEVER_RED);
  });
});

it("a text that stands nowhere, or twice, is an error that says where", () => {
  const edit = { file: "lib/some.ts", find: "a + b", replace: "a" };
  expect(edited("a + b;", edit)).toBe("a;");
  expect(() => edited("a * b;", edit)).toThrow(
    "Cannot sabotage lib/some.ts: found its text 0 times, wanted exactly once",
  );
  expect(() => edited("a + b; a + b;", edit)).toThrow("found its text 2 times");
});
