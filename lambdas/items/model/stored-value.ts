/**
 * A value in the form of DynamoDB's API. Numbers are always decimal text, because a JavaScript number has 15 to 17 significant
 * digits, and DynamoDB has 38.
 */
export type StoredValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly StoredValue[] }
  | { readonly M: StoredMap }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] };

/** Values by name. */
export type StoredMap = Readonly<Record<string, StoredValue>>;

/** The text of a string attribute, or undefined. */
export function textOf(value: StoredValue | undefined): string | undefined {
  return value && "S" in value ? value.S : undefined;
}

/** The whole number of a number attribute, or undefined. */
export function numberOf(value: StoredValue | undefined): number | undefined {
  return value && "N" in value ? Number(value.N) : undefined;
}
