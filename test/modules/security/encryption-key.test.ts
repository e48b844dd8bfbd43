import { EncryptionKey, type EncryptionKeyProps } from "../../../modules/security/encryption-key";
import type { PolicyStatement } from "../../../modules/shared/iam";
import { Template } from "../../helpers/template";

const PROPS = {
  name: "project-x-dev-data",
  description: "Encrypts the data",
  accountId: "123456789012",
  region: "eu-west-1",
} as const;

function build(props: Partial<EncryptionKeyProps> = {}): Template {
  return Template.of((scope) => {
    new EncryptionKey(scope, "key", { ...PROPS, ...props });
  });
}

/** Statements of a key that nothing else is asked of. */
function statementsOf(ask: (key: EncryptionKey) => PolicyStatement[]): PolicyStatement[] {
  const found: PolicyStatement[] = [];
  Template.of((scope) => {
    found.push(...ask(new EncryptionKey(scope, "key", PROPS)));
  });
  return found;
}

function policyOf(template: Template) {
  return JSON.parse(template.one("aws_kms_key").policy).Statement;
}

describe("EncryptionKey", () => {
  it("stands alone: required props only", () => {
    const template = build();
    template.one("aws_kms_key", {
      description: PROPS.description,
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    template.one("aws_kms_alias", { name: "alias/project-x-dev-data" });
  });

  it("gives access through IAM policies of its own account only", () => {
    expect(policyOf(build())).toEqual([
      {
        Sid: "DelegateToIam",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  it("lets CloudWatch Logs use it for log groups of its own account and region only", () => {
    const [, logs] = policyOf(build({ services: ["logs"] }));
    expect(logs).toMatchObject({
      Sid: "UseLogs",
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:123456789012:*" },
      },
    });
  });

  it.each([
    ["cloudwatch", "UseCloudwatch"],
    ["delivery.logs", "UseDeliveryLogs"],
  ] as const)("lets %s use it on behalf of its own account only", (service, sid) => {
    const [, statement] = policyOf(build({ services: [service] }));
    expect(statement).toMatchObject({
      Sid: sid,
      Principal: { Service: `${service}.amazonaws.com` },
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
  });

  it.each([
    ["events", "UseEvents"],
    ["events.rds", "UseEventsRds"],
  ] as const)(
    "lets %s use it for topics of its own account and region only, as SNS supports no source account",
    (service, sid) => {
      const [, statement] = policyOf(build({ services: [service] }));
      expect(statement).toMatchObject({ Sid: sid, Principal: { Service: `${service}.amazonaws.com` } });
      expect((statement as { Condition: unknown }).Condition).toEqual({
        ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-west-1:123456789012:*" },
      });
    },
  );

  it.each(["cloudwatch", "events", "events.rds"] as const)(
    "lets %s only do what a publisher to a topic needs",
    (service) => {
      const [, statement] = policyOf(build({ services: [service] }));
      expect(statement.Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey*"]);
    },
  );

  it("lets CloudWatch Logs encrypt, decrypt and describe the key", () => {
    const [, statement] = policyOf(build({ services: ["logs"] }));
    expect(statement.Action).toEqual(expect.arrayContaining(["kms:Encrypt", "kms:ReEncrypt*", "kms:DescribeKey"]));
  });

  it("lets a caller decrypt through one service of its region", () => {
    expect(statementsOf((key) => key.decryptStatements("dynamodb"))).toMatchObject([
      {
        sid: "UseKeyForDynamodb",
        actions: ["kms:Decrypt"],
        conditions: { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  it("lets a caller encrypt through one service, in one encryption context", () => {
    const statements = statementsOf((key) =>
      key.encryptStatements("s3", { sid: "WriteReports", context: { "aws:s3:arn": "arn:aws:s3:::reports" } }),
    );
    expect(statements).toMatchObject([
      {
        sid: "WriteReports",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        conditions: {
          StringEquals: {
            "kms:ViaService": "s3.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::reports",
          },
        },
      },
    ]);
  });
});
