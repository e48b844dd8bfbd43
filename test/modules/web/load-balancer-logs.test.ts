import { LoadBalancerLogs } from "../../../modules/web/load-balancer-logs";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  new LoadBalancerLogs(scope, "logs", {
    bucketName: "project-x-dev-app-logs",
    accountId: "111111111111",
    region: "eu-west-1",
    retentionInDays: 30,
    forceDestroy: false,
  });
});

describe("LoadBalancerLogs", () => {
  it("is encrypted the only way that load balancers can write to", () => {
    const { rule } = template.one("aws_s3_bucket_server_side_encryption_configuration");
    expect(rule).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
  });

  it("lets load balancers of this account and region write, and only where they do", () => {
    const { Statement } = JSON.parse(template.one("aws_s3_bucket_policy").policy);
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow");
    expect(allowed).toEqual([
      {
        Sid: "LoadBalancersOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::project-x-dev-app-logs/AWSLogs/111111111111/*",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/*" },
        },
      },
    ]);
  });

  it("forgets logs after the retention", () => {
    const { rule } = template.one("aws_s3_bucket_lifecycle_configuration");
    expect(rule).toContainEqual(expect.objectContaining({ expiration: [{ days: 30 }] }));
  });
});
