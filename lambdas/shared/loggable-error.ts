/** A failure whose message contains no secret and may be logged. Other errors are reported by name and code only. */
export class LoggableError extends Error {
  override readonly name = "LoggableError";
}

/** Text about a failure that may be logged. Messages of drivers and services may quote a password, so they are left out. */
export function describeFailure(error: unknown): string {
  if (error instanceof LoggableError) {
    return error.message;
  }
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { name: "unknown", code: "" };
  const word = [name, code].filter((text) => typeof text === "string" && /^\w{1,64}$/.test(text));
  return word.length > 0 ? word.join(" ") : "failure without a name";
}
