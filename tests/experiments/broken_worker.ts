/** A worker that dies in the way that an experiment's seed names, or answers with that seed. */

import type { SentExperiment } from "lib/experiments/on_worker.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<SentExperiment | { line: MessagePort }>) => void;
  postMessage(answer: unknown): void;
  line: MessagePort;
  close(): void;
};

scope.onmessage = ({ data }) => {
  if ("line" in data) {
    scope.line = data.line;
    return scope.postMessage({ kind: "ready" });
  }
  const { seed } = data.rest;
  if (seed === 1) throw new Error("out of paper");
  if (seed === 2) return scope.close();
  if (seed === 3) void Promise.reject(new Error("out of ink"));
  else scope.postMessage({ kind: "result", result: seed });
};
