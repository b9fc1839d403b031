/**
 * Puts the styles of a built page into the page: a slow phone then paints it as soon as its first part is there, and
 * no script in the text has to wait for a style.
 *
 * @module
 */

import { BASE } from "./course.ts";

const LINK = /<link rel="stylesheet" href="([^"]+\.css)"\s*\/?>/g;

/**
 * Replaces the links to styles in the pages below a folder, but for those of print.
 *
 * @param folder the built site, while addresses in it still begin with the stand-in
 * @param pages paths of its pages
 */
export async function inlineStyles(folder: URL, pages: readonly string[]): Promise<void> {
  const texts = new Map<string, string>();
  for (const page of pages) {
    const file = new URL(page, folder);
    const html = await Deno.readTextFile(file);
    for (const [, address] of html.matchAll(LINK)) {
      if (!texts.has(address)) texts.set(address, await styleOf(address, folder));
    }
    await Deno.writeTextFile(
      file,
      html.replace(LINK, (_, address) => `<style>${texts.get(address)}</style>`),
    );
  }
}

/** The text of a style, with addresses that do not depend on where it stands. */
async function styleOf(address: string, folder: URL): Promise<string> {
  if (!address.startsWith(`${BASE}/`)) {
    throw new Error(`Cannot take in the style ${address}: wanted is one below ${BASE}/`);
  }
  const path = address.slice(BASE.length + 1);
  const css = await Deno.readTextFile(new URL(path, folder));
  return withoutOldFonts(css).replace(
    /url\((?!["']?(?:data:|#|\/))(["']?)([^)"']+)\1\)/g,
    (_, _quote, target) => `url(${new URL(target, `http://site${address}`).pathname})`,
  );
}

/** Every browser that can run a page reads woff2. */
function withoutOldFonts(css: string): string {
  return css.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, "");
}
