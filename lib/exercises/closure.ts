/**
 * What cannot be seen of a value from outside: what the names of a function mean that was made inside another one, as in
 * `(() => { const k = 3; return () => k; })()`; what a bound function calls; whether a weak map holds something. Only V8
 * knows, and tells its debugger.
 *
 * @module
 */

/** Finds what a name means where an answer was written; null if it has no meaning there. */
export type Resolve = (name: string) => { readonly value: unknown } | null;

/** The inside of a function or an object. */
export interface Inside {
  /** What a name means to a function that has it from the functions around it, or from its module. */
  readonly meaning: Resolve;
  /** Of a bound function: what it calls, with which `this`, and with what first; null of any other. */
  readonly bound:
    | { readonly target: unknown; readonly self: unknown; readonly given: unknown[] }
    | null;
  /** Whether it is a weak map or a weak set that holds something. */
  readonly holds: boolean;
}

interface Session {
  connect(): void;
  disconnect(): void;
  post(method: string, given: object, then: (error: unknown, came: never) => void): void;
}
interface Remote {
  readonly objectId?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly description?: string;
}
interface Held {
  readonly name?: string;
  readonly value?: Remote;
}

/** Node's way to get at a module, which a page has not. */
const modules = (globalThis as {
  process?: { getBuiltinModule?(name: string): { Session: new () => Session } | undefined };
}).process;

/**
 * Looks inside a function or an object.
 *
 * @param thing the function or the object
 * @returns its inside; nothing is known where there is no debugger
 *
 * @example
 * ```ts
 * import { insideOf } from "lib/exercises/closure.ts";
 *
 * const f = ((k: number) => () => k)(3);
 * (await insideOf(f)).meaning("k"); // { value: 3 }
 * ```
 */
export async function insideOf(thing: object): Promise<Inside> {
  const Session = modules?.getBuiltinModule?.("node:inspector")?.Session;
  if (Session === undefined) return { meaning: () => null, bound: null, holds: false };
  const session = new Session();
  const post = <Came>(method: string, given: object) =>
    new Promise<Came>((resolve, reject) =>
      session.post(
        `Runtime.${method}`,
        given,
        (error, came) => error ? reject(error) : resolve(came),
      )
    );
  const key = `inside ${crypto.randomUUID()}`;
  const here = `globalThis[${JSON.stringify(key)}]`;
  const got: unknown[] = [];
  (globalThis as unknown as Record<string, unknown>)[key] = { thing, got };
  session.connect();
  try {
    const { result } = await post<{ result: Remote }>("evaluate", { expression: `${here}.thing` });
    /** The values themselves of what the debugger speaks of. */
    const fetched = async (remotes: readonly Remote[]): Promise<unknown[]> => {
      got.length = 0;
      await post("callFunctionOn", {
        objectId: result.objectId,
        functionDeclaration: `function (...all) { ${here}.got.push(...all); }`,
        arguments: remotes.map(({ objectId, value, unserializableValue }) =>
          objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value }
        ),
      });
      return [...got];
    };
    const { internalProperties: held = [] } = await post<{ internalProperties?: Held[] }>(
      "getProperties",
      { objectId: result.objectId, ownProperties: true },
    );
    const named = (name: string) => held.find((one) => one.name === `[[${name}]]`)?.value;
    let scopes: readonly { readonly object: object }[] = [];
    const around = named("Scopes");
    if (around) {
      const { objectId } = around;
      const { result: each } = await post<{ result: Held[] }>("getProperties", {
        objectId,
        ownProperties: true,
      });
      scopes = await fetched(
        each.flatMap(({ value }) =>
          value?.objectId && !/^(Script|Global)/.test(value.description ?? "") ? [value] : []
        ),
      ) as { readonly object: object }[];
    }
    const target = named("TargetFunction");
    const [f, self, given] = target
      ? await fetched([target, named("BoundThis") ?? {}, named("BoundArgs") ?? {}])
      : [];
    return {
      meaning(name) {
        const scope = scopes.find(({ object }) => Object.hasOwn(object, name))?.object;
        return scope ? { value: (scope as Record<string, unknown>)[name] } : null;
      },
      bound: target
        ? { target: f, self, given: Array.from(given as ArrayLike<unknown> ?? []) }
        : null,
      holds: !/^Array\(0\)$/.test(named("Entries")?.description ?? "Array(0)"),
    };
  } finally {
    session.disconnect();
    delete (globalThis as unknown as Record<string, unknown>)[key];
  }
}
