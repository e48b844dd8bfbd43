import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "mysql2/promise";
import { DATABASE, type Lab } from "./lab";

/** Milliseconds between two queries or logins of a client. */
const PAUSE = 20;
/** Statements of a client, so that it ends even if the test does not stop it. */
const LIMIT = 5_000;
/** ER_ACCESS_DENIED_ERROR: the password is wrong. */
const DENIED = 1045;

/** A program that keeps one connection, and one that logs in again and again with the current version of a secret. */
export class ClientOfSecret {
  private readonly lab: Lab;
  private readonly secretId: string;
  private readonly failures: string[] = [];
  private connection: Connection | undefined;
  private stopped = false;
  private queries = 0;
  private logins = 0;
  private work: Promise<unknown> | undefined;

  constructor(lab: Lab, secretId: string) {
    this.lab = lab;
    this.secretId = secretId;
  }

  async start(): Promise<void> {
    this.connection = await this.open();
    this.work = Promise.all([this.repeat(() => this.query()), this.repeat(() => this.tryLogIn())]);
  }

  /** Logs in with the current version, which must succeed. */
  async logIn(): Promise<void> {
    const connection = await this.open();
    await connection.query("SELECT COUNT(*) FROM t");
    connection.destroy();
  }

  async stop(): Promise<{ readonly failures: readonly string[]; readonly queries: number; readonly logins: number }> {
    this.stopped = true;
    await this.work;
    this.connection?.destroy();
    return { failures: this.failures, queries: this.queries, logins: this.logins };
  }

  private async query(): Promise<void> {
    try {
      await this.connection?.query("SELECT COUNT(*) FROM t");
      this.queries += 1;
    } catch (error) {
      this.failures.push(`query of ${this.secretId}: ${(error as Error).message}`);
    }
  }

  private async tryLogIn(): Promise<void> {
    const pending = this.rotating();
    try {
      await this.logIn();
      this.logins += 1;
    } catch (error) {
      const { errno, message } = error as Error & { errno?: number };
      // A rotation that begins or ends during the login explains it too.
      if (errno !== DENIED || !(pending || this.rotating())) {
        this.failures.push(`login of ${this.secretId}: ${message}`);
      }
    }
  }

  /** Whether a version waits to become the current one. */
  private rotating(): boolean {
    const versions = Object.values(this.lab.service.secrets.describe(this.secretId));
    return versions.some((labels) => labels.includes("AWSPENDING") && !labels.includes("AWSCURRENT"));
  }

  private async open(): Promise<Connection> {
    const { username, password } = this.lab.service.secrets.json(this.secretId) as Record<string, string>;
    return await this.lab.server.logIn(username ?? "", password ?? "", DATABASE);
  }

  private async repeat(action: () => Promise<void>): Promise<void> {
    for (let count = 0; count < LIMIT && !this.stopped; count += 1) {
      await action();
      await sleep(PAUSE);
    }
  }
}
