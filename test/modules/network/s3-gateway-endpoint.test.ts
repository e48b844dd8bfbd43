import { S3GatewayEndpoint } from "../../../modules/network/s3-gateway-endpoint";
import { Template } from "../../helpers/template";

describe("S3GatewayEndpoint", () => {
  const template = Template.of((scope) => {
    new S3GatewayEndpoint(scope, "s3", {
      name: "project-x-dev-s3",
      accountId: "123456789012",
      region: "eu-west-1",
      vpcId: "vpc-1",
      routeTableIds: ["rtb-1", "rtb-2"],
    });
  });
  const { policy } = template.one("aws_vpc_endpoint");
  const [own, downloads, ...others] = JSON.parse(policy).Statement;

  it("stands alone: required props only, with a route to S3 of the Region in every route table", () => {
    template.one("aws_vpc_endpoint", {
      vpc_id: "vpc-1",
      service_name: "com.amazonaws.eu-west-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["rtb-1", "rtb-2"],
    });
  });

  it("accepts requests of the account's principals to any bucket", () => {
    expect(own).toEqual({
      Sid: "OwnPrincipals",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
    });
  });

  it("allows unsigned downloads from AWS's package buckets of the Region, and nothing else", () => {
    expect(downloads).toMatchObject({ Effect: "Allow", Action: "s3:GetObject" });
    expect(downloads.Resource).toContain("arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*");
    for (const resource of downloads.Resource) {
      expect(resource).toMatch(/^arn:aws:s3:::[a-z0-9-]*eu-west-1[a-z0-9-]*\/\*$/);
    }
    expect(others).toEqual([]);
  });
});
