/**
 * Tests that need more than a plain `deno test` may do: skipped, with the flag in their name, when the
 * permission is missing, so that nothing ever fails or waits at a prompt for want of a flag.
 *
 * @module
 */

import { describe, it } from "vitest";

/** Permissions by Deno's names: `true` for all of it, or the paths, hosts, variables or programs needed. */
export interface Needs {
  readonly read?: true | readonly string[];
  readonly write?: true | readonly string[];
  readonly net?: true | readonly string[];
  readonly env?: true | readonly string[];
  readonly run?: true | readonly string[];
  readonly sys?: true;
  readonly ffi?: true;
  /** Whether what `./learn` sets up is there; only asked when all flags are given. */
  readonly setUp?: () => boolean;
  /** The task that first installs what these tests need, and takes minutes; they run in it alone. Needs `env`. */
  readonly task?: "test:browser" | "test:kernel" | "test:classroom" | "test:site" | "test:package";
}

type Permission = Exclude<keyof Needs, "setUp" | "task">;

/** What tests need that start programs and a browser: all but foreign functions. */
export const everything = {
  read: true,
  write: true,
  run: true,
  net: true,
  env: true,
  sys: true,
} as const satisfies Needs;

/** `describe` and `it` that skip what cannot run; use them in place of Vitest's. */
export interface Guarded {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => unknown, timeout?: number) => void;
  /** What is missing, such as `--allow-read`; empty when everything is there. */
  readonly missing: readonly string[];
}

/**
 * Gives a `describe` and an `it` that run only where the permissions named are granted. Inside that `describe`,
 * Vitest's own `it` is enough.
 *
 * ```ts ignore
 * const { describe } = needs({ read: true });
 * describe("the novel", () => { … }); // without --allow-read: skipped, "the novel (needs --allow-read)"
 * ```
 */
export function needs(wanted: Needs): Guarded {
  const missing = missingFlags(wanted);
  if (missing.length === 0) return { describe, it: (...given) => it(...given), missing };
  const mark = (name: string) => `${name} (needs ${missing.join(" ")})`;
  return {
    // The body still declares its tests, so that each is counted as skipped.
    describe: (name, body) => describe.skip(mark(name), body),
    it: (name, body) => it.skip(mark(name), body),
    missing,
  };
}

/** The flags that would have to be given for `wanted`; with them all, the task to run, or `./learn` where it is not set up. */
export function missingFlags({ setUp, task, ...wanted }: Needs): string[] {
  const flags = (Object.keys(wanted) as Permission[])
    .filter((name) => !isGranted(name, wanted[name]))
    .map((name) => {
      const detail = wanted[name];
      return `--allow-${name}${Array.isArray(detail) ? `=${detail.join(",")}` : ""}`;
    });
  if (flags.length > 0) return flags;
  if (task && Deno.env.get("TASK") !== task) return [`./learn ${task}`];
  return setUp?.() === false ? ["./learn once"] : [];
}

function isGranted(name: Permission, detail: true | readonly string[] | undefined): boolean {
  if (detail === undefined) return true;
  const scopes = detail === true ? [undefined] : detail;
  return scopes.every((scope) =>
    Deno.permissions.querySync(descriptor(name, scope)).state === "granted"
  );
}

function descriptor(name: Permission, scope: string | undefined): Deno.PermissionDescriptor {
  if (name === "read" || name === "write" || name === "ffi") return { name, path: scope };
  if (name === "net") return { name, host: scope };
  if (name === "env") return { name, variable: scope };
  if (name === "run") return { name, command: scope };
  return { name };
}
