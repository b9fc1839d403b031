/**
 * Vitest's snapshots: its own package, told in which file and test it is.
 *
 * Snapshots are compared; `SNAPSHOTS=all` writes those that differ, `SNAPSHOTS=new` those that are missing (both need
 * `--allow-env --allow-read --allow-write`).
 *
 * @module
 */

import "./environment.ts";
import {
  chai,
  equals,
  iterableEquality,
  type MatchersObject,
  subsetEquality,
} from "@vitest/expect";
import { addSerializer, SnapshotClient, stripSnapshotIndentation } from "@vitest/snapshot";
import { NodeSnapshotEnvironment } from "@vitest/snapshot/environment";

declare module "@vitest/expect" {
  // deno-lint-ignore no-explicit-any -- as Vitest declares it
  interface Assertion<T = any> {
    /** Compares with what is kept beside the test file; fields in `properties` may be matchers. */
    toMatchSnapshot(properties?: Partial<T> | object | string, message?: string): void;
    /** Compares with what stands in the test. */
    toMatchInlineSnapshot(properties?: object | string, snapshot?: string): void;
    /** Compares with what is kept in a file of its own. */
    toMatchFileSnapshot(path: string, message?: string): Promise<void>;
    /** Compares what a function throws with what is kept. */
    toThrowErrorMatchingSnapshot(message?: string): void;
    /** Compares what a function throws with what stands in the test. */
    toThrowErrorMatchingInlineSnapshot(snapshot?: string): void;
  }
}

/** Reads what may be read: without the permission there are no snapshots but those in the test itself. */
class Files extends NodeSnapshotEnvironment {
  override async readSnapshotFile(path: string): Promise<string | null> {
    const { state } = await Deno.permissions.query({ name: "read", path });
    return state === "granted" ? await super.readSnapshotFile(path) : null;
  }
}

const client = new SnapshotClient({
  isEqual: (received, expected) => equals(received, expected, [iterableEquality, subsetEquality]),
});
const ready = new Map<string, Promise<void>>();
let running: { readonly path: string; readonly name: string } | undefined;

function mode(): "all" | "new" | "none" {
  if (Deno.permissions.querySync({ name: "env", variable: "SNAPSHOTS" }).state !== "granted") {
    return "none";
  }
  const wanted = Deno.env.get("SNAPSHOTS");
  return wanted === "all" || wanted === "new" ? wanted : "none";
}

/** Runs `body` as a test of this name in this file. */
export async function withSnapshots(
  path: string,
  name: string,
  body: () => unknown,
): Promise<void> {
  if (!ready.has(path)) {
    const options = { updateSnapshot: mode(), snapshotEnvironment: new Files({}) };
    ready.set(path, client.setup(path, options));
  }
  await ready.get(path);
  client.clearTest(path, name);
  running = { path, name };
  try {
    await body();
  } finally {
    running = undefined;
  }
}

/** Writes what is to be written. */
export async function saveSnapshots(): Promise<void> {
  if (mode() === "none") return;
  for (const path of ready.keys()) await client.finish(path);
}

/** How a matcher was called; behind `rejects` and `resolves` an error tells where, for the stack has lost it. */
type Call = { readonly assertion?: object };

function match(
  { assertion }: Call,
  assertionName: string,
  received: unknown,
  more: {
    isInline?: boolean;
    inlineSnapshot?: string;
    properties?: object;
    message?: string;
    rawSnapshot?: { file: string; content?: string };
  },
) {
  if (!running) {
    throw new Error(`Cannot compare with a snapshot: ${assertionName} is wanted inside a test`);
  }
  const { path, name } = running;
  const told = assertion && chai.util.flag(assertion, "error");
  const error = told instanceof Error ? told : new Error("inline");
  return client.match({
    received,
    filepath: path,
    name,
    testId: name,
    error,
    errorMessage: "",
    assertionName,
    ...more,
  });
}

/** What a function threw, for the matchers of errors. */
function thrownBy(call: unknown): unknown {
  if (typeof call !== "function") return call;
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new chai.AssertionError("expected the function to throw, but it did not");
}

const stripped = (text?: string) => text === undefined ? undefined : stripSnapshotIndentation(text);
type Given = object | string | undefined;
const properties = (given: Given) => typeof given === "object" ? given : undefined;

/** The matchers. */
export const snapshotMatchers: MatchersObject = {
  toMatchSnapshot(this: Call, received: unknown, given?: Given, message?: string) {
    const text = typeof given === "string" ? given : message;
    return match(this, "toMatchSnapshot", received, {
      properties: properties(given),
      message: text,
    });
  },
  toMatchInlineSnapshot(this: Call, received: unknown, given?: Given, inline?: string) {
    const text = typeof given === "string" ? given : inline;
    return match(this, "toMatchInlineSnapshot", received, {
      isInline: true,
      inlineSnapshot: stripped(text),
      properties: properties(given),
    });
  },
  async toMatchFileSnapshot(this: Call, received: unknown, path: string) {
    if (!running) return match(this, "toMatchFileSnapshot", received, {}); // says what is wanted
    const files = new Files({});
    const file = await files.resolveRawPath(running.path, path);
    const content = await files.readSnapshotFile(file) ?? undefined;
    return match(this, "toMatchFileSnapshot", received, { rawSnapshot: { file, content } });
  },
  toThrowErrorMatchingSnapshot(this: Call, received: unknown) {
    return match(this, "toThrowErrorMatchingSnapshot", thrownBy(received), {});
  },
  toThrowErrorMatchingInlineSnapshot(this: Call, received: unknown, inline?: string) {
    return match(this, "toThrowErrorMatchingInlineSnapshot", thrownBy(received), {
      isInline: true,
      inlineSnapshot: stripped(inline),
    });
  },
};

export { addSerializer };
