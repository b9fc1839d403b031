/**
 * What runs on each worker: the name of a training and a seed come in, a number goes out. The trainings import the
 * library by relative paths, so that a worker finds it under Vitest too, which knows no import map here.
 *
 * @module
 */

import { type Answer, answer, type Job } from "./side_by_side.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Job>) => void) | null;
  postMessage(answer: Answer): void;
};

scope.onmessage = ({ data }) => scope.postMessage(answer(data));
