/**
 * Finds the browser for the tests. Run by itself, it says in one sentence what to do where there is none.
 *
 * @module
 */

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium: `$CHROMIUM`, or the first on the path. */
export function findChromium(): string | undefined {
  const given = Deno.env.get("CHROMIUM");
  if (given) return given;
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

if (import.meta.main && !findChromium()) {
  console.error(
    "No Chromium found, which the browser tests need: sudo apt install chromium on Debian or Ubuntu, " +
      "or set CHROMIUM to the path of one.",
  );
  Deno.exit(1);
}
