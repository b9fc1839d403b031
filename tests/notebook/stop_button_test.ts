/** The stop button on the real kernel, as the library hears it. */

import { expect, it } from "vitest";
import { inKernels, onKernel, type Ran, shownBy } from "../notebooks/kernel_driver.ts";

const training = `
var made = 0;
function* training(updates) {
  for (let update = 1; update <= updates; update++) {
    for (const end = performance.now() + 2; performance.now() < end;);
    made = update;
    yield { kind: "update", update, updates, loss: 1 / update };
  }
}`;

onKernel.describe("the stop button on the kernel", () => {
  const came = inKernels({
    parts: {
      "loops": [
        {
          cells: [
            `import { follow } from "lib/notebook/follow.ts";`,
            `import { interruptible } from "lib/notebook/interrupt.ts"; var kept = 41;`,
            training,
          ],
        },
        { cells: [`await follow(training(20_000));`], press: [1] },
        { cells: [`[kept, made > 50, made < 10_000].join()`] },
        { cells: [`for await (const _ of interruptible(training(20_000))) {}`], press: [1] },
        {
          cells: [`await new Promise((resolve) => setTimeout(resolve, 900)); kept + 1`],
          press: [0.3],
        },
        { cells: [`while (true);`], press: [0.2] },
        { cells: [`kept`] },
      ],
    },
  });
  const ran = () => came("loops").map((cells) => cells.at(-1)) as Ran[];

  it("ends long loops with Interrupted, keeps the state, and the kernel goes on", () => {
    const [, followed, state, looped, ended] = ran();
    expect(followed.error?.ename).toBe("Interrupted");
    expect(followed.outputs.at(-1)!.data!["text/plain"])
      .toMatch(/^training: [\d,]+ updates, then stopped$/);
    expect(shownBy(state)).toBe('"41,true,true"');
    expect(looped.error?.ename).toBe("Interrupted");
    expect(ended.error).toBe(null);
    expect(shownBy(ended)).toBe("42");
  });

  it("ends a cell that never gives way, and keeps the state", () => {
    const [endless, state] = ran().slice(-2);
    expect(endless.error?.ename).toBe("Interrupted");
    expect(shownBy(state)).toBe("41");
  });
});
