import { missingProgram } from "../../shared/missing-program";
import { findProgram } from "../../shared/program";
import { UsageError } from "../../shared/usage-error";

/** An instance, and the server that it connects to. */
export interface SessionTarget {
  /** Instance with SSM Agent, e.g. `i-0123456789abcdef0`. */
  readonly instanceId: string;
  readonly region: string;
  /** Name of the server. */
  readonly host: string;
  readonly port: number;
}

/** @throws UsageError when a program is not installed */
export function requirePrograms(): void {
  for (const name of ["aws", "session-manager-plugin"]) {
    if (findProgram(name) === undefined) {
      throw new UsageError(missingProgram(name), 2);
    }
  }
}

/** Arguments of the AWS CLI. Without `localPortNumber`, the plugin chooses a free port, so that no other program can take it before. */
export function startSessionArguments({ instanceId, region, host, port }: SessionTarget): string[] {
  const parameters = JSON.stringify({ host: [host], portNumber: [`${port}`] });
  const document = ["--document-name", "AWS-StartPortForwardingSessionToRemoteHost", "--parameters", parameters];
  return ["ssm", "start-session", "--region", region, "--target", instanceId, ...document];
}

/** The error for a session that does not open. */
export function refusal({ instanceId }: SessionTarget, reason: string): UsageError {
  const advice = /AccessDenied/.test(reason)
    ? "use a role that allows ssm:StartSession on the instance and the document"
    : "check that the instance runs, its SSM Agent, and session-manager-plugin, or use another --instance";
  return new UsageError(`the instance ${instanceId} must open a session, got ${reason}; ${advice}`, 2);
}
