import { endsItself } from "../../shared/interruption";
import { UsageError } from "../../shared/usage-error";
import { type Client, clientArguments } from "../client-command";
import { runExplained } from "../login";
import type { Target } from "../target";
import { localCertificate } from "./local-certificate";
import { SessionTunnel } from "./session-tunnel";
import { type RelayProblem, VerifiedRelay } from "./verified-relay";

interface TunnelCall {
  readonly client: Client;
  readonly target: Target;
  readonly instanceId: string;
  readonly region: string;
}

/**
 * Runs the client through a Session Manager session, and ends everything that it has started.
 *
 * @returns the client's exit code
 * @throws UsageError when the tunnel does not open or ends, or when the server is not reached, not trusted, or denies the login
 */
export async function throughTunnel(call: TunnelCall): Promise<number> {
  const { target, instanceId, region } = call;
  const signal = endsItself();
  const certificate = await localCertificate();
  try {
    const { tunnel, port } = await SessionTunnel.open({ ...target, instanceId, region, signal });
    try {
      const relay = await VerifiedRelay.open({ ...target, ...certificate, port });
      try {
        const connection = { host: "localhost", port: relay.port, user: target.user, authorities: certificate.file };
        return await run(call, connection, { relay, tunnel, signal });
      } finally {
        relay.close();
      }
    } finally {
      await tunnel.end();
    }
  } finally {
    certificate.remove();
  }
}

async function run(
  { client, target, instanceId }: TunnelCall,
  connection: Parameters<typeof clientArguments>[1],
  {
    relay,
    tunnel,
    signal,
  }: { readonly relay: VerifiedRelay; readonly tunnel: SessionTunnel; readonly signal: AbortSignal },
): Promise<number> {
  let lost = false;
  const until = tunnel.ended.then(() => {
    lost = true;
  });
  const password = await target.password();
  if (signal.aborted) {
    throw new UsageError("the client must start, got an interruption");
  }
  const code = await runExplained(client, clientArguments(client.kind, connection), target, { password, until });
  if (lost) {
    throw new UsageError(`the session must stay open, got ${tunnel.lastLine}; run the command again`, 2);
  }
  if (code !== 0 && relay.problem) {
    throw new UsageError(explain(relay.problem, target, instanceId), 2);
  }
  return code;
}

function explain({ kind, reason }: RelayProblem, { host, port }: Target, instanceId: string): string {
  return kind === "untrusted"
    ? `the certificate of ${host} must be valid, got ${reason}; the server got no password, find out what answers in its place`
    : `the instance ${instanceId} must reach ${host}:${port}, got ${reason}; attach the database's client security group to it`;
}
