import { blocks, Estate, regionOf } from "./estate";
import type { Configuration } from "./synth";
import { Template } from "./template";

function stack(id: string, configuration: Configuration): Template {
  return new Template({ id, configuration, paths: new Map() });
}

const network = stack("network", {
  output: { vpc: { value: "${aws_vpc.main.id}" }, name: { value: "main" } },
  resource: { aws_vpc: { main: {} } },
});
const app = stack("app", {
  output: { vpc: { value: "${data.terraform_remote_state.cross-stack-reference-input-network.outputs.vpc}" } },
  provider: { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "global" }] },
  resource: { aws_lb: { web: { name: "web" }, edge: { provider: "aws.global" } } },
});
const estate = new Estate([network, app]);

describe("Estate", () => {
  it("finds the resources of several types in every stack", () => {
    expect(estate.resources("aws_vpc", "aws_lb").map(({ address }) => address)).toEqual([
      "aws_vpc.main",
      "aws_lb.web",
      "aws_lb.edge",
    ]);
  });

  it("follows a reference within a stack", () => {
    expect(estate.follow(app, "${aws_lb.web.arn}")?.attributes).toEqual({ name: "web" });
  });

  it("follows a reference through the outputs of two stacks", () => {
    const reference = "${data.terraform_remote_state.cross-stack-reference-input-app.outputs.vpc}";
    const found = estate.follow(stack("edge", {}), reference);
    expect(found?.address).toBe("aws_vpc.main");
    expect(found?.stack).toBe(network);
  });

  it.each([
    ["a literal", "vpc-1"],
    ["undefined", undefined],
    ["an expression", "${lower(aws_lb.web.name)}"],
    ["a text around a reference", "name-${aws_lb.web.name}"],
    ["an unknown resource", "${aws_lb.other.arn}"],
    ["an unknown stack", "${data.terraform_remote_state.cross-stack-reference-input-data.outputs.vpc}"],
    [
      "an output that is not a reference",
      "${data.terraform_remote_state.cross-stack-reference-input-network.outputs.name}",
    ],
  ])("does not follow %s", (_, text) => {
    expect(estate.follow(app, text)).toBeUndefined();
  });
});

it("regionOf returns the region of a resource's provider", () => {
  const [web, edge] = estate.resources("aws_lb").map(regionOf);
  expect([web, edge]).toEqual(["eu-west-1", "us-east-1"]);
});

it("blocks returns a block as a list", () => {
  expect(blocks(undefined)).toEqual([]);
  expect(blocks({ a: 1 })).toEqual([{ a: 1 }]);
  expect(blocks([{ a: 1 }, { a: 2 }])).toEqual([{ a: 1 }, { a: 2 }]);
});
