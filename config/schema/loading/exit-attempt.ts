/** An environment's attempt to end the program. */
export class ExitAttempt extends Error {
  constructor(code: unknown) {
    super(`process.exit(${typeof code === "number" ? code : ""})`);
    this.name = "ExitAttempt";
  }
}
