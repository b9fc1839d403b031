/**
 * A limit to the buffers that a worker makes, for a browser sets none: an answer that fills list after list with typed
 * arrays would take gigabytes before its time is up. Counted is what is made between two signs of life, which a worker
 * gives on a port; what was given back meanwhile cannot be known.
 *
 * @module
 */

/** What the worker says when it has made too many. */
export const FULL = "the memory is full";
/** Bytes between two signs of life. */
const MOST = 800_000_000;

const KINDS = [
  "ArrayBuffer",
  "Float32Array",
  "Float64Array",
  "Int8Array",
  "Int16Array",
  "Int32Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Uint32Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

/** Begins to count in this worker. */
export function limitBuffers(): void {
  let made = 0;
  const say = globalThis.postMessage.bind(globalThis) as (message: string) => void;
  const count = (bytes: number) => {
    made += bytes;
    if (made <= MOST) return;
    say(FULL);
    for (;;); // it is ended when this is heard; an error could be caught, and the next list begun
  };
  const { prototype } = MessagePort;
  const { postMessage } = prototype;
  prototype.postMessage = function (this: MessagePort, ...given: unknown[]) {
    made = 0;
    return Reflect.apply(postMessage, this, given);
  };
  for (const kind of KINDS) {
    const Own = globalThis[kind] as unknown as new (...given: unknown[]) => {
      readonly byteLength: number;
      readonly buffer?: unknown;
    };
    const { BYTES_PER_ELEMENT: size = 1 } = Own as { BYTES_PER_ELEMENT?: number };
    const Counted: typeof Own = new Proxy(Own, {
      construct(target, given, asked) {
        const [first] = given;
        if (typeof first === "number") count(size * first); // before it is made, for it may be huge
        const it = Reflect.construct(target, given, asked === Counted ? target : asked);
        if (typeof first === "object" && first !== it.buffer) count(it.byteLength); // no view of another
        return it;
      },
    });
    Object.defineProperty(Own.prototype, "constructor", { value: Counted });
    Object.assign(globalThis, { [kind]: Counted });
  }
}
