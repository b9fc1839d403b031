/**
 * What the bench runs on: the machine in words, and the peers that are installed.
 *
 * @module
 */

const here = new URL(".", import.meta.url);

/** Where the peers are; git does not look there. */
export const peersFolder: string = decodeURIComponent(new URL(".peers", here).pathname);

/** The Python that has PyTorch. */
export const peersPython: string = Deno.build.os === "windows"
  ? `${peersFolder}/python/Scripts/python.exe`
  : `${peersFolder}/python/bin/python`;

/** Configuration under which the JavaScript peers are found. */
export const peersConfig: string = `${peersFolder}/deno.json`;

/** A file of the bench. */
export function benchFile(name: string): string {
  return decodeURIComponent(new URL(name, here).pathname);
}

/** Whether a file exists. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** What a command says, or "" if it cannot be run. */
export async function said(command: string, args: readonly string[]): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args: [...args] }).output();
    return success ? new TextDecoder().decode(stdout).trim() : "";
  } catch {
    return "";
  }
}

function processor(): string {
  try {
    const found = Deno.readTextFileSync("/proc/cpuinfo").match(/^model name\s*:\s*(.+)$/m);
    if (found) return found[1];
  } catch {
    // no such file here
  }
  return Deno.build.arch;
}

/** Processor, cores, system, load and versions, in one line. */
export async function machine(): Promise<string> {
  const torch = exists(peersPython)
    ? await said(peersPython, ["-c", "import torch; print(torch.__version__)"])
    : "";
  return [
    `${processor()}, ${navigator.hardwareConcurrency} cores, ${Deno.build.os} ${Deno.build.arch}`,
    `load ${Deno.loadavg()[0].toFixed(1)} at the start`,
    `Deno ${Deno.version.deno} (V8 ${Deno.version.v8})`,
    ...torch ? [`PyTorch ${torch}`] : [],
  ].join("; ");
}
