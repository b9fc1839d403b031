/**
 * An explorable in the output of a cell: all of it lives in one frame, which can reach nothing around it. It computes
 * where it is shown, with moments in between for everything else.
 *
 * @module
 */

import { LiveExplorable } from "../../live/explorable.ts";
import type { Explorable } from "../explorable.ts";
import { serveExplorables } from "../serving.ts";
import { asImages } from "./images.ts";

/** Makes the frame's explorable live, and tells what is around it how tall it is. */
export function live(explorable: Explorable): void {
  const { port1, port2 } = new MessageChannel();
  serveExplorables(port1, [inImages(explorable)], (name) => {
    throw new Error(`Cannot read ${name}: found no files beside a notebook's output`);
  });
  new LiveExplorable(document.querySelector<HTMLElement>(".explorable")!, () => port2);
  new ResizeObserver(() => parent.postMessage(Math.ceil(document.body.offsetHeight), "*"))
    .observe(document.body);
}

/** The same, with pictures that follow the frame's theme. */
function inImages(explorable: Explorable): Explorable {
  return {
    ...explorable,
    async *run(settings, surroundings) {
      for await (const frame of explorable.run(settings, surroundings)) {
        yield { ...frame, html: () => asImages(frame.html()) };
      }
    },
  };
}
