import { join } from "node:path";
import type { MigrationResult } from "../../../lambdas/database-migrations/event";
import { rightsOf } from "../../../lambdas/shared/database/role-rights";
import { SecretsService } from "../mysql-rotation/secrets-service";
import { type Invocation, type Outcome, UploadedFunction } from "../mysql-rotation/uploaded-function";
import { MariaDb } from "./mariadb";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:migrator-aB3dE6";

/** Password of every user, which no output may contain. */
export const PASSWORD = "never-in-any-output";

export type Files = Readonly<Record<string, string>>;

/** Server, secrets and function, as the stacks create them. */
export class MigrationsLab {
  readonly server = new MariaDb();
  /** Output of all invocations. */
  output = "";
  private readonly service = new SecretsService();
  private readonly uploaded = new UploadedFunction("lambdas/database-migrations/handler.ts");
  private endpoint = "";

  async create(): Promise<void> {
    await this.server.start();
    this.endpoint = await this.service.start();
    this.logInAs("migrator");
  }

  async remove(): Promise<void> {
    await this.service.stop();
    await this.server.remove();
    this.uploaded.remove();
  }

  /** Creates empty databases, and the users of all roles with their grants. */
  prepare(...databases: readonly string[]): void {
    const statements = databases.map((name) => `DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name}`);
    this.server.sql([...statements, ...this.users(databases)].join(";"));
  }

  /** Statements that create the users of all roles with exactly these databases. */
  users(databases: readonly string[]): readonly string[] {
    return (["migrator", "api", "reader"] as const).flatMap((role) => [
      `CREATE OR REPLACE USER ${role}@'%' IDENTIFIED BY '${PASSWORD}'`,
      ...databases.map(
        (name) => `GRANT ${rightsOf(role, databases).privileges.join(", ")} ON ${name}.* TO ${role}@'%'`,
      ),
    ]);
  }

  /** Changes the user in the function's secret. */
  logInAs(username: string, password = PASSWORD): void {
    this.service.secrets.put(SECRET, `${username}-${password}`, JSON.stringify({ username, password }), "AWSCURRENT");
  }

  /** Invokes the bundle with these files beside the handler. */
  async invoke(files: Files, event: object = {}, more: Partial<Invocation> = {}): Promise<Outcome> {
    this.uploaded.place("migrations", files);
    return await this.invokeAgain(event, more);
  }

  /** Invokes the bundle with the files of the last invocation. */
  async invokeAgain(event: object = {}, more: Partial<Invocation> = {}): Promise<Outcome> {
    const outcome = await this.uploaded.invoke({
      authority: join(this.server.folder, "ca.pem"),
      endpoint: this.endpoint,
      environment: {
        MIGRATOR_SECRET_ARN: SECRET,
        DATABASE_HOST: "localhost",
        DATABASE_PORT: String(this.server.port),
      },
      ...more,
      event,
    });
    this.output += outcome.output;
    return outcome;
  }

  /** The answer of an invocation that must succeed. */
  async migrate(files: Files, event: object = {}): Promise<MigrationResult> {
    const { code, output } = await this.invoke(files, event);
    if (code !== 0) {
      throw new Error(`the migration failed: ${output}`);
    }
    return JSON.parse(output.trim().split("\n").at(-1) ?? "");
  }

  /** Every table with its structure and rows. Of the history, only what does not depend on the time. */
  contents(...databases: readonly string[]): string {
    const list = databases.map((name) => `'${name}'`).join(", ");
    const find = `SELECT CONCAT(table_schema, '.', table_name) FROM information_schema.tables WHERE table_schema IN (${list})`;
    const tables = this.server.sql(`${find} ORDER BY 1`).trim().split("\n").filter(Boolean);
    const statements = tables.map((table) => {
      const columns = table.endsWith(".schema_migrations")
        ? "file, state, checksum, statements, done, done_checksum"
        : "*";
      return `SHOW CREATE TABLE ${table}; SELECT ${columns} FROM ${table} ORDER BY 1`;
    });
    return tables.length > 0 ? this.server.sql(statements.join(";")) : "";
  }
}
