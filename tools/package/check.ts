/**
 * Tries a publication for Deno, without publishing: `./learn package:check`.
 *
 * What Deno would refuse is an error here, slow types among it. No licence is chosen yet, which alone would keep it from
 * being published: so the try is made on a copy in which a file stands in the licence's place, and that is said.
 *
 * @module
 */

import { command } from "../command.ts";

const ROOT = new URL("../../", import.meta.url);
const LICENCES = ["LICENSE", "LICENSE.md", "LICENSE.txt"];

async function main(): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "package-" });
  try {
    for (const name of ["deno.json", "deno.lock", "CHANGELOG.md", ...LICENCES]) {
      await Deno.copyFile(new URL(name, ROOT), `${folder}/${name}`).catch(() => {});
    }
    await copyFolder(new URL("lib/", ROOT), `${folder}/lib`);
    const chosen = [...Deno.readDirSync(folder)].some(({ name }) => LICENCES.includes(name));
    if (!chosen) await Deno.writeTextFile(`${folder}/LICENSE`, "None is chosen yet.\n");
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["publish", "--dry-run", "--allow-dirty"],
      cwd: folder,
      stdin: "null",
    }).spawn().status;
    if (!chosen) {
      console.log(
        "No licence is chosen: the owner puts one into LICENSE, beside deno.json, before anything is published.",
      );
    }
    return success ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function copyFolder(from: URL, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(new URL(`${name}/`, from), `${to}/${name}`);
    else await Deno.copyFile(new URL(name, from), `${to}/${name}`);
  }
}

if (import.meta.main) {
  await command("./learn package:check   try a publication for Deno, without publishing", {
    options: {},
  }, main);
}
