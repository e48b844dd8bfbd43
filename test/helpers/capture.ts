import { matches } from "./subset";

/**
 * Captures an attribute of the matching resources, at its place in a subset:
 *
 * ```ts
 * const zone = new Capture<string>();
 * template.all("aws_subnet", { availability_zone: zone });
 * expect(zone.values).toEqual(["eu-west-1a", "eu-west-1b"]);
 * ```
 *
 * The attribute must be set. Several queries with the same capture add to its values. A capture inside of another matcher, such as
 * `expect.objectContaining`, captures nothing.
 */
export class Capture<T = unknown> {
  /** Jest's mark of a matcher. */
  readonly $$typeof = Symbol.for("jest.asymmetricMatcher");
  private readonly pattern: unknown;
  private readonly captured: T[] = [];

  /** @param pattern what the value must match, like a value of a subset. @default any value */
  constructor(...pattern: readonly [unknown?]) {
    this.pattern = pattern.length === 0 ? this : pattern[0];
  }

  /** Records the attributes at the places of captures in a subset. The resource must match the subset. */
  static record(actual: unknown, subset: unknown): void {
    if (subset instanceof Capture) {
      subset.captured.push(actual);
    } else if (typeof subset === "object" && subset !== null && !("$$typeof" in subset)) {
      for (const [key, expected] of Object.entries(subset)) {
        Capture.record((actual as Record<string, unknown>)[key], expected);
      }
    }
  }

  /** The captured values in the order of the resources. */
  get values(): readonly T[] {
    return this.captured;
  }

  /** The only captured value. Fails if there is none, or more than one. */
  only(): T {
    const [first, ...others] = this.captured;
    if (this.captured.length === 0 || others.length > 0) {
      throw new Error(
        `expected one captured value, captured ${this.captured.length}: ${JSON.stringify(this.captured)}`,
      );
    }
    return first as T;
  }

  asymmetricMatch(actual: unknown): boolean {
    return this.pattern === this || matches({ value: actual }, { value: this.pattern });
  }

  toAsymmetricMatcher(): string {
    return "Capture";
  }
}
