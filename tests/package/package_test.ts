/**
 * The package as others use it: packed, installed into projects of their own, and with the bits that the library has
 * here. In Node 20 and 22 with types checked, in Deno, and bundled by Vite in a browser. Run by `./learn test:package`,
 * which fetches what it needs from npm.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";
import { findChromium } from "../browser/chromium.ts";

const VERSIONS = { typescript: "5.9.3", vite: "7.1.12", "@types/node": "22.20.7" };

needs({ read: true, write: true, run: true, net: true, env: true, sys: true, task: "test:package" })
  .describe("the package", () => {
    let folder: string;
    let program: string;
    let here: string;

    const npm = (...words: string[]) => run("npm", words, { cwd: folder });
    async function succeeds(outcome: ReturnType<typeof run>): Promise<string> {
      const { code, text } = await outcome;
      expect(code, text).toBe(0);
      return text.trim();
    }

    beforeAll(async () => {
      folder = await Deno.makeTempDir({ prefix: "a foreign project " });
      program = await Deno.readTextFile(new URL("program.ts", import.meta.url));
      const ours = program.replace("@sequences/memory", `${root}/lib/mod.ts`);
      await Deno.writeTextFile(`${folder}/ours.ts`, ours);
      here = await succeeds(
        run(Deno.execPath(), [
          "run",
          "--allow-all",
          "--no-check",
          `--config=${root}/deno.json`,
          `${folder}/ours.ts`,
        ]),
      );
      const packed = await succeeds(
        run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: `${root}/package` }),
      );
      const [{ filename }] = JSON.parse(packed);
      await Deno.writeTextFile(
        `${folder}/package.json`,
        JSON.stringify({ type: "module", private: true }),
      );
      await succeeds(
        npm(
          "install",
          "--silent",
          `./${filename}`,
          ...Object.entries(VERSIONS).map((pair) => pair.join("@")),
        ),
      );
      await Deno.writeTextFile(`${folder}/program.ts`, program);
    }, 300_000);
    afterAll(() => Deno.remove(folder, { recursive: true }));

    it(
      "has types that TypeScript takes, strictly, and a program of them runs in Node 20 and 22",
      async () => {
        for (const lib of ["es2022", "es2024,dom"]) { // with Node's own types alone, and with a page's
          const options = `--strict --target es2022 --module nodenext --lib ${lib} program.ts`;
          await succeeds(run("npx", ["tsc", ...options.split(" ")], { cwd: folder }));
        }
        for (const version of ["20", "22"]) {
          const said = await succeeds(
            npm("exec", "--yes", `--package=node@${version}`, "--", "node", "program.js"),
          );
          expect(said.split("\n").at(-1)).toBe(here);
        }
      },
      300_000,
    );

    it("runs in a Deno project", async () => {
      await Deno.writeTextFile(`${folder}/deno.json`, `{ "nodeModulesDir": "manual" }`);
      const said = await succeeds(
        run(Deno.execPath(), ["run", "--allow-all", "--check", "program.ts"], { cwd: folder }),
      );
      expect(said.split("\n")).toContain(here); // Deno says as well what it checked
    }, 120_000);

    it("is bundled by Vite, worker and all, and runs in a browser", async () => {
      await Deno.writeTextFile(
        `${folder}/index.html`,
        `<script type="module" src="program.ts"></script>`,
      );
      const config = `export default { worker: { format: "es" }, build: { target: "esnext" } };`;
      await Deno.writeTextFile(`${folder}/vite.config.js`, config);
      await succeeds(run("npx", ["vite", "build"], { cwd: folder }));
      const files = [...Deno.readDirSync(`${folder}/dist/assets`)].map(({ name }) => name);
      expect(files.filter((name) => /^worker-.*\.js$/.test(name))).toHaveLength(1);
      const { chromium } = await import("playwright-core");
      const browser = await chromium.launch({
        executablePath: findChromium()!,
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      try {
        const page = await browser.newPage();
        await page.route("https://page.test/**", (route) => {
          const path = new URL(route.request().url()).pathname;
          return route.fulfill({ path: `${folder}/dist${path === "/" ? "/index.html" : path}` });
        });
        await page.goto("https://page.test/");
        await page.waitForFunction(() => "said" in globalThis, null, { timeout: 60_000 });
        expect(await page.evaluate(() => (globalThis as unknown as { said: string }).said)).toBe(
          here,
        );
        expect(page.workers().length).toBeLessThanOrEqual(8);
      } finally {
        await browser.close();
      }
    }, 300_000);
  });
