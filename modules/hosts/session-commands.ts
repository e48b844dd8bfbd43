/** An instance to open a session on: the first running instance with that `Name` tag. */
export interface SessionTarget {
  /** Region of the instance. */
  readonly region: string;
  /** Value of the `Name` tag. */
  readonly instanceName: string;
}

/** A command that opens a shell with the settings of a session document: encrypted and logged. */
export function shellCommand({ documentName, ...target }: SessionTarget & { readonly documentName: string }): string {
  return startSession(target, documentName);
}

/** A command that forwards a port of a remote host in the VPC to the same port of the local machine. */
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
