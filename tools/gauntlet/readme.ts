/**
 * From results to `README.md`.
 *
 * @module
 */

import type { ClaimRecord, MeasurementRecord } from "lib/checks/verdict.ts";
import { formatNumber } from "lib/notebook/format.ts";

/** A held figure and what was found: one entry of `results.json`. */
export interface Result extends ClaimRecord {
  /** As published. */
  readonly figure: string;
  /** By whom. */
  readonly source: string;
  /** Why ours is another, or what is other though it is the same. */
  readonly differs: string;
}

/** "0.98 (0.96–1)": the median, and the least and the greatest of the values. */
export function inShort({ values, median }: MeasurementRecord): string {
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)].map(formatNumber);
  const middle = median === null ? "–" : formatNumber(median);
  return least === most ? middle : `${middle} (${least}–${most})`;
}

function row(result: Result): string {
  const { id, unit, figure, source, expected, holds, control } = result;
  const cells = [
    `\`${id}\``,
    unit ?? "",
    `${figure} (${source})`,
    inShort(result),
    control ? inShort(control) : "–",
    expected === "fails" ? "does not reproduce" : holds ? "holds" : "does not hold",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The whole page. */
export function readme(results: readonly Result[]): string {
  const seeds = results[0].seeds.join(", ");
  return `<!-- deno-fmt-ignore-file -->
<!-- Written by deno task gauntlet --write from results.json. -->

# Held figures

Figures that others have published, and what this library gets in a set-up as near to theirs as is
known; where it differs, the notes say so. Each is a claim of \`lib/checks\`:
a median over the seeds ${seeds} that clears its threshold by twice the spread between seeds (or every
value does), and a control.

\`\`\`sh
./learn gauntlet                        # all; must give results.json again, bit for bit
./learn gauntlet --only human-numbers   # those whose id has this in it
./learn gauntlet --seeds 1000-1004      # seeds never used here
./learn gauntlet --json FILE            # results in full
./learn gauntlet --write                # renews results.json and this page
\`\`\`

(\`lib/checks/gauntlet.ts\`, which notebook 13 uses, is another thing: it sends a learner's own cell through the course's
tests, beside the library's cells.)

Ours and control: median (least–greatest). "Does not reproduce" is a finding that is checked like any other: the
claim is expected to fail, and turns red should it hold.

| claim | measured | in print | ours | control | verdict |
| --- | --- | --- | --- | --- | --- |
${results.map(row).join("\n")}

## Each in words

${results.map(words).join("\n\n")}

Thresholds were chosen on seeds from 100 on. A first run on the seeds of this table showed that single nets say too
little of Reber, of aⁿbⁿ and of an RNN over three words: since then a seed stands for several nets there. How each
training differs from its source in detail stands at the head of its file in \`trainings/\`.
`;
}

function words({ id, claim, threshold, control, differs }: Result): string {
  const other = control ? ` Control: ${control.claim} (${control.threshold}).` : "";
  return `**\`${id}\`** ${claim} (${threshold}).${other} ${differs}`;
}
