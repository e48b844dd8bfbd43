import { MariaDbServer } from "./mariadb-server";
import { SecretsService } from "./secrets-service";
import { type Invocation, type Outcome, UploadedFunction } from "./uploaded-function";

export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
export const MASTER = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:master-aB3dE6";
export const APPLICATION = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-aB3dE6";
/** Contains a wildcard of grants. */
export const DATABASE = "news_db";

/** Database, secrets and function, as the data stack creates them. */
export class Lab {
  readonly server = new MariaDbServer();
  readonly service = new SecretsService();
  /** DATABASE_ROLES of both functions. @default not set */
  roles: object | undefined;
  private readonly uploaded = new UploadedFunction("lambdas/mysql-rotation/handler.ts");
  private readonly uploadedBootstrap = new UploadedFunction("lambdas/database-bootstrap/handler.ts");
  private readonly spoken: string[] = [];
  private endpoint = "";
  private versions = 0;

  async create(): Promise<void> {
    await this.server.create({ username: "project_x_user", password: "master's first" });
    for (const name of [DATABASE, "newsXdb"]) {
      await this.server.asRoot(`CREATE DATABASE ${name}`);
    }
    this.endpoint = await this.service.start();
    const { port } = this.server;
    const address = { engine: "mysql", host: "localhost", port, dbname: DATABASE };
    const master = { ...address, username: "project_x_user", password: "master's first" };
    this.service.secrets.put(MASTER, "complete", JSON.stringify(master), "COMPLETE", "AWSCURRENT");
    this.addSecret(APPLICATION, "app");
  }

  /** Creates the secret of a user, as Terraform does. Its first rotation creates the user. */
  addSecret(secretId: string, username: string): void {
    const { port } = this.server;
    const address = { engine: "mysql", host: "localhost", port, dbname: DATABASE };
    const secret = { ...address, username, password: "never-in-the-database", masterarn: MASTER };
    this.service.secrets.put(secretId, "seed", JSON.stringify(secret), "SEED", "AWSCURRENT");
  }

  async remove(): Promise<void> {
    await this.service.stop();
    await this.server.remove();
    this.uploaded.remove();
    this.uploadedBootstrap.remove();
  }

  begin(secretId: string): string {
    this.versions += 1;
    const token = `token-${this.versions}`;
    this.service.secrets.begin(secretId, token);
    return token;
  }

  async step(step: string, secretId: string, token: string, more: Partial<Invocation> = {}): Promise<Outcome> {
    const event = { Step: step, SecretId: secretId, ClientRequestToken: token };
    const outcome = await this.uploaded.invoke({ ...this.usual(), ...more, event });
    this.spoken.push(outcome.output);
    return outcome;
  }

  /** Invokes the function that creates databases and keeps grants, as the data stack does. */
  async bootstrap(...databases: readonly string[]): Promise<Outcome> {
    const { environment, ...usual } = this.usual();
    const server = { MASTER_SECRET_ARN: MASTER, DATABASE_HOST: "localhost", DATABASE_PORT: String(this.server.port) };
    const outcome = await this.uploadedBootstrap.invoke({
      ...usual,
      environment: { ...environment, ...server },
      event: { databases },
    });
    this.spoken.push(outcome.output);
    return outcome;
  }

  private usual() {
    const environment: Record<string, string> = this.roles ? { DATABASE_ROLES: JSON.stringify(this.roles) } : {};
    return { authority: this.server.authority, endpoint: this.endpoint, environment };
  }

  /** Output of all invocations. */
  get output(): string {
    return this.spoken.join("");
  }

  /** Runs the remaining steps of a rotation. Each must succeed. */
  async complete(secretId: string, token: string, { times = 1, from = 0 } = {}): Promise<void> {
    for (const step of STEPS.slice(from)) {
      for (let time = 0; time < times; time += 1) {
        const { code, output } = await this.step(step, secretId, token);
        if (code !== 0) {
          throw new Error(`${step} failed: ${output}`);
        }
      }
    }
  }

  async rotate(secretId: string, options?: { times: number }): Promise<void> {
    await this.complete(secretId, this.begin(secretId), options);
  }

  /** Runs a step and kills the function at its nth request to Secrets Manager. */
  async dieIn(step: string, secretId: string, token: string, request: number): Promise<Outcome> {
    let left = request;
    try {
      return await this.step(step, secretId, token, {
        started: (child) => {
          this.service.onRequest = () => {
            left -= 1;
            if (left === 0) {
              child.kill("SIGKILL");
            }
          };
        },
      });
    } finally {
      this.service.onRequest = () => {};
    }
  }

  /** Whether a client can log in to the user's database with the version of this label. */
  async opens(secretId: string, stage = "AWSCURRENT"): Promise<boolean> {
    let fields: Record<string, unknown>;
    try {
      fields = this.service.secrets.json(secretId, stage);
    } catch {
      return false;
    }
    const { username, password, dbname } = fields;
    try {
      const connection = await this.server.logIn(String(username), String(password), String(dbname));
      connection.destroy();
      return true;
    } catch (error) {
      if ((error as { errno?: number }).errno === 1045) {
        return false;
      }
      throw error;
    }
  }
}
