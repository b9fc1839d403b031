/**
 * As much of Node's `process` as the library uses, in a page. No page knows how long a worker has worked; the time that
 * has gone by stands for it.
 *
 * @module
 */

/** Microseconds of work, since it began or since an earlier answer. */
interface Usage {
  readonly user: number;
  readonly system: number;
}

/** How much work has been done. */
export function cpuUsage(before: Usage = { user: 0, system: 0 }): Usage {
  return { user: 1000 * performance.now() - before.user, system: 0 };
}
