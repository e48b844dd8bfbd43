/**
 * The one way an invalid prop or configuration value is described: `<field> must <rule>, got <value>`,
 * then `; <remedy>` where the remedy is not obvious from the rule.
 */
export function requirement(field: string, rule: string, value: unknown, remedy?: string): string {
  return `${field} must ${rule}, got ${describe(value)}${remedy ? `; ${remedy}` : ""}`;
}

/** Throws the {@link requirement} unless `met`. */
export function ensure(met: boolean, field: string, rule: string, value: unknown, remedy?: string): void {
  if (!met) {
    throw new Error(requirement(field, rule, value, remedy));
  }
}

const LONGEST_VALUE = 80;

function describe(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  if (typeof value === "string") {
    return shorten(JSON.stringify(value));
  }
  return shorten(JSON.stringify(value) ?? String(value));
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
