/**
 * Vitest's `it.extend`: what a test asks for by name in its first argument is made before it and cleaned up after it.
 *
 * @module
 */

/** A value, or a function that hands one on and cleans up when `use` returns. */
export type Fixture =
  // deno-lint-ignore no-explicit-any -- a fixture's type is its own
  | ((context: any, use: (value: any) => Promise<void>) => unknown)
  | readonly [unknown, { readonly auto?: boolean }?]
  | unknown;

/** Fixtures by name. */
export type Fixtures = Readonly<Record<string, Fixture>>;

/** The names that a function takes out of its first argument. */
export function namesAsked(call: (...given: never[]) => unknown): string[] {
  const source = call.toString().replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, "");
  const asked = /^[^(]*\(\s*\{([^]*?)\}\s*(?:,|\)|=)/.exec(source)?.[1] ?? "";
  return asked.split(",").map((part) => part.split(/[:=]/)[0].trim()).filter(Boolean);
}

/** Runs `body` with the context and the fixtures that it asks for. */
export async function withFixtures(
  fixtures: Fixtures,
  context: object,
  body: (context: never) => unknown,
): Promise<void> {
  const made: Record<string, unknown> = Object.create(context);
  const ends: (() => Promise<void>)[] = [];
  const begun = new Set<string>();
  const make = async (name: string): Promise<void> => {
    if (begun.has(name) || !(name in fixtures)) return;
    begun.add(name);
    const given = fixtures[name];
    const value = Array.isArray(given) && isSettings(given[1]) ? given[0] : given;
    if (typeof value !== "function") {
      made[name] = value;
      return;
    }
    for (const needed of namesAsked(value as () => unknown)) await make(needed);
    await new Promise<void>((ready, failed) => {
      let release = () => {};
      const use = (result: unknown) => {
        made[name] = result;
        ready();
        return new Promise<void>((resolve) => release = resolve);
      };
      const done = Promise.resolve().then(() => value(made, use));
      done.then(ready, failed);
      ends.push(() => {
        release();
        return done;
      });
    });
  };
  for (const [name, given] of Object.entries(fixtures)) {
    if (Array.isArray(given) && isSettings(given[1]) && (given[1] as { auto?: boolean }).auto) {
      await make(name);
    }
  }
  try {
    for (const name of namesAsked(body)) await make(name);
    await body(made as never);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function isSettings(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    ("auto" in value || "scope" in value || "injected" in value);
}
