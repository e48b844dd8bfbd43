import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Capture } from "./capture";
import { Template } from "./template";

describe("Capture", () => {
  const template = Template.of((scope) => {
    for (const [zone, cidrBlock] of [
      ["a", "10.0.0.0/20"],
      ["b", "10.0.16.0/20"],
    ] as const) {
      new Subnet(scope, zone, {
        vpcId: "vpc-1",
        availabilityZone: `eu-west-1${zone}`,
        cidrBlock,
        tags: { Name: `private-${zone}` },
        ...(zone === "a" ? { mapPublicIpOnLaunch: false } : {}),
      });
    }
  });

  it("captures the attribute of every matching resource, in their order", () => {
    const zone = new Capture<string>();
    template.all("aws_subnet", { availability_zone: zone });
    expect(zone.values).toEqual(["eu-west-1a", "eu-west-1b"]);
  });

  it("captures a nested attribute of the only match, and of no other resource", () => {
    const name = new Capture<string>();
    template.one("aws_subnet", { tags: { Name: name }, cidr_block: "10.0.16.0/20" });
    expect(name.only()).toBe("private-b");
  });

  it("captures a whole object", () => {
    const tags = new Capture();
    template.one("aws_subnet", { tags, availability_zone: /a$/ });
    expect(tags.only()).toEqual({ Name: "private-a" });
  });

  it("captures only values that match its pattern", () => {
    const name = new Capture<string>(/-b$/);
    template.some("aws_subnet", { tags: { Name: name } });
    expect(name.values).toEqual(["private-b"]);
    const tags = new Capture({ Name: "private-a" });
    template.one("aws_subnet", { tags });
    expect(tags.only()).toEqual({ Name: "private-a" });
  });

  it("adds the values of several queries", () => {
    const zone = new Capture<string>();
    template.one("aws_subnet", { availability_zone: zone, cidr_block: /^10\.0\.16/ });
    template.one("aws_subnet", { availability_zone: zone, cidr_block: /^10\.0\.0/ });
    expect(zone.values).toEqual(["eu-west-1b", "eu-west-1a"]);
  });

  it.each([
    ["no resource matches", { cidr_block: "10.1.0.0/16" }, "expected one aws_subnet that matches"],
    ["several match", {}, "expected one aws_subnet that matches, found 2"],
  ])("captures nothing when %s", (_, subset, message) => {
    const zone = new Capture();
    expect(() => template.one("aws_subnet", { ...subset, availability_zone: zone })).toThrow(message);
    expect(zone.values).toEqual([]);
  });

  it("captures nothing when one of all does not match", () => {
    const zone = new Capture();
    expect(() => template.all("aws_subnet", { availability_zone: zone, cidr_block: "10.0.0.0/20" })).toThrow("1 of 2");
    expect(zone.values).toEqual([]);
  });

  it("requires that the attribute is set", () => {
    const capture = new Capture();
    template.one("aws_subnet", { map_public_ip_on_launch: capture });
    expect(capture.only()).toBe(false);
    expect(() => template.one("aws_subnet", { ipv6_cidr_block: new Capture() })).toThrow("none of 2 does");
  });

  it.each([
    ["nothing", [], "expected one captured value, captured 0: []"],
    ["two values", ["aws_subnet"], 'expected one captured value, captured 2: ["eu-west-1a","eu-west-1b"]'],
  ])("has no single value after %s", (_, types, message) => {
    const zone = new Capture();
    for (const type of types) {
      template.all(type, { availability_zone: zone });
    }
    expect(() => zone.only()).toThrow(message);
  });

  it("refuses a pattern that cannot be compared", () => {
    expect(() => template.one("aws_subnet", { tags: new Capture(() => true) })).toThrow("got a function");
    expect(() => template.none("aws_subnet", { tags: new Capture(undefined) })).toThrow("got undefined");
  });

  it("appears in a diff by its name", () => {
    expect(() => template.one("aws_subnet", { id: new Capture() })).toThrow(/"id": .*Capture/);
  });
});
