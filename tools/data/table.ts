/**
 * The table of data/README.md: which files there are, and their SHA-256.
 *
 * @module
 */

const data = new URL("../../data/", import.meta.url);

/** File name → SHA-256, as listed. */
export async function table(): Promise<Map<string, string>> {
  const text = await Deno.readTextFile(new URL("README.md", data));
  const rows = text.matchAll(/^- `([^`]+)`: `([0-9a-f]{64})`$/gm);
  return new Map([...rows].map(([, name, hash]) => [name, hash]));
}
