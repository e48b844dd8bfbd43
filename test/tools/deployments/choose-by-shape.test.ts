import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseByShape, describeChoice } from "../../../tools/deployments/choose-by-shape";
import { deployables } from "../../../tools/deployments/deployable";
import { stackShape } from "../../../tools/deployments/stack-shape";
import type { SynthesizedStack, TerraformConfiguration } from "../../../tools/shared/synthesize";

const queue = (body: object): TerraformConfiguration => ({ resource: { aws_sqs_queue: { one: body } } });

describe("stackShape", () => {
  it("contains resource types, arguments at every depth and Boolean values, but no other values", () => {
    const configuration = {
      resource: {
        aws_lb: {
          a: {
            name: "a",
            internal: true,
            "//": { metadata: 1 },
            tags: { Owner: "x" },
            subnet_mapping: [{ subnet_id: "s" }],
          },
          b: { internal: false, access_logs: { bucket: "b" } },
        },
      },
      data: { aws_region: { here: {} } },
      ephemeral: { aws_secretsmanager_random_password: { p: { exclude_punctuation: true } } },
      provider: { aws: [{ region: "eu-west-1" }] },
    };
    expect([...stackShape(configuration)].sort()).toEqual([
      "data.aws_region",
      "ephemeral.aws_secretsmanager_random_password",
      "ephemeral.aws_secretsmanager_random_password exclude_punctuation=true",
      "resource.aws_lb",
      "resource.aws_lb access_logs",
      "resource.aws_lb access_logs.bucket",
      "resource.aws_lb internal=false",
      "resource.aws_lb internal=true",
      "resource.aws_lb name",
      "resource.aws_lb subnet_mapping",
      "resource.aws_lb subnet_mapping.subnet_id",
      "resource.aws_lb tags",
    ]);
  });
});

describe("chooseByShape", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "shapes-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function stack(id: string, dependencies: string[], configuration: TerraformConfiguration): SynthesizedStack {
    const path = join(folder, id);
    mkdirSync(path);
    writeFileSync(join(path, "cdk.tf.json"), JSON.stringify(configuration));
    return { id, folder: path, dependencies };
  }

  it("deploys environments with suites, and from others what has new resource types or arguments", () => {
    const stacks = [
      stack("dev-account-eu-west-1", [], queue({ name: "shared" })),
      stack("dev-shop-app", ["dev-shop-data", "dev-account-eu-west-1"], queue({ fifo_queue: true })),
      stack("dev-site-app", ["dev-account-eu-west-1"], queue({ name: "w" })),
      stack("dev-shop-data", [], queue({ name: "q" })),
      stack("dev-state", [], queue({ name: "s" })),
      stack("dev-eu-shop-app", [], queue({ name: "same", fifo_queue: true })),
      stack("test-shop-app", ["test-shop-data"], queue({ delay_seconds: 3 })),
      stack("test-shop-data", [], queue({ fifo_queue: false })),
      stack("test-state", [], queue({ delay_seconds: 4 })),
    ];
    const all = deployables(stacks, ["dev", "dev-eu", "test"]);
    expect(chooseByShape(all, ["dev"]).map(describeChoice)).toEqual([
      "dev-site-app: deployed by its suite",
      "dev-shop: deployed by its suite",
      "dev-state: deployed by its suite",
      "dev-eu-shop-app: not deployed, because other deployed stacks have all of its 3 resource types and arguments",
      "test-shop: deployed for resource.aws_sqs_queue delay_seconds, resource.aws_sqs_queue fifo_queue=false",
      "test-state: not deployed, because other deployed stacks have all of its 2 resource types and arguments",
    ]);
    expect(
      all.find(({ environment, architecture }) => environment === "test" && architecture === "shop")?.stacks,
    ).toHaveLength(2);
    const withAccount = all.filter(({ stacks }) => stacks.some(({ id }) => id === "dev-account-eu-west-1"));
    expect(withAccount.map(({ architecture }) => architecture)).toEqual(["site-app", "shop"]);
  });

  it("lists the first five new parts and the number of the others", () => {
    const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`a${n}`, n]));
    const [choice] = chooseByShape(deployables([stack("lab-x", [], queue(many))], ["lab"]), []);
    expect(choice && describeChoice(choice)).toMatch(
      /^lab-x: deployed for resource\.aws_sqs_queue, .* a4, and 3 more$/,
    );
  });

  it("rejects a stack without an environment", () => {
    expect(() => deployables([stack("other-x", [], {})], ["dev", "prod"])).toThrow(
      "stack ids must begin with an environment, one of dev, prod, got other-x",
    );
  });
});
