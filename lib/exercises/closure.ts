/**
 * What the names of a function mean that was made inside another one: `(() => { const k = 3; return () => k; })()`. Only
 * V8 knows, and tells its debugger.
 *
 * @module
 */

/** Finds what a name means where an answer was written; null if it has no meaning there. */
export type Resolve = (name: string) => { readonly value: unknown } | null;

interface Session {
  connect(): void;
  disconnect(): void;
  post(method: string, given: object, then: (error: unknown, came: never) => void): void;
}
interface Held {
  readonly name?: string;
  readonly value?: { readonly objectId: string; readonly description?: string };
}

/** Node's way to get at a module, which a page has not. */
const modules = (globalThis as {
  process?: { getBuiltinModule?(name: string): { Session: new () => Session } | undefined };
}).process;

/**
 * What the names mean that a function has from the functions around it.
 *
 * @param f the function
 * @returns the meaning of a name; nothing is known where there is no debugger
 *
 * @example
 * ```ts
 * import { closureOf } from "lib/exercises/closure.ts";
 *
 * const f = ((k: number) => () => k)(3);
 * (await closureOf(f))("k"); // { value: 3 }
 * ```
 */
export async function closureOf(f: object): Promise<Resolve> {
  const Session = modules?.getBuiltinModule?.("node:inspector")?.Session;
  if (Session === undefined) return () => null;
  const session = new Session();
  const post = <Came>(method: string, given: object) =>
    new Promise<Came>((resolve, reject) =>
      session.post(
        `Runtime.${method}`,
        given,
        (error, came) => error ? reject(error) : resolve(came),
      )
    );
  const key = `closure ${crypto.randomUUID()}`;
  const here = `globalThis[${JSON.stringify(key)}]`;
  const scopes: { readonly object: object }[] = [];
  (globalThis as unknown as Record<string, unknown>)[key] = { f, scopes };
  session.connect();
  try {
    const { result } = await post<{ result: { objectId: string } }>("evaluate", {
      expression: `${here}.f`,
    });
    const inside = await post<{ internalProperties?: Held[] }>("getProperties", result);
    const found = inside.internalProperties?.find(({ name }) => name === "[[Scopes]]");
    if (!found?.value) return () => null;
    const { objectId } = found.value;
    const each = await post<{ result: Held[] }>("getProperties", { objectId, ownProperties: true });
    for (const { value } of each.result) {
      if (!value || /^(Script|Global|Module)/.test(value.description ?? "")) continue;
      const functionDeclaration = `function () { ${here}.scopes.push(this); }`;
      await post("callFunctionOn", { objectId: value.objectId, functionDeclaration });
    }
  } finally {
    session.disconnect();
    delete (globalThis as unknown as Record<string, unknown>)[key];
  }
  return (name) => {
    const scope = scopes.find(({ object }) => Object.hasOwn(object, name))?.object;
    return scope ? { value: (scope as Record<string, unknown>)[name] } : null;
  };
}
