/**
 * Makes a built site independent of its address: everything that begins with the stand-in for the base becomes
 * relative to where it is written, so that the folder can lie under any path of any host.
 *
 * @module
 */

import { BASE } from "./course.ts";

/**
 * Rewrites the pages, scripts and styles below a folder.
 *
 * @param folder the built site
 */
export async function makeRelative(folder: URL): Promise<void> {
  await visit(folder, "");

  async function visit(at: URL, up: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(at)) {
      const path = new URL(isDirectory ? `${name}/` : name, at);
      if (isDirectory) await visit(path, `${up}../`);
      else if (/\.(html|css|js)$/.test(name)) {
        const text = await Deno.readTextFile(path);
        if (!text.includes(BASE)) continue;
        await Deno.writeTextFile(path, relative(text, name, up));
      }
    }
  }
}

/** The text of a file that lies `up` from the site's folder, such as `../`, with relative addresses. */
export function relative(text: string, name: string, up: string): string {
  const here = up === "" ? "./" : up;
  let made = text;
  if (name.endsWith(".html")) {
    made = made.replaceAll(`="${BASE}/`, `="${here}`).replaceAll(`="${BASE}"`, `="${here}"`)
      .replaceAll(`url(${BASE}/`, `url(${here}`);
  } else if (name.endsWith(".css")) {
    made = made.replaceAll(`url(${BASE}/`, `url(${here}`);
  } else {
    made = made.replaceAll(
      new RegExp(`(["'\`])${BASE}/?(\\1)?`, "g"),
      (_, quote: string, whole?: string) =>
        `(new URL("${here}",import.meta.url).pathname)${whole ? "" : `+${quote}`}`,
    );
  }
  if (made.includes(BASE)) {
    const at = made.indexOf(BASE);
    throw new Error(
      `Cannot make ${name} relative: found ${JSON.stringify(made.slice(at - 40, at + 40))}`,
    );
  }
  return made;
}
