/** An instance that a session is opened on: the first running one of that `Name`. */
export interface SessionTarget {
  readonly region: string;
  readonly instanceName: string;
}

/** The command that opens a shell, encrypted and logged as the document says. */
export function shellCommand({ documentName, ...target }: SessionTarget & { readonly documentName: string }): string {
  return startSession(target, documentName);
}

/** The command that makes a port of a host in the VPC one of the machine it is typed on. */
export function tunnelCommand({
  host,
  port,
  ...target
}: SessionTarget & { readonly host: string; readonly port: number }): string {
  const parameters = { host: [host], portNumber: [String(port)], localPortNumber: [String(port)] };
  // AWS's own document. https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html
  const documentName = "AWS-StartPortForwardingSessionToRemoteHost";
  return `${startSession(target, documentName)} --parameters '${JSON.stringify(parameters)}'`;
}

function startSession({ region, instanceName }: SessionTarget, documentName: string): string {
  const instance = [
    `aws ec2 describe-instances --region ${region}`,
    `--filters Name=tag:Name,Values=${instanceName} Name=instance-state-name,Values=running`,
    "--query 'Reservations[0].Instances[0].InstanceId' --output text",
  ].join(" ");
  return `aws ssm start-session --region ${region} --document-name ${documentName} --target "$(${instance})"`;
}
