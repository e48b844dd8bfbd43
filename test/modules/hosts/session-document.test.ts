import { InstanceRole } from "../../../modules/hosts/instance-role";
import { SessionDocument } from "../../../modules/hosts/session-document";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  const sessions = new SessionDocument(scope, "sessions", {
    name: "project-x-dev-sessions",
    accountId: "111111111111",
    region: "eu-west-1",
    kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/1",
    retentionInDays: 30,
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

  it("is a document of its own and leaves the account's preferences alone", () => {
    expect(document.name).not.toBe("SSM-SessionManagerRunShell");
    expect(content).toMatchObject({ schemaVersion: "1.0", sessionType: "Standard_Stream" });
  });

  it("encrypts the session and what is logged of it", () => {
    expect(inputs).toMatchObject({
      kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/1",
      cloudWatchEncryptionEnabled: true,
    });
    template.one("aws_cloudwatch_log_group", { kms_key_id: "arn:aws:kms:eu-west-1:111111111111:key/1" });
  });

  it("logs while the session runs, and forgets after the retention", () => {
    expect(inputs).toMatchObject({
      cloudWatchStreamingEnabled: true,
      cloudWatchLogGroupName: template.ref("aws_cloudwatch_log_group", undefined, "name"),
    });
    template.one("aws_cloudwatch_log_group", { name: "/project-x-dev-sessions", retention_in_days: 30 });
  });

  it("ends a session that nobody uses", () => {
    expect(inputs).toMatchObject({ idleSessionTimeout: "20", maxSessionDuration: "240" });
  });

  describe("on an instance", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy) as { Statement: Statement[] };

    it("needs no more than Session Manager", () => {
      const services = Statement.flatMap(({ Action }) => Action).map((action) => action.split(":")[0]);
      expect([...new Set(services)].sort()).toEqual(["kms", "logs", "ssm", "ssmmessages"]);
    });

    it("names everything by ARN but the channels, which have none", () => {
      const everything = Statement.filter(({ Resource }) => Resource === "*");
      expect(everything.map(({ Sid }) => Sid)).toEqual(["OpenSessionChannels"]);
      expect(everything[0]?.Action).toEqual(
        ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
          (action) => `ssmmessages:${action}`,
        ),
      );
    });

    it("reads no parameter of the account", () => {
      expect(JSON.stringify(Statement)).not.toContain("GetParameter");
    });
  });
});
