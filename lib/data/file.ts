/**
 * Reads a file of data/, in Deno and in a browser page alike, and makes sure that it is that file: one cut short, with
 * other line ends, or changed in a single place would teach and measure something else without a word.
 *
 * @module
 */

import { checkValue, oneOf, wantedOf } from "../options.ts";
import { sha256 } from "./sha256.ts";

/** The files of data/: how many bytes each has, and their SHA-256. */
export const FILES: Readonly<Record<string, { readonly size: number; readonly sha256: string }>> = {
  "moby_dick.txt": {
    size: 1_219_817,
    sha256: "64a9f2a737f96941f9f7182b87d9b8034b5bf1b9eb4f1a92e21666b653411b57",
  },
  "female_names.txt": {
    size: 35_153,
    sha256: "f2ee53b7adf88a44c0ffaa5aa549e749ac6bd95e813cb68213145276b8efd8c9",
  },
  "male_names.txt": {
    size: 26_609,
    sha256: "35cf3ca775b204f7a67a6a25f651e7149ea0f0d22ffad9d366e680fe948ca38e",
  },
  "seattle_weather.csv": {
    size: 48_219,
    sha256: "0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be",
  },
  "co2_concentration.csv": {
    size: 18_547,
    sha256: "c1a4a970864145940a28225cae288618b156cb32f9a2a1b6606ba7124134febb",
  },
};

/**
 * The text of a file of data/.
 *
 * @param name such as `moby_dick.txt`
 * @throws Error when there is no such file, no permission to read it, or it is not as it should be
 */
export async function readText(name: string): Promise<string> {
  checkName("read a file of data/", name, Object.keys(FILES), "file");
  const url = new URL(`../../data/${name}`, import.meta.url);
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(url);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot read data/${name}: found ${reason}, wanted a file that may be read`, {
      cause,
    });
  }
  if (!response.ok) {
    throw new Error(`Cannot read data/${name}: found status ${response.status}, wanted the file`);
  }
  const found = faultOf(name, bytes);
  if (found !== undefined) {
    throw new Error(
      `Cannot read data/${name}: found ${found}, wanted the ${
        FILES[name].size.toLocaleString("en")
      } bytes it came with; \`git checkout data/${name}\` brings them back`,
    );
  }
  return new TextDecoder().decode(bytes);
}

/** What is wrong with a file's bytes; undefined if nothing is. */
function faultOf(name: string, bytes: Uint8Array): string | undefined {
  const wanted = FILES[name];
  if (bytes.length === wanted.size && sha256(bytes) === wanted.sha256) return undefined;
  if (bytes.length === 0) return "an empty file";
  if (bytes.includes(13)) {
    const plain = bytes.filter((byte, i) => byte !== 13 || bytes[i + 1] !== 10);
    if (plain.length === wanted.size && sha256(plain) === wanted.sha256) {
      return "it with the line ends \\r\\n in place of \\n";
    }
  }
  return bytes.length === wanted.size
    ? "other bytes, though as many (their SHA-256 differs)"
    : `${bytes.length.toLocaleString("en")} bytes`;
}

/** @ignore Throws unless a name is one of those there are, saying which is nearest. */
export function checkName(doing: string, name: unknown, known: readonly string[], kind: string) {
  if (typeof name === "string" && known.includes(name)) return;
  if (typeof name === "string") {
    throw new RangeError(
      `Cannot ${doing}: found the ${kind} "${name}", and ${wantedOf(name, known, kind)}`,
    );
  }
  checkValue(doing, `the ${kind}`, name, oneOf(...known));
}
