import { offlineConfiguration } from "../../../tools/offline-plan/offline-configuration";

describe("offlineConfiguration", () => {
  const offline = offlineConfiguration({
    terraform: { backend: { s3: { bucket: "state" } }, required_version: ">= 1.11.0" },
    provider: {
      aws: [
        { region: "eu-west-1", allowed_account_ids: ["123456789012"] },
        { region: "us-east-1", alias: "edge", allowed_account_ids: ["123456789012"] },
      ],
    },
    data: {
      terraform_remote_state: { network: { backend: "s3" } },
      aws_ec2_managed_prefix_list: { cloudfront: { name: "com.amazonaws.global.cloudfront.origin-facing" } },
    },
    ephemeral: { aws_secretsmanager_random_password: { master: { password_length: 32 } } },
    resource: {
      aws_db_instance: {
        mysql: {
          subnet: "${data.terraform_remote_state.network.outputs.subnet-a}",
          also: "a ${data.terraform_remote_state.network.outputs.vpc} b",
          password_wo: '${jsondecode(ephemeral.aws_secretsmanager_random_password.master.random_password)["password"]}',
          prefix: "${data.aws_ec2_managed_prefix_list.cloudfront.id}",
          data: { kept: "an attribute that happens to be called data" },
          own: "${aws_vpc.vpc.id}",
        },
      },
    },
  }) as Record<string, never>;

  it("has no backend, and retains the version constraints", () => {
    expect(offline.terraform).toEqual({ required_version: ">= 1.11.0" });
  });

  it("prevents requests of every provider for its account", () => {
    const silent = {
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
      skip_requesting_account_id: true,
    };
    expect(offline.provider).toEqual({
      aws: [
        { region: "eu-west-1", ...silent },
        { region: "us-east-1", alias: "edge", ...silent },
      ],
    });
  });

  it("replaces values that Terraform would read by values that are unknown until apply", () => {
    expect(offline).not.toHaveProperty("data");
    expect(offline).not.toHaveProperty("ephemeral");
    expect(offline.resource).toEqual({
      aws_db_instance: {
        mysql: {
          subnet: "${terraform_data.offline_terraform_remote_state_network.output.subnet-a}",
          also: "a ${terraform_data.offline_terraform_remote_state_network.output.vpc} b",
          password_wo:
            '${jsondecode(terraform_data.offline_aws_secretsmanager_random_password_master.output.random_password)["password"]}',
          prefix: "${terraform_data.offline_aws_ec2_managed_prefix_list_cloudfront.output.id}",
          data: { kept: "an attribute that happens to be called data" },
          own: "${aws_vpc.vpc.id}",
        },
      },
      terraform_data: {
        offline_terraform_remote_state_network: { input: { "subnet-a": "offline", vpc: "offline" } },
        offline_aws_secretsmanager_random_password_master: { input: { random_password: "offline" } },
        offline_aws_ec2_managed_prefix_list_cloudfront: { input: { id: "offline" } },
      },
    });
  });

  it("retains the stack's own terraform_data", () => {
    const { resource } = offlineConfiguration({
      terraform: {},
      provider: {},
      data: { aws_ec2_managed_prefix_list: { cloudfront: {} } },
      resource: { terraform_data: { own: { input: "${data.aws_ec2_managed_prefix_list.cloudfront.id}" } } },
    });
    expect(resource?.terraform_data).toEqual({
      own: { input: "${terraform_data.offline_aws_ec2_managed_prefix_list_cloudfront.output.id}" },
      offline_aws_ec2_managed_prefix_list_cloudfront: { input: { id: "offline" } },
    });
  });

  it("has no resource block for a stack without resources, because Terraform rejects it", () => {
    expect(offlineConfiguration({ terraform: {}, provider: {} })).toEqual({ terraform: {}, provider: {} });
  });

  it("adds no empty block, because Terraform rejects it", () => {
    const resource = { aws_vpc: { vpc: {} } };
    expect(offlineConfiguration({ terraform: {}, provider: {}, resource }).resource).toEqual(resource);
  });
});
