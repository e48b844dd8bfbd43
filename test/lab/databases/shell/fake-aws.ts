import { createServer, type IncomingMessage, type Server } from "node:http";
import { closeServer, listenOnLoopback, readAll } from "../../../../tools/local-runtime/loopback-server";

/** One received request. */
interface Call {
  readonly action: string;
  /** Parameters of the Query protocol, or the fields of the JSON document. */
  readonly parameters: Readonly<Record<string, string>>;
}

type Answer = (parameters: Readonly<Record<string, string>>) => string | { readonly error: string };

/** AWS's answers to the requests of `npm run database:shell`: the Query protocol of RDS, EC2 and STS, and JSON. */
export class FakeAws {
  readonly calls: Call[] = [];
  url = "";
  /** By action: the content of the result in XML, or JSON. */
  readonly answers: Record<string, Answer>;
  private readonly server: Server;

  constructor(answers: Readonly<Record<string, Answer>>) {
    this.answers = { ...answers };
    this.server = createServer(async (request, response) => {
      const call = await readCall(request);
      this.calls.push(call);
      const answer = this.answers[call.action]?.(call.parameters) ?? { error: "InvalidAction" };
      const isJson = request.headers["x-amz-target"] !== undefined;
      if (typeof answer === "object") {
        const body = isJson
          ? JSON.stringify({ __type: answer.error, message: "refused" })
          : `<ErrorResponse><Error><Code>${answer.error}</Code><Message>refused</Message></Error></ErrorResponse>`;
        response.writeHead(400, { "Content-Type": isJson ? "application/x-amz-json-1.1" : "text/xml" }).end(body);
        return;
      }
      const { action } = call;
      const xml = action.startsWith("DescribeInstances")
        ? `<${action}Response>${answer}</${action}Response>`
        : `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`;
      response.writeHead(200, { "Content-Type": isJson ? "application/x-amz-json-1.1" : "text/xml" });
      response.end(isJson ? answer : xml);
    });
  }

  async listen(): Promise<void> {
    this.url = await listenOnLoopback(this.server);
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const body = (await readAll(request)).toString();
  const target = request.headers["x-amz-target"];
  if (target !== undefined) {
    return { action: `${target}`.split(".")[1] ?? "", parameters: JSON.parse(body) };
  }
  const parameters = Object.fromEntries(new URLSearchParams(body));
  return { action: parameters.Action ?? "", parameters };
}
