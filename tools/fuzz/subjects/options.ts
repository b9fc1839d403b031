/** How options are checked. */

import { options as lib } from "../../../lib/mod.ts";
import { list, made, on, options, real, text, value, whole } from "../given.ts";
import { type Subject, subject } from "../subject.ts";

const rule = made("a rule", () => lib.count());
/** A rule, as it judges a few values. */
const judging = (
  made: lib.Rule,
) => [made.wanted, ...[0, 1, -1, 0.5, "a", null, [1]].map((each) => made.holds(each))];

const trusting = "rules are written by the library and its tests, not by learners";

export const optionChecks: readonly Subject[] = [
  subject("options.described", lib.described, () => [value([1, "a"])]),
  subject("options.isNumberArray", lib.isNumberArray, () => [value(3)], {
    trusting: "it takes anything, and says whether it is such an array",
  }),
  subject("options.isRecord", lib.isRecord, () => [value(3)], {
    trusting: "it takes anything, and says whether it is a record",
  }),
  subject("options.checkOptions", lib.checkOptions, (random) => [
    on(text("try")),
    options({ size: whole(random, 1, 9) }),
    on(made("rules", () => ({ size: lib.needed(lib.count()) }))),
  ]),
  subject(
    "options.checkValue",
    lib.checkValue,
    (random) => [text("try"), text("size"), whole(random, 1, 9), rule],
    { trusting },
  ),
  subject(
    "options.nearest",
    lib.nearest,
    () => [text("sise"), list([text("size"), text("shape")])],
    { trusting },
  ),
  subject(
    "options.wantedOf",
    lib.wantedOf,
    () => [text("sise"), list([text("size"), text("shape")]), text("option")],
    { trusting },
  ),
  ...[
    subject(
      "options.nested",
      (given) => judging(lib.nested(given)),
      () => [made("rules", () => ({ size: lib.count() }))],
    ),
    subject("options.needed", (given) => judging(lib.needed(given)), () => [rule]),
    subject(
      "options.count",
      (low) => judging(lib.count(low)),
      (random) => [whole(random, 0, 3, -Infinity)],
    ),
    subject(
      "options.wholeNumber",
      (low, high) => judging(lib.wholeNumber(low, high)),
      (random) => [real(random, 0, 3), real(random, 4, 9)],
    ),
    subject(
      "options.realNumber",
      (low, high) => judging(lib.realNumber(low, high)),
      (random) => [real(random, 0, 3), real(random, 4, 9)],
    ),
    subject(
      "options.numberBetween",
      (low, high) => judging(lib.numberBetween(low, high)),
      (random) => [real(random, 0, 3), real(random, 4, 9)],
    ),
    subject(
      "options.numberBelow",
      (low, high) => judging(lib.numberBelow(low, high)),
      (random) => [real(random, 0, 3), real(random, 4, 9)],
    ),
    subject(
      "options.oneOf",
      (...words) => judging(lib.oneOf(...words)),
      () => [text("a"), text("b")],
    ),
    subject(
      "options.aFunction",
      (wanted) => judging(lib.aFunction(wanted)),
      () => [text("a function")],
    ),
    subject(
      "options.having",
      (wanted, member) => judging(lib.having(wanted, member)),
      () => [text("a list"), text("length")],
    ),
    subject("options.named", (given) => judging(lib.named(given)), () => [rule]),
    subject(
      "options.listOf",
      (given, least) => judging(lib.listOf(given, least)),
      (random) => [rule, whole(random, 0, 2)],
    ),
    subject(
      "options.numbersOf",
      (least) => judging(lib.numbersOf(least)),
      (random) => [whole(random, 0, 2)],
    ),
    subject("options.orNull", (given) => judging(lib.orNull(given)), () => [rule]),
    subject(
      "options.eitherOf",
      (one, other) => judging(lib.eitherOf(one, other)),
      () => [rule, rule],
    ),
  ].map((each): Subject => ({ ...each, trusting })),
];
