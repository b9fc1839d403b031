/**
 * Vitest's stand-ins for globals and variables of the environment, which remember what they stand in for.
 *
 * @module
 */

const globals = new Map<string, PropertyDescriptor | undefined>();
const variables = new Map<string, string | undefined>();

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Deno.env.delete(name);
  else Deno.env.set(name, value);
}

export const stubs = {
  stubGlobal(name: string, value: unknown) {
    if (!globals.has(name)) globals.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
    return this;
  },
  unstubAllGlobals() {
    for (const [name, original] of globals) {
      if (original) Object.defineProperty(globalThis, name, original);
      else Reflect.deleteProperty(globalThis, name);
    }
    globals.clear();
    return this;
  },
  /** Needs `--allow-env`. */
  stubEnv(name: string, value: string | undefined) {
    if (!variables.has(name)) variables.set(name, Deno.env.get(name));
    setVariable(name, value);
    return this;
  },
  unstubAllEnvs() {
    for (const [name, value] of variables) setVariable(name, value);
    variables.clear();
    return this;
  },
};
