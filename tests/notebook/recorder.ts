/**
 * A screen that remembers what was sent to it.
 *
 * @module
 */

import type { MimeBundle, Screen } from "lib/notebook/display.ts";

/** What was sent. */
export interface Sent {
  readonly bundle: MimeBundle;
  readonly id: string | undefined;
  readonly update: boolean;
}

/** A screen and the list of what was sent to it. */
export function recorder({ live = true } = {}): { screen: Screen; sent: Sent[] } {
  const sent: Sent[] = [];
  const screen: Screen = {
    live,
    send: (bundle, id, update = false) => {
      sent.push({ bundle, id, update });
      return Promise.resolve();
    },
  };
  return { screen, sent };
}
