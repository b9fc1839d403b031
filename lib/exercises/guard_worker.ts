/**
 * The worker of `guard.ts`: makes a function of its source and judges it.
 *
 * @module
 */

import * as tensors from "../tensor/mod.ts";
import { exerciseNamed } from "./all.ts";
import type { GuardMessage } from "./guard.ts";
import { judge, type Judgement } from "./judge.ts";
import { yourTurn } from "./your_turn.ts";

const scope: Readonly<Record<string, unknown>> = { ...tensors, yourTurn };

async function judgementOf(id: string, source: string): Promise<Judgement | null> {
  let answer: unknown;
  try {
    answer = new Function(...Object.keys(scope), `"use strict"; return (${source});`)(
      ...Object.values(scope),
    );
  } catch {
    return null; // its source alone is no function, such as a method's
  }
  const judgement = await judge(exerciseNamed(id), answer);
  return judgement.unknownName ? null : judgement;
}

const page = globalThis as unknown as {
  postMessage(message: GuardMessage): void;
  onmessage: (event: MessageEvent<{ id: string; source: string }>) => void;
};
page.onmessage = async ({ data: { id, source } }) => {
  page.postMessage({ judgement: await judgementOf(id, source) });
};
page.postMessage("ready");
