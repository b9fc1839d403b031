/**
 * One case: a function, good arguments or such with a slip, and what came of it.
 *
 * A good call is computed four ways that must agree, derivatives too: in an arena (where kernels run), step by step, outside
 * an arena, and on the reference back end. A call with a slip stands between two good ones of the same arguments, which must
 * give the same bits. After each call the canary and the state of both memories are looked at.
 *
 * @module
 */

import { createRandom, type Random } from "../../lib/random.ts";
import {
  add,
  type Backend,
  backward,
  inArena,
  keep,
  multiply,
  parameter,
  reference,
  simd,
  sum,
  Tensor,
  tensor,
} from "../../lib/tensor/mod.ts";
import { type Given, handOver, type Host, withSlip } from "./given.ts";
import { difference, digest, notFinite, read, type Reading, unclear } from "./judge.ts";
import type { Subject } from "./subject.ts";

/** What came of a case. */
export interface Outcome {
  readonly kind: "accepted" | "refused" | "silent" | "unclear";
  readonly subject: string;
  /** The slip, or "" for good arguments. */
  readonly slip: string;
  /** What is wrong, or the words of the refusal. */
  readonly says: string;
  /** The bits of a good call's answer. */
  readonly bits?: number;
}

/** What a call did. */
interface Done {
  readonly error?: unknown;
  readonly reading?: Reading;
  readonly gradients?: readonly Reading[];
}

/** Which subject a case is about, and its chance. */
export function drawCase(
  seed: number,
  index: number,
  subjects: readonly Subject[],
): { subject: Subject; random: Random } {
  const random = createRandom(seed).fork(index);
  const total = subjects.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let at = random.uniform(0, total);
  const subject = subjects.find(({ weight = 1 }) => (at -= weight) < 0) ?? subjects[0];
  return { subject, random };
}

/** Runs the case of this number. */
export async function runCase(
  seed: number,
  index: number,
  subjects: readonly Subject[],
): Promise<Outcome> {
  const { subject, random } = drawCase(seed, index, subjects);
  const good = subject.draw(random);
  const isGood = random.integer(0, 5) < 2;
  const slip = isGood || subject.trusting ? undefined : withSlip(random, good);
  const given = slip?.given ?? good;
  const outcome = (kind: Outcome["kind"], says = "", bits?: number): Outcome => ({
    kind,
    subject: subject.name,
    slip: slip?.what ?? "",
    says,
    bits,
  });

  const before = slip && !subject.varies ? await attempt(subject, good, simd, false) : undefined;
  const first = await attempt(subject, given, simd, false);
  const harm = harmDone();
  if (harm) return outcome("silent", harm);
  const found = first.error === undefined
    ? await accepted(subject, given, first, slip?.wrong ?? false)
    : await refused(subject, given, first.error);
  if (found) return outcome(found[0], found[1]);
  if (before?.reading) {
    const after = await attempt(subject, good, simd, false);
    const differs = after.reading
      ? difference(before.reading, after.reading, 0)
      : `refused: ${wordsOf(after.error)}`;
    if (differs) return outcome("silent", `a good call after it gives other bits: ${differs}`);
  }
  const later = harmDone();
  if (later) return outcome("silent", later);
  if (first.error !== undefined) return outcome("refused", wordsOf(first.error));
  return outcome("accepted", "", slip || subject.varies ? undefined : digest(first.reading!));
}

type Found = readonly ["silent" | "unclear", string];

/** What is wrong with an accepted call. */
async function accepted(
  subject: Subject,
  given: readonly Given[],
  first: Done,
  wrong: boolean,
): Promise<Found | undefined> {
  if (wrong) return ["silent", "was accepted"];
  const odd = notFinite(first.reading!);
  if (odd !== undefined && !subject.mayBeInfinite && !isExtreme(given)) {
    return ["silent", `answered ${odd} to finite numbers`];
  }
  if (!subject.oracles) return undefined;
  const ways: readonly (readonly [string, Done, number])[] = [
    ["in an arena", await attempt(subject, given, simd, true), 0],
    ...(subject.otherwise
      ? [
        [
          "step by step",
          await attempt({ ...subject, call: subject.otherwise }, given, simd, true),
          2e-5,
        ] as const,
      ]
      : []),
    ["on the reference back end", await attempt(subject, given, reference, false), 1e-3],
  ];
  for (const [way, done, tolerance] of ways) {
    if (done.error !== undefined) {
      if (isExtreme(given)) continue;
      return ["silent", `is accepted, but refused ${way}: ${wordsOf(done.error)}`];
    }
    if (odd !== undefined || isExtreme(given)) continue;
    const differs = difference(first.reading!, done.reading!, tolerance) ??
      derivativesDiffer(first, done, tolerance);
    if (differs) return ["silent", `differs ${way}: ${differs}`];
  }
  const harm = harmDone();
  return harm ? ["silent", harm] : undefined;
}

function derivativesDiffer(a: Done, b: Done, tolerance: number): string | undefined {
  for (const [index, gradient] of (a.gradients ?? []).entries()) {
    const differs = b.gradients?.[index] &&
      difference(gradient, b.gradients[index], tolerance && 10 * tolerance);
    if (differs) return `derivative ${index}: ${differs}`;
  }
  return undefined;
}

