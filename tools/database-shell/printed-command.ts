/** What the command that makes a token needs. */
export interface TokenRequest {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
}

/** A command line for a POSIX shell that makes a token and starts the client. It contains no token. */
export function printedCommand(program: string, args: readonly string[], request: TokenRequest): string {
  const { host, port, user, region } = request;
  const make = ["aws", "rds", "generate-db-auth-token", "--hostname", host, "--port", `${port}`, "--username", user];
  const token = [...make, "--region", region].map(quoted).join(" ");
  return `MYSQL_PWD="$(${token})" LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN=1 ${[program, ...args].map(quoted).join(" ")}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
