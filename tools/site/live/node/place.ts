/**
 * What the library asks of Deno's files where it runs in a page: the site's own files, read at once. Only workers may
 * do that, and only there it is asked for.
 *
 * @module
 */

/** The files below `live/`, put in when the site is built. */
declare const FILES: readonly string[];

const root = new URL("../", import.meta.url);

/** The text of each file of a folder, as far as it was asked for. */
const texts: Record<string, Record<string, string>> = {};

function read(address: URL): Record<string, string> {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.send();
  if (request.status === 200) return JSON.parse(request.responseText);
  throw new Error(
    `Cannot read ${address}: found status ${request.status}, and the file is wanted`,
  );
}

/** In place of `Deno`. There is no process to end, and no memory to measure. */
export const deno = {
  readTextFileSync(url: string | URL): string {
    const path = new URL(url).href.slice(root.href.length).replace(/\.js$/, ".ts"); // a module asks for its own source
    const [folder] = path.split("/");
    const text = (texts[folder] ??= read(new URL(`${folder}.json`, root)))[path];
    if (text !== undefined) return text;
    throw new Error(`Cannot read ${path}: found no such file in the page, and it is wanted`);
  },
  readDirSync(folder: URL): { name: string; isDirectory: boolean }[] {
    const start = folder.href.slice(root.href.length);
    const names = new Map<string, boolean>();
    for (const file of FILES) {
      if (!file.startsWith(start)) continue;
      const [name, ...more] = file.slice(start.length).split("/");
      names.set(name, more.length > 0);
    }
    return [...names].map(([name, isDirectory]) => ({ name, isDirectory }));
  },
  memoryUsage: () => ({ rss: 0 }),
  exit() {},
  kill() {},
};
