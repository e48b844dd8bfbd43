/** The user asked for help with `--help` or `-h`. The command prints the usage line and exits with 0. */
export class HelpRequest extends Error {
  constructor(usage: string) {
    super(usage);
    this.name = "HelpRequest";
  }
}
