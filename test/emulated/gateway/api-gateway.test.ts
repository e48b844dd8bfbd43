import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  APIGatewayClient,
  GetRestApiCommand,
  GetRestApisCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { SCRATCH } from "../../../tools/shared/repository";
import { TerraformCli } from "../../../tools/terraform/cli";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let apiGateway: APIGatewayClient;
beforeEach(async () => {
  await aws.emulator.reset();
  apiGateway = new APIGatewayClient(aws.config());
});

const description = (summary: string) =>
  JSON.stringify({
    openapi: "3.0.1",
    info: { title: "items", version: "1" },
    paths: {
      "/health": {
        get: {
          summary,
          responses: { "200": { description: "healthy" } },
          "x-amazon-apigateway-integration": {
            type: "aws_proxy",
            httpMethod: "POST",
            uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111111111111:function:health/invocations",
          },
        },
      },
    },
  });

const configuration = (body: string) => ({
  terraform: { required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } } },
  provider: { aws: { region: "eu-west-1" } },
  resource: {
    aws_api_gateway_rest_api: {
      items: {
        name: "items",
        body,
        endpoint_configuration: { types: ["REGIONAL"], ip_address_type: "dualstack" },
      },
    },
  },
});

describe("the IP address type of a REST API", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(SCRATCH, "rest-api-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is reset by an import that overwrites, and set again by Terraform, so that it survives a change of the body", async () => {
    const terraform = await TerraformCli.find();
    const run = async (...args: string[]) => {
      const env = {
        AWS_ENDPOINT_URL: aws.emulator.url,
        AWS_ACCESS_KEY_ID: "111111111111",
        AWS_SECRET_ACCESS_KEY: "test",
      };
      const result = await terraform.run([...args, "-no-color"], { cwd: folder, env });
      return { ...result, text: `${result.stdout}${result.stderr}` };
    };
    const apply = async (body: string) => {
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration(body)));
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration(description("one"))));
    expect(await run("init")).toMatchObject({ code: 0 });
    await apply(description("one"));
    await apply(description("two"));
    const { items: [api] = [] } = await apiGateway.send(new GetRestApisCommand({}));
    const address = async () =>
      (await apiGateway.send(new GetRestApiCommand({ restApiId: api?.id }))).endpointConfiguration?.ipAddressType;
    expect(await address()).toBe("dualstack");
    expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });

    const body = Buffer.from(description("three"));
    await apiGateway.send(new PutRestApiCommand({ restApiId: api?.id, mode: "overwrite", body }));
    expect(await address()).toBe("ipv4");
    expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 2 });
  });
});
