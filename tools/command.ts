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
export class Mistyped extends Error {}

/**
 * Reads the line of a task; prints how it is called, and ends the process, if asked to or if the line cannot be read.
 *
 * @param usage how the task is called
 * @param options what it takes, as `parseArgs` of `node:util` wants it; `names` whether words without dashes are taken
 * @returns the options' values, and the other words
 */
export function readLine<Known extends Options>(
  usage: string,
  { options, names = false }: { readonly options: Known; readonly names?: boolean },
): { values: Values<Known>; names: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: Deno.args,
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: names,
    });
    if (!(values as { help?: boolean }).help) {
      return { values: values as Values<Known>, names: positionals };
    }
    console.log(usage);
  } catch (error) {
    console.error(`${(error as Error).message.split(". ")[0]}; wanted:\n\n${usage}`);
    Deno.exit(1);
  }
  Deno.exit(0);
}

/**
 * Runs a task with what its line says, and ends the process with its exit status.
 *
 * @param main the task, given the options' values and the other words; a `Mistyped` that it throws is shown as its message
 */
export async function command<Known extends Options>(
  usage: string,
  taken: { readonly options: Known; readonly names?: boolean },
  main: (values: Values<Known>, names: string[]) => Promise<number> | number,
): Promise<never> {
  const { values, names } = readLine(usage, taken);
  try {
    Deno.exit(await main(values, names));
  } catch (error) {
    if (!(error instanceof Mistyped)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
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
