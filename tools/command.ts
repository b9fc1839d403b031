/**
 * What a task of `./learn` takes on its line, read once for all: `--help` says how it is called, and who mistypes an
 * option or names a file that is not there is told so in one sentence, without a trace of our code.
 *
 * @module
 */

import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<Known extends Options> = ReturnType<
  typeof parseArgs<{ options: Known; allowPositionals: true }>
>["values"];

/** A slip of the person who called: its message is all that is shown. */
export class Mistyped extends TypeError {}

/** A line that cannot be read: how the task is called is shown below the message. */
export class UsageError extends Mistyped {}

/**
 * Reads the words of a task's line.
 *
 * @param options what it takes, as `parseArgs` of `node:util` wants it
 * @param names whether words without dashes are taken
 * @throws {UsageError} at what it does not know
 */
export function readLine<Known extends Options>(
  words: readonly string[],
  options: Known,
  names = false,
): { values: Values<Known>; positionals: string[] } {
  const args = words.filter((word) => word !== "--"); // deno task passes it on
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: names });
    return { values: values as Values<Known>, positionals };
  } catch (error) {
    const reason = (error as Error).message.split(". ")[0];
    throw new UsageError(`Cannot read ${args.join(" ")}: ${reason}; wanted:`);
  }
}

/** A whole number of at least 1 that follows an option. */
export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`Cannot read --${name} ${text}: a whole number of at least 1 is wanted`);
}

/**
 * Runs a task: shows how it is called if asked to, else does its work; says a slip in its own words and ends the process.
 *
 * @param usage how the task is called
 */
export async function runTask(usage: string, main: () => unknown): Promise<void> {
  if (Deno.args.some((word) => word === "--help" || word === "-h")) return console.log(usage);
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Mistyped)) throw error;
    console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message);
    Deno.exit(1);
  }
}

/**
 * Runs a task with what its line says, and ends the process with its exit status.
 *
 * @param main the task, given the options' values and the other words
 */
export function command<Known extends Options>(
  usage: string,
  { options, names = false }: { readonly options: Known; readonly names?: boolean },
  main: (values: Values<Known>, names: string[]) => Promise<number> | number,
): Promise<void> {
  return runTask(usage, async () => {
    const { values, positionals } = readLine(Deno.args, options, names);
    Deno.exit(await main(values, positionals));
  });
}

/**
 * Looks whether files and folders that were named are there.
 *
 * @throws {Mistyped} if one is not
 */
export function needFiles(purpose: string, paths: readonly string[]): void {
  for (const path of paths) {
    try {
      Deno.statSync(path);
    } catch {
      throw new Mistyped(`Cannot ${purpose} ${path}: there is no such file.`);
    }
  }
}
