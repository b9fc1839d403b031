/**
 * What the library asks of Deno's files where it runs in a page: the site's own files, read at once. Only workers may
 * do that, and only there it is asked for.
 *
 * @module
 */

/** The files below `live/`, put in when the site is built. */
declare const FILES: readonly string[];

const root = new URL("../", import.meta.url);

/** In place of `Deno`. There is no process to end, and no memory to measure. */
export const deno = {
  readTextFileSync(url: string | URL): string {
    const address = new URL(url).href.replace(/\.js$/, ".ts"); // a module asks for its own source
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    if (request.status !== 200) {
      throw new Error(
        `Cannot read ${address}: found status ${request.status}, and the file is wanted`,
      );
    }
    return request.responseText;
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
