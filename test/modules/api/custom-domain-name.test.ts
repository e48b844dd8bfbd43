import { TerraformOutput } from "cdktf";
import { CustomDomainName } from "../../../modules/api/custom-domain-name";
import { Template } from "../../helpers/template";

describe("CustomDomainName", () => {
  const template = Template.of((scope) => {
    const name = new CustomDomainName(scope, "name", {
      domainName: "api.example.com",
      certificateArn: "arn:certificate",
      api: { restApiId: "api-1", stageName: "prod" },
    });
    new TerraformOutput(scope, "target", { value: name.target });
  });

  it("stands alone: required props only", () => {
    template.one("aws_api_gateway_domain_name", {
      domain_name: "api.example.com",
      regional_certificate_arn: "arn:certificate",
    });
  });

  it("is regional and dual-stack, and accepts TLS 1.2 and later", () => {
    template.one("aws_api_gateway_domain_name", {
      security_policy: "TLS_1_2",
      endpoint_configuration: { types: ["REGIONAL"], ip_address_type: "dualstack" },
    });
  });

  it("has the stage at its root", () => {
    const mapping = template.one("aws_api_gateway_base_path_mapping", { api_id: "api-1", stage_name: "prod" });
    expect(mapping).not.toHaveProperty("base_path");
  });

  it("returns the target of an alias record", () => {
    expect(template.output("target")).toEqual({
      domainName: template.ref("aws_api_gateway_domain_name", undefined, "regional_domain_name"),
      hostedZoneId: template.ref("aws_api_gateway_domain_name", undefined, "regional_zone_id"),
    });
  });
});
