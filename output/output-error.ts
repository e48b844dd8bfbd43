/** The machine does not let a synthesis write its output. The message is one line, with what to do. */
export class OutputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OutputError";
  }
}
