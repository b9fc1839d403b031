/** Jupyter's own tests of a kernel, on the course's. */

import { expect } from "vitest";
import { root, run } from "../support/clone.ts";
import { onKernel } from "./kernel_driver.ts";

onKernel.it("the course's kernel passes jupyter_kernel_test", async () => {
  const { code, text } = await run("python", [`${root}/tests/notebooks/kernel_suite.py`]);
  expect(code, text).toBe(0);
  expect(text).toMatch(/Ran 1\d tests/);
  expect(text).toMatch(/^OK \(skipped=[012]\)$/m);
}, 400_000);
