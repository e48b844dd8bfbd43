import { InstanceRole } from "../../../modules/hosts/instance-role";
import { SessionDocument } from "../../../modules/hosts/session-document";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  const sessions = new SessionDocument(scope, "sessions", {
    name: "project-x-dev-sessions",
    accountId: "123456789012",
    region: "eu-west-1",
    kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
  });
  new InstanceRole(scope, "role", { name: "role", description: "Host", statements: sessions.instanceStatements });
});

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

describe("SessionDocument", () => {
  const document = template.one("aws_ssm_document", { name: "project-x-dev-sessions", document_type: "Session" });
  const { inputs, ...content } = JSON.parse(document.content);

  it("stands alone: required props only", () => {
    // The template above has no optional prop.
    template.count("aws_ssm_document", 1);
  });

  it("does not change the account's session preferences", () => {
    expect(document.name).not.toBe("SSM-SessionManagerRunShell");
    expect(content).toMatchObject({ schemaVersion: "1.0", sessionType: "Standard_Stream" });
  });

  it("encrypts the session and its log", () => {
    expect(inputs).toMatchObject({
      kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1",
      cloudWatchEncryptionEnabled: true,
    });
    template.one("aws_cloudwatch_log_group", { kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/1" });
  });

  it("logs during the session, and keeps the log for a year by default", () => {
    expect(inputs).toMatchObject({
      cloudWatchStreamingEnabled: true,
      cloudWatchLogGroupName: template.ref("aws_cloudwatch_log_group", undefined, "name"),
    });
    template.one("aws_cloudwatch_log_group", { name: "/project-x-dev-sessions", retention_in_days: 365 });
  });

  it("ends a session that is idle for 20 minutes, or lasts 4 hours", () => {
    expect(inputs).toMatchObject({ idleSessionTimeout: "20", maxSessionDuration: "240" });
  });

  describe("the permissions of an instance", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy) as { Statement: Statement[] };

    it("has only the permissions for Session Manager", () => {
      const services = Statement.flatMap(({ Action }) => Action).map((action) => action.split(":")[0]);
      expect([...new Set(services)].sort()).toEqual(["kms", "logs", "ssm", "ssmmessages"]);
    });

    it("names every resource by ARN except the channels, which have none", () => {
      const everything = Statement.filter(({ Resource }) => Resource === "*");
      expect(everything.map(({ Sid }) => Sid)).toEqual(["OpenSessionChannels"]);
      expect(everything[0]?.Action).toEqual(
        ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
          (action) => `ssmmessages:${action}`,
        ),
      );
    });

    it("cannot read parameters of the account", () => {
      expect(JSON.stringify(Statement)).not.toContain("GetParameter");
    });
  });
});
