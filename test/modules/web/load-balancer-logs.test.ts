import { LoadBalancerLogs } from "../../../modules/web/load-balancer-logs";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  new LoadBalancerLogs(scope, "logs", {
    bucketName: "project-x-dev-app-logs",
    accountId: "123456789012",
    region: "eu-west-1",
  });
});

describe("LoadBalancerLogs", () => {
  it("is encrypted with SSE-S3, the only encryption that load balancers support", () => {
    const { rule } = template.one("aws_s3_bucket_server_side_encryption_configuration");
    expect(rule).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
  });

  it("allows the load balancers of this account and Region to write to their prefix", () => {
    const { Statement } = JSON.parse(template.one("aws_s3_bucket_policy").policy);
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow");
    expect(allowed).toEqual([
      {
        Sid: "LoadBalancersOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::project-x-dev-app-logs/AWSLogs/123456789012/*",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/*" },
        },
      },
    ]);
  });

  it("stands alone: required props only; keeps logs for a year, also on destroy", () => {
    const { rule } = template.one("aws_s3_bucket_lifecycle_configuration");
    expect(rule).toContainEqual(expect.objectContaining({ expiration: [{ days: 365 }] }));
    template.one("aws_s3_bucket", { force_destroy: false });
  });
});
