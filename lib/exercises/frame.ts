/**
 * Names with what they mean, as declarations: where two functions know two things by one name, each gets its own below
 * what both know.
 *
 * @module
 */

/** Names that are declared together, and those that stand above them. */
export class Frame {
  /** What each name means. */
  readonly #meanings = new Map<string, unknown>();
  /** In the order in which they must be declared. */
  readonly #declared = new Map<string, string>();

  constructor(readonly above: Frame | null) {}

  /** What a name means here, if anything. */
  meaning(name: string): { readonly value: unknown } | null {
    if (this.#meanings.has(name)) return { value: this.#meanings.get(name) };
    return this.above?.meaning(name) ?? null;
  }

  /** Says what a name means before its code is known: it may be used in its own code. */
  begin(name: string, value: unknown): void {
    this.#meanings.set(name, value);
  }

  /** Gives the code of what a name means. */
  declare(name: string, code: string): void {
    this.#declared.set(name, code);
  }

  /** Whether a name with this meaning can be used by what is declared from now on. */
  has(name: string, value: unknown): boolean {
    if (this.#meanings.has(name)) {
      return this.#declared.has(name) && this.#meanings.get(name) === value;
    }
    return this.above?.has(name, value) ?? false;
  }

  /** All declarations, in order. */
  get code(): string {
    return [...this.#declared].map(([name, code]) => `let ${name} = ${code};\n`).join("");
  }
}
