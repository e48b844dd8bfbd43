/** A failure whose message holds no secret and may be logged. What is none of these is reported by name and code alone. */
export class RotationError extends Error {
  override readonly name = "RotationError";
}

/** What may be said of any failure: messages of drivers and services quote what they were given. */
export function describeFailure(error: unknown): string {
  if (error instanceof RotationError) {
    return error.message;
  }
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { name: "unknown", code: "" };
  const word = [name, code].filter((text) => typeof text === "string" && /^\w{1,64}$/.test(text));
  return word.length > 0 ? word.join(" ") : "failure without a name";
}
