/**
 * The command lines of the bench's tasks: what they take, `--help`, and one sentence where something is wrong.
 *
 * @module
 */

import { parseArgs, type ParseArgsConfig } from "node:util";

/** What was asked for in a way that cannot be read. */
export class UsageError extends TypeError {}

/**
 * Runs a task: shows how it is used if asked, else does its work.
 *
 * @param usage what `--help` prints
 */
export async function runTask(usage: string, main: () => void | Promise<void>): Promise<void> {
  if (Deno.args.some((word) => word === "--help" || word === "-h")) return console.log(usage);
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    Deno.exit(2);
  }
}

/**
 * Reads options, and what stands beside them.
 *
 * @throws {UsageError} at what it does not know
 */
export function readCommandLine<O extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: O,
  allowPositionals = false,
) {
  const given = args.filter((word) => word !== "--"); // deno task passes it on
  try {
    return parseArgs({ args: given, options, allowPositionals, strict: true });
  } catch (error) {
    throw new UsageError(`Cannot read ${given.join(" ")}: ${(error as Error).message}`);
  }
}

/** A whole number of at least 1 that follows an option. */
export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`Cannot read --${name} ${text}: a whole number of at least 1 is wanted`);
}
