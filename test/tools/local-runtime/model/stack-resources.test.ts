import { isUnknown, literal, StackResources } from "../../../../tools/local-runtime/model/stack-resources";

function stackOf(resource: Record<string, Record<string, unknown>>): StackResources {
  const aws = [{ region: "eu-west-1" }, { alias: "far", region: "us-east-1" }, { alias: "near", region: "eu-west-1" }];
  return new StackResources({ id: "it", folder: "/out", configuration: { provider: { aws }, resource } });
}

describe("StackResources", () => {
  it("resolves references within the stack, through other references, in lists and maps", () => {
    const stack = stackOf({
      a: { one: { name: "x" }, two: { name: "${a.one.name}-y" } },
      b: { three: { list: ["${a.two.name}", 1], map: { key: "arn:${a.one.name}:z" } } },
    });
    expect(stack.all("b")).toEqual([{ list: ["x-y", 1], map: { key: "arn:x:z" } }]);
  });

  it("leaves references to values that only AWS knows, escapes and cycles", () => {
    const stack = stackOf({
      a: { one: { unknown: "${b.two.arn}", escaped: "$${a.one.self}", self: "${a.one.self}" } },
    });
    expect(stack.all("a")).toEqual([{ unknown: "${b.two.arn}", escaped: "$${a.one.self}", self: "${a.one.self}" }]);
  });

  it("has the regions of its providers", () => {
    const stack = stackOf({});
    expect([stack.region, stack.regions]).toEqual(["eu-west-1", ["eu-west-1", "us-east-1"]]);
    expect([stack.regionOf({}), stack.regionOf({ provider: "aws.far" })]).toEqual(["eu-west-1", "us-east-1"]);
  });

  it.each([
    ["${a.b.c}", true],
    ["x${terraform.workspace}", true],
    ["$${a.b.c}", false],
    ["$5", false],
  ])("finds an unknown value in %s: %s", (text, unknown) => {
    expect(isUnknown(text)).toBe(unknown);
  });

  it("removes escapes", () => {
    expect(literal("$${a} %%{b} $c")).toBe("${a} %{b} $c");
  });
});