/** What is wrong with a refused call. */
async function refused(
  subject: Subject,
  given: readonly Given[],
  error: unknown,
): Promise<Found | undefined> {
  const why = unclear(error);
  if (why) return ["unclear", why];
  if (!subject.oracles) return undefined;
  for (
    const [way, backend, arena] of [["in an arena", simd, true], [
      "on the reference back end",
      reference,
      false,
    ]] as const
  ) {
    const done = await attempt(subject, given, backend, arena);
    const unclearThere = done.error !== undefined && unclear(done.error);
    if (unclearThere) return ["unclear", `${way}: ${unclearThere}`];
    if (done.error === undefined && !isExtreme(given)) {
      return ["silent", `is refused, but accepted ${way}: ${wordsOf(error)}`];
    }
  }
  return undefined;
}

/** Calls a subject once. */
async function attempt(
  subject: Subject,
  given: readonly Given[],
  backend: Backend,
  arena: boolean,
): Promise<Done> {
  const host: Host = { backend, parameters: [] };
  const work = (): Done | Promise<Done> => {
    const args = given.map((each) => handOver(each, host));
    const copies = args.filter(isList).map((list) => ({ list, copy: [...list] }));
    const answer = subject.call(args as never[], host);
    if (answer instanceof Promise) return answer.then((value) => ({ reading: read(value) }));
    // An arena tells of a NaN when numbers go out of it.
    if (arena) { for (const each of tensorsIn(answer)) keep(each); }
    const reading = read(answer);
    for (const { list, copy } of copies) {
      if (!copy.every((each, at) => Object.is(each, list[at]))) {
        throw new Error("changed what it was given");
      }
    }
    return { reading, gradients: subject.oracles ? gradientsOf(answer, host) : undefined };
  };
  const failed = (error: unknown): Done => ({ error: error ?? new Error("threw nothing") });
  let done: Done | Promise<Done>;
  try {
    done = arena ? inArena(work, { backend }) : work();
  } catch (error) {
    done = failed(error);
  }
  behind ??= leftBehind(); // now: when the event loop goes on, what is open is closed by itself
  return await Promise.resolve(done).catch(failed);
}

const isList = (value: unknown): value is ArrayLike<unknown> & Iterable<unknown> =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** Derivatives of a weighted sum of everything an answer holds. */
function gradientsOf(answer: unknown, { backend, parameters }: Host): Reading[] | undefined {
  const tensors = tensorsIn(answer).filter((each) =>
    each.requiresGrad && each.backend === backend && each.size > 0
  );
  if (tensors.length === 0 || parameters.length === 0) return undefined;
  const losses = tensors.map((each) => {
    const weights = Float32Array.from({ length: each.size }, (_, at) => (at % 7 - 3) / 4);
    return sum(multiply(each, tensor(weights, { shape: each.shape, backend })));
  });
  backward(losses.reduce((total, each) => add(total, each)));
  return parameters.map(({ grad }) => read(grad));
}

function tensorsIn(value: unknown, depth = 0): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (depth > 2 || typeof value !== "object" || value === null || ArrayBuffer.isView(value)) {
    return [];
  }
  return Object.values(value).flatMap((each) => tensorsIn(each, depth + 1));
}

/** Whether numbers were given among which NaN and ∞ are no wonder. */
function isExtreme(given: readonly Given[]): boolean {
  const extreme = (value: unknown): boolean =>
    typeof value === "number"
      ? !(Math.abs(value) < 1e6)
      : ArrayBuffer.isView(value) || Array.isArray(value)
      ? Array.from(value as ArrayLike<unknown>).some((each) =>
        typeof each === "number" && extreme(each)
      )
      : false;
  return given.some((each) =>
    each.fields
      ? isExtreme(Object.values(each.fields))
      : each.items
      ? isExtreme(each.items)
      : extreme(each.give)
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// ---------------------------------------------------------------------------- the canary

const song = Float32Array.from({ length: 333 }, (_, at) => at * 0.5 - 80);
const canaries = [simd, simd, reference].map((backend) => parameter(song, { backend }));
/** In the memory itself, where a kernel that writes beside its result would meet them. */
function settle(): void {
  for (const canary of canaries) inArena(() => sum(canary), { backend: canary.backend });
}
settle();

/** What harm a call did beside its answer: to the canary, or to the state of a memory. */
function harmDone(): string | undefined {
  const left = behind ?? leftBehind();
  behind = undefined;
  if (left) return left;
  for (const canary of canaries) {
    const values = canary.values();
    const at = song.findIndex((each, index) => values[index] !== each);
    if (at < 0) continue;
    canary.assign(song);
    return `wrote over the canary, number ${at}`;
  }
  return undefined;
}

/** What a call was seen to leave behind, until somebody asks. */
let behind: string | undefined;

/** What is not as it was before a call; it is put right. */
function leftBehind(): string | undefined {
  for (const backend of [simd, reference]) {
    if (backend.memory.scope !== null) {
      while (backend.memory.scope !== null) backend.memory.leave();
      return `left an arena of ${backend.name} open`;
    }
    if (!backend.recording) {
      backend.recording = true;
      return `left ${backend.name} without gradients`;
    }
  }
  return undefined;
}
