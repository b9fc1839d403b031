/**
 * A file that is whole or not there, however the process that writes it ends.
 *
 * Bytes are written beside it, brought to the disk (fsync), and only then given its name; what had the name before
 * stays, as the one before. A line in front says the form, the length and the SHA-256 of what follows, so that damage
 * is noticed. Needs Deno: a page has no files.
 *
 * @module
 */

import { sha256 } from "./sha256.ts";

/** One of the two files, read. */
export interface KeptBytes {
  /** Its path. */
  readonly path: string;
  /** What was kept; undefined if the file is damaged. */
  readonly bytes: Uint8Array | undefined;
  /** What is wrong with it; undefined if nothing is. */
  readonly fault: string | undefined;
}

/** A file and the one before it. */
export interface KeptFile {
  /** Keeps bytes: the file holds them from now on, and what it held becomes the one before. */
  write(bytes: Uint8Array): void;
  /** What is kept, latest first; empty if nothing is. */
  read(): KeptBytes[];
  /** Puts a file that is of no use out of the way, under a name that ends in `.refused`. */
  refuse(kept: KeptBytes): void;
  /** Removes it and the one before. */
  remove(): void;
}

const FORM = /^kept 1 (\d+) ([0-9a-f]{64})\n/;

/**
 * A file kept safe.
 *
 * @ignore For the library itself.
 * @param path where; its folder is made when there is something to keep
 *
 * @example
 * ```ts
 * import { keptFile } from "lib/data/kept_file.ts";
 *
 * const folder = Deno.makeTempDirSync();
 * const file = keptFile(`${folder}/notes`);
 * file.write(Uint8Array.of(1));
 * file.write(Uint8Array.of(2));
 * console.log(file.read().map(({ bytes }) => bytes)); // [Uint8Array [2], Uint8Array [1]]
 * Deno.removeSync(folder, { recursive: true });
 * ```
 */
export function keptFile(path: string): KeptFile {
  const before = `${path}.before`;
  const folder = path.replace(/[^/\\]*$/, "") || ".";
  return {
    write(bytes) {
      Deno.mkdirSync(folder, { recursive: true });
      writeThrough(`${path}.new`, bytes);
      ifThere(() => Deno.renameSync(path, before));
      Deno.renameSync(`${path}.new`, path);
      syncFolder(folder);
    },
    read: () =>
      [path, before].flatMap((path) => {
        try {
          const file = ifThere(() => Deno.readFileSync(path));
          return file === undefined ? [] : [open(path, file)];
        } catch (error) {
          const fault = `it cannot be read (${error instanceof Error ? error.message : error})`;
          return [{ path, bytes: undefined, fault }];
        }
      }),
    refuse: ({ path }) => ifThere(() => Deno.renameSync(path, `${path}.refused`)),
    remove() {
      for (const each of [path, before, `${path}.new`]) ifThere(() => Deno.removeSync(each));
    },
  };
}

/** Writes a file and waits until the disk has it. */
function writeThrough(path: string, bytes: Uint8Array): void {
  const file = Deno.openSync(path, { write: true, create: true, truncate: true });
  try {
    const line = new TextEncoder().encode(`kept 1 ${bytes.length} ${sha256(bytes)}\n`);
    for (const part of [line, bytes]) {
      for (let at = 0; at < part.length;) at += file.writeSync(part.subarray(at));
    }
    file.syncSync();
  } finally {
    file.close();
  }
}

/** Waits until the disk knows the new names; Windows does that by itself, and cannot open a folder. */
function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return;
  const file = Deno.openSync(folder);
  file.syncSync();
  file.close();
}

function open(path: string, file: Uint8Array): KeptBytes {
  const found = FORM.exec(new TextDecoder().decode(file.subarray(0, 100)));
  if (found === null) return { path, bytes: undefined, fault: "it does not begin as such a file" };
  const [line, length, hash] = found;
  const bytes = file.subarray(line.length);
  const fault = bytes.length !== Number(length)
    ? `it holds ${bytes.length} bytes, and ${length} are wanted`
    : sha256(bytes) !== hash
    ? "some of its bytes were changed (their SHA-256 differs)"
    : undefined;
  return { path, bytes: fault === undefined ? bytes : undefined, fault };
}

/** What a call gives, or undefined if the file is not there. */
function ifThere<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return undefined;
    throw error;
  }
}
