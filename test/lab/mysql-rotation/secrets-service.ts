import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InMemorySecrets, ServiceError } from "../../lambdas/mysql-rotation/in-memory-secrets";

type Request = Readonly<Record<string, string>> & { readonly VersionStages?: readonly string[] };

/** Secrets Manager's HTTP API over secrets in memory. */
export class SecretsService {
  readonly secrets = new InMemorySecrets();
  /** The next answers of GetRandomPassword. */
  readonly nextPasswords: string[] = [];
  /** Operations of the answered requests. */
  readonly requests: string[] = [];
  /** Called after a request has taken effect and before it is answered. */
  onRequest: () => void = () => {};
  private server: Server | undefined;
  private passwords = 0;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (text) => {
        body += text;
      });
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"]).replace(/^secretsmanager\./, "");
        const { status, answer } = this.answer(operation, JSON.parse(body));
        this.requests.push(operation);
        this.onRequest();
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve) ?? resolve(undefined));
  }

  private answer(operation: string, request: Request): { status: number; answer: object } {
    try {
      return { status: 200, answer: this.perform(operation, request) };
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      return { status: 400, answer: { __type: error.name, Message: error.name } };
    }
  }

  private perform(operation: string, request: Request): object {
    const { SecretId = "", ClientRequestToken = "", SecretString = "", VersionStages = ["AWSCURRENT"] } = request;
    switch (operation) {
      case "DescribeSecret":
        return { ARN: SecretId, VersionIdsToStages: this.secrets.describe(SecretId) };
      case "GetSecretValue": {
        const version = { id: request.VersionId, stage: request.VersionStage };
        return { ARN: SecretId, SecretString: this.secrets.get(SecretId, version) };
      }
      case "PutSecretValue":
        this.secrets.putValue(SecretId, ClientRequestToken, SecretString, VersionStages);
        return { ARN: SecretId, VersionId: ClientRequestToken };
      case "UpdateSecretVersionStage": {
        const { VersionStage = "", MoveToVersionId = "", RemoveFromVersionId = "" } = request;
        this.secrets.updateStage(SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId);
        return { ARN: SecretId };
      }
      case "GetRandomPassword":
        this.passwords += 1;
        return { RandomPassword: this.nextPasswords.shift() ?? `made-Up-password-${this.passwords}` };
      default:
        throw new ServiceError("UnknownOperationException");
    }
  }
}
