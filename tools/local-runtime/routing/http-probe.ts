import { type ClientRequest, request } from "node:http";
import { PROBE_LIMITS, type ProbeResult } from "../route53/probe-result";

/** Where a checker sends its request. */
export interface ProbeTarget {
  /** URL of the region's listener, e.g. `http://127.0.0.1:8081`. */
  readonly url: string;
  /** Region's own name, for the header `Host`. */
  readonly host: string;
  readonly path: string;
}

/** Sends one request of a checker. Never rejects. */
export type Probe = (target: ProbeTarget) => Promise<ProbeResult>;

/**
 * Sends a request on a connection of its own and measures it. The limits for the connection and for the answer are those of AWS at any
 * speed, because the endpoint is not faster either. The request is not signed.
 */
export const httpProbe: Probe = ({ url, host, path }) =>
  new Promise((resolve) => {
    const started = performance.now();
    let connected: number | undefined;
    const sent = request(new URL(path, url), {
      agent: false,
      headers: { Host: host, Accept: "*/*", "User-Agent": "Amazon-Route53-Health-Check-Service (local runtime)" },
    });
    const end = (result: ProbeResult) => {
      clearTimeout(timer);
      resolve(result);
      sent.destroy();
    };
    let timer = limit(PROBE_LIMITS.connectMs, () => end({ type: "failure", reason: "no connection within 4 s" }));
    sent.once("socket", (socket) =>
      socket.once("connect", () => {
        clearTimeout(timer);
        connected = performance.now();
        timer = limit(PROBE_LIMITS.answerMs, () => end({ type: "failure", reason: "no answer within 2 s" }));
      }),
    );
    sent.once("response", ({ statusCode = 0 }) => {
      const at = connected ?? started;
      end({ type: "answer", connectMs: at - started, answerMs: performance.now() - at, status: statusCode });
    });
    fail(sent, (reason) => end({ type: "failure", reason }));
    sent.end();
  });

function limit(ms: number, work: () => void): NodeJS.Timeout {
  return setTimeout(work, ms).unref();
}

/** Reasons by error code. Others are shown as they are. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection closed without an answer",
};

function fail(sent: ClientRequest, report: (reason: string) => void): void {
  // Also after the end: a destroyed request can emit another error.
  sent.on("error", (error: NodeJS.ErrnoException) => report(REASONS[error.code ?? ""] ?? error.message));
}
