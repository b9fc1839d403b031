/**
 * The worker in which explorables compute, so that their page stays quick.
 *
 * @module
 */

import { EXPLORABLES } from "./list.ts";
import { type Port, serveExplorables } from "./serving.ts";

const { href } = (globalThis as unknown as { readonly location: Location }).location;

async function read(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(name, href));
  if (!response.ok) {
    throw new Error(
      `Cannot read ${name}: found status ${response.status}, and the file is wanted; without a ` +
        `network, visit this page once with one`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

serveExplorables(globalThis as unknown as Port, EXPLORABLES, read);
