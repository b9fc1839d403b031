/**
 * Makes of an explorable what one output of a notebook can carry: its picture, and a script with all that it computes
 * with: `deno task build:explorables [--check] [NAME …]`.
 *
 * @module
 */

import { build, stop } from "esbuild";
import { gzipSync } from "node:zlib";
import { escapeMarkup } from "lib/notebook/format.ts";
import { command, Mistyped } from "../../command.ts";
import { asImages } from "./embedded/images.ts";
import { type Explorable, firstFrame } from "./explorable.ts";
import remember from "./remember.ts";
import snapshot from "./snapshot.ts";

/** Those that a notebook shows. */
const EMBEDDED: readonly Explorable[] = [snapshot, remember];
/** What an output may have, in characters. */
const MOST = 400_000;

const usage = `./learn build:explorables [--check] [NAME ...]
  --check  compare with what is committed, in place of writing it
  NAME     ${EMBEDDED.map(({ id }) => id).join(", ")}: these, in place of all`;

const place = (path: string) => new URL(path, import.meta.url).pathname;

/** A script of one piece. */
async function script(contents: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: place("."), loader: "ts" },
    bundle: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    minify: true,
    write: false,
    legalComments: "none",
    logLevel: "error",
    alias: { lib: place("../../../lib"), linkedom: place("embedded/document.ts") },
    nodePaths: [place("../node_modules")],
    define,
  });
  return outputFiles[0].text.trim();
}

/** The page of the frame, in which the explorable lives. */
async function framePage(explorable: Explorable): Promise<string> {
  const { run: _, about: __, ...description } = explorable;
  const code = await script(
    `import explorable from "./${explorable.id}.ts";
     import { live } from "./embedded/frame.ts";
     live(explorable);`,
  );
  const styles = await Deno.readTextFile(place("embedded/frame.css"));
  return `<!doctype html><html lang="en" style="color-scheme:THEME"><meta charset="utf-8">` +
    `<title>${escapeMarkup(explorable.title)}</title><style>${
      styles.replace(/\s+/g, " ")
    }</style>` +
    `<body><div class="explorable"><script type="application/json" class="explorable-description">` +
    `${JSON.stringify(description).replaceAll("<", "\\u003c")}</script>` +
    `<div class="explorable-shown">PICTURE</div></div><script>${code}</script>`;
}

/** The file that carries an explorable. */
async function fileOf(explorable: Explorable): Promise<string> {
  const { id, title } = explorable;
  const { html, says } = await firstFrame(explorable, () => {
    throw new Error(`Cannot put ${id} into a notebook: found that it reads files`);
  });
  const picture = asImages(html());
  const page = gzipSync(await framePage(explorable), { level: 9 }).toString("base64");
  const code = await script(`import "./embedded/embed.ts";`, {
    PAGE: JSON.stringify(page),
    TITLE: JSON.stringify(title),
  });
  const words = [...picture.matchAll(/ alt="([^"]*)"/g)].map(([, alt]) => alt);
  const output = {
    html:
      `<div style="overflow-x:auto;padding:4px 0">${picture}<div>${
        escapeMarkup(says)
      }</div></div>` +
      `<p>In JupyterLab, run this cell to move it.</p>` +
      `<script data-explorable="${id}">${code}</script>`,
    text: `${title} ${[...words, says].join(". ")}`,
  };
  if (code.includes("<")) {
    throw new Error(`Cannot put ${id} into a notebook: found "<" in its script`);
  }
  if (output.html.length > MOST) {
    throw new Error(
      `Cannot put ${id} into a notebook: found ${output.html.length} characters, and at most ` +
        `${MOST} are wanted`,
    );
  }
  return `// deno-fmt-ignore-file\n// Made by \`./learn build:explorables\` from tools/site/explorables/${id}.ts.\n\n` +
    `/** An explorable as one output of a notebook. */\n` +
    `export default ${JSON.stringify(output, null, 2)};\n`;
}

/** Makes explorables, and keeps or compares what came of it. */
async function main({ check }: { check?: boolean }, names: string[]): Promise<number> {
  const unknown = names.find((name) => EMBEDDED.every(({ id }) => id !== name));
  if (unknown !== undefined) {
    throw new Mistyped(`Cannot make ${unknown}: found no such explorable; wanted:\n\n${usage}`);
  }
  let different = 0;
  for (const explorable of EMBEDDED) {
    if (names.length > 0 && !names.includes(explorable.id)) continue;
    const file = new URL(`../../../notebooks/explorables/${explorable.id}.ts`, import.meta.url);
    const made = await fileOf(explorable);
    const said = `${explorable.id}: ${made.length} characters`;
    if (!check) {
      await Deno.mkdir(new URL(".", file), { recursive: true });
      await Deno.writeTextFile(file, made);
      console.log(said);
    } else if (await Deno.readTextFile(file).catch(() => "") === made) {
      console.log(`${said}; as committed, byte for byte`);
    } else {
      different++;
      console.log(`${said}; NOT what is committed: run ./learn build:explorables`);
    }
  }
  await stop();
  return different > 0 ? 1 : 0;
}

await command(usage, { options: { check: { type: "boolean" } }, names: true }, main);
