import { shellCommand, tunnelCommand } from "../../../modules/hosts/session-commands";

const TARGET = { region: "eu-west-1", instanceName: "project-x-dev-bastion" };
const FIND = [
  "$(aws ec2 describe-instances --region eu-west-1",
  "--filters Name=tag:Name,Values=project-x-dev-bastion Name=instance-state-name,Values=running",
  "--query 'Reservations[0].Instances[0].InstanceId' --output text)",
].join(" ");

describe("shellCommand", () => {
  it("opens a shell on a running instance with that name, with the session document", () => {
    expect(shellCommand({ ...TARGET, documentName: "project-x-dev-sessions" })).toBe(
      `aws ssm start-session --region eu-west-1 --document-name project-x-dev-sessions --target "${FIND}"`,
    );
  });
});

describe("tunnelCommand", () => {
  it("forwards a port of a remote host to the same local port", () => {
    expect(tunnelCommand({ ...TARGET, host: "db.example.com", port: 3306 })).toBe(
      [
        "aws ssm start-session --region eu-west-1 --document-name AWS-StartPortForwardingSessionToRemoteHost",
        `--target "${FIND}"`,
        `--parameters '{"host":["db.example.com"],"portNumber":["3306"],"localPortNumber":["3306"]}'`,
      ].join(" "),
    );
  });
});
