import { createServer, type IncomingMessage, type Server } from "node:http";
import { closeServer, listenOnLoopback, readAll } from "../../tools/local-runtime/loopback-server";

/** How the endpoint answers a request. `never`: it does not answer. `breaks`: it closes the connection. */
export type FakeAnswer =
  | "never"
  | "breaks"
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown };

/** Answers of AWS that a test changes. */
interface Answers {
  /** Account of the caller, for STS. */
  account: string;
  /** Answer of Lambda to GetFunctionConfiguration. */
  configuration: FakeAnswer;
  /** Answer of Lambda to Invoke, or the function that makes it from the event. */
  invocation: FakeAnswer | ((event: object) => Promise<FakeAnswer>);
}

/** STS and Lambda on a loopback port, as far as a tool needs them that invokes one function. */
export class FakeLambda {
  readonly url: string;
  readonly answers: Answers = { account: "111111111111", configuration: { body: {} }, invocation: { body: {} } };
  /** Body of each invocation. */
  readonly events: unknown[] = [];
  /** Resolved at the next invocation. */
  invoked: Promise<void>;
  private readonly server: Server;
  private onInvocation: () => void = () => undefined;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
    this.invoked = this.nextInvocation();
  }

  static async start(): Promise<FakeLambda> {
    const server = createServer();
    const fake = new FakeLambda(server, await listenOnLoopback(server));
    server.on("request", async (request, response) => {
      const body = await readAll(request);
      const answer = await fake.answerTo(request, body.toString());
      if (answer === "breaks") {
        request.socket.destroy();
      } else if (answer !== "never") {
        const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
        response.writeHead(answer.status ?? 200, answer.headers).end(text);
      }
    });
    return fake;
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }

  private async answerTo({ method, url = "" }: IncomingMessage, body: string): Promise<FakeAnswer> {
    if (url.endsWith("/configuration")) {
      return this.answers.configuration;
    }
    if (url.endsWith("/invocations")) {
      const event = JSON.parse(body);
      this.events.push(event);
      this.onInvocation();
      this.invoked = this.nextInvocation();
      const { invocation } = this.answers;
      return typeof invocation === "function" ? invocation(event) : invocation;
    }
    return method === "POST" && body.includes("GetCallerIdentity")
      ? { headers: { "content-type": "text/xml" }, body: identity(this.answers.account) }
      : { status: 404, body: {} };
  }

  private nextInvocation(): Promise<void> {
    return new Promise((resolve) => {
      this.onInvocation = resolve;
    });
  }
}

function identity(account: string): string {
  return `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
}
