/** A worker as the fuzzer's, whose case 3 does not end, and whose case 5 ends the worker. */

const scope = globalThis as unknown as { onmessage: unknown; postMessage(data: unknown): void };
scope.onmessage = (
  { data: { cases, at } }: { data: { cases: { from: number; to: number }; at: Int32Array } },
) => {
  const report: unknown[] = [];
  for (let index = cases.from; index < cases.to; index++) {
    Atomics.store(at, 0, index + 1);
    if (index === 3) { while (true); }
    if (index === 5) throw new Error("ended");
    report.push([index, { kind: "accepted", subject: "x", slip: "", says: "" }]);
  }
  scope.postMessage(report);
  scope.postMessage(null);
};
