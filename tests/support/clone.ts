/**
 * This clone, for tests that run its tools as a learner would: its folder, its `.venv`, and commands in it.
 *
 * @module
 */

/** The clone's folder, without a slash at the end. */
export const root: string = decodeURIComponent(new URL("../..", import.meta.url).pathname)
  .replace(/\/$/, "");

const scripts = `${root}/.venv/bin`;

/** What a command did. */
export interface Outcome {
  readonly code: number;
  /** Standard output and errors. */
  readonly text: string;
}

/** Whether `./learn` has set this clone up. */
export function isSetUp(): boolean {
  try {
    return Deno.statSync(`${root}/.venv/learn.stamp`).isFile;
  } catch {
    return false;
  }
}

/** Runs a program of `.venv` (or of the machine) in the clone's folder, with `.venv` first on the path. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd = root, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env: {
      PATH: `${scripts}:${Deno.env.get("PATH")}`,
      NO_COLOR: "1",
      IPYTHONDIR: `${root}/.venv/jupyter/ipython`,
      JUPYTER_RUNTIME_DIR: `${root}/.venv/jupyter/runtime`,
      JUPYTER_DATA_DIR: `${root}/.venv/jupyter/data`,
      JUPYTER_CONFIG_DIR: `${root}/.venv/jupyter/config`,
      ...env,
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}
