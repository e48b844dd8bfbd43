import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { stackOf, testApp } from "./synth";
import { Template } from "./template";

describe("Template", () => {
  const template = Template.of((scope) => {
    const network = new Construct(scope, "network");
    const vpc = new Vpc(network, "Resource", { cidrBlock: "10.0.0.0/16", tags: { Name: "main", Tier: "all" } });
    for (const [zone, cidrBlock] of [
      ["eu-west-1a", "10.0.0.0/20"],
      ["eu-west-1b", "10.0.16.0/20"],
    ] as const) {
      new Subnet(network, zone, {
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock,
        tags: { Name: `private-${zone}`, Tier: "private" },
      });
    }
    new TerraformOutput(scope, "vpc_id", { value: vpc.id });
  });

  describe("one", () => {
    it("returns the attributes of the only resource of its type", () => {
      expect(template.one("aws_vpc").cidr_block).toBe("10.0.0.0/16");
    });

    it("selects by a nested subset", () => {
      const subset = { tags: { Name: "private-eu-west-1b" } };
      expect(template.one("aws_subnet", subset).cidr_block).toBe("10.0.16.0/20");
    });

    it("supports asymmetric matchers", () => {
      const subset = { tags: expect.objectContaining({ Name: expect.stringMatching(/1a$/) }) };
      expect(template.one("aws_subnet", subset).availability_zone).toBe("eu-west-1a");
    });

    it("compares a RegExp with a string", () => {
      expect(template.one("aws_subnet", { tags: { Name: /1a$/ } }).availability_zone).toBe("eu-west-1a");
      template.all("aws_subnet", { cidr_block: /^10\.0\./ });
    });

    it("fails when no resource has the type, and lists the types", () => {
      expect(() => template.one("aws_lb")).toThrow(
        "expected one aws_lb, found none; there are: aws_subnet (2), aws_vpc (1)",
      );
    });

    it("fails when several match, and lists them", () => {
      expect(() => template.one("aws_subnet", { tags: { Tier: "private" } })).toThrow(
        /^expected one aws_subnet that matches, found 2:\n {2}network\/eu-west-1a \(aws_subnet\.network_eu-west-1a_\w+\)\n {2}network\/eu-west-1b /,
      );
    });

    it("fails when none matches, and shows the most similar with its diff", () => {
      const subset = { availability_zone: "eu-west-1b", tags: { Name: "public" } };
      const message = messageOf(() => template.one("aws_subnet", subset));
      expect(message).toContain("expected one aws_subnet that matches, none of 2 does; the nearest is\n");
      expect(message).toContain("network/eu-west-1b (");
      expect(message).not.toContain("network/eu-west-1a (");
      expect(message).toMatch(/-\s+"Name": "public",/);
      expect(message).toMatch(/\+\s+"Name": "private-eu-west-1b",/);
    });
  });

  describe("all", () => {
    it("returns the attributes of every resource of its type", () => {
      const zones = template.all("aws_subnet", { tags: { Tier: "private" } }).map((subnet) => subnet.availability_zone);
      expect(zones.sort()).toEqual(["eu-west-1a", "eu-west-1b"]);
    });

    it("fails when one of them does not match, and shows only that one", () => {
      const message = messageOf(() => template.all("aws_subnet", { availability_zone: "eu-west-1a" }));
      expect(message).toContain("1 of 2 aws_subnet do not match:\n  network/eu-west-1b (");
      expect(message).not.toContain("network/eu-west-1a (");
    });

    it("fails when no resource has the type", () => {
      expect(() => template.all("aws_lb", { internal: true })).toThrow("expected every aws_lb, found none");
    });
  });

  describe("some", () => {
    it("returns the attributes of the matching resources", () => {
      expect(template.some("aws_subnet", { availability_zone: "eu-west-1a" })).toHaveLength(1);
    });

    it("fails when none matches", () => {
      expect(() => template.some("aws_subnet", { availability_zone: "eu-west-1c" })).toThrow(
        "expected some aws_subnet that matches, none of 2 does; the nearest is",
      );
    });
  });

  describe("none", () => {
    it("accepts a type without resources, and a type without a match", () => {
      template.none("aws_lb");
      template.none("aws_subnet", { map_public_ip_on_launch: true });
    });

    it("fails when one matches, and lists it", () => {
      expect(() => template.none("aws_subnet", { availability_zone: "eu-west-1a" })).toThrow(
        /^expected no aws_subnet that matches, found 1:\n {2}network\/eu-west-1a /,
      );
    });
  });

  describe("count", () => {
    it("accepts the number of resources of a type", () => {
      template.count("aws_subnet", 2);
      template.count("aws_lb", 0);
    });

    it("fails for any other number, and lists the resources", () => {
      expect(() => template.count("aws_subnet", 3)).toThrow(
        /^expected 3 aws_subnet, found 2:\n {2}network\/eu-west-1a/,
      );
      expect(() => template.count("aws_lb", 1)).toThrow("expected 1 aws_lb, found 0:\n  none");
    });
  });

  describe("subset", () => {
    it.each([
      ["a missing attribute", { enable_dns_support: true }],
      ["a missing nested attribute", { tags: { Owner: "me" } }],
      ["another value", { cidr_block: "10.1.0.0/16" }],
      ["another type of value", { cidr_block: ["10.0.0.0/16"] }],
    ])("refuses %s", (_, subset) => {
      expect(() => template.one("aws_vpc", subset)).toThrow("the nearest is");
    });

    it("compares lists by length and entry by entry", () => {
      const lists = Template.of((scope) => {
        new AwsSecurityGroup(scope, "group", { egress: [], ingress: [{ fromPort: 1, toPort: 2, protocol: "tcp" }] });
      });
      lists.one("aws_security_group", { ingress: [{ from_port: 1 }], egress: [] });
      expect(() => lists.one("aws_security_group", { ingress: [] })).toThrow("the nearest is");
      expect(() => lists.one("aws_security_group", { ingress: [{ from_port: 1 }, {}] })).toThrow("the nearest is");
    });
  });

  describe("ref", () => {
    it("returns the reference that another resource contains", () => {
      template.all("aws_subnet", { vpc_id: template.ref("aws_vpc") });
      expect(template.ref("aws_vpc", "network", "arn")).toMatch(/^\$\{aws_vpc\.network_\w+\.arn\}$/);
    });

    it("finds a resource by address, path, end of a path or part of a path", () => {
      const address = template.address("aws_subnet", "network/eu-west-1a");
      expect(template.address("aws_subnet", "eu-west-1a")).toBe(address);
      expect(template.address("aws_subnet", address)).toBe(address);
    });

    it("prefers the exact path to an end, and an end to a part", () => {
      const nested = Template.of((scope) => {
        for (const path of ["app", "app/role", "other/app"]) {
          const folders = path
            .split("/")
            .reduce<Construct>(
              (parent, id) => (parent.node.tryFindChild(id) as Construct | undefined) ?? new Construct(parent, id),
              scope,
            );
          new Vpc(folders, "Resource", { cidrBlock: "10.0.0.0/16" });
        }
      });
      expect(nested.resource("aws_vpc", "app").path).toBe("app");
      expect(nested.resource("aws_vpc", "role").path).toBe("app/role");
      expect(nested.resource("aws_vpc", "other").path).toBe("other/app");
    });

    it("fails when a name matches several resources or none, and lists the candidates", () => {
      expect(() => template.ref("aws_subnet", "network")).toThrow(/^"network" means several aws_subnet:\n {2}network/);
      expect(() => template.ref("aws_subnet", "west")).toThrow(
        /^no aws_subnet is called "west"; there are:\n {2}network/,
      );
      expect(() => template.ref("aws_subnet")).toThrow(/^expected one aws_subnet, found 2:/);
    });
  });

  describe("output", () => {
    it("returns the value with its reference", () => {
      expect(template.output("vpc_id")).toBe(template.ref("aws_vpc"));
    });

    it("fails when there is no such output, and lists the outputs", () => {
      expect(() => template.output("vpc")).toThrow('no output is called "vpc"; there are: vpc_id');
    });
  });

  describe("provider", () => {
    it("returns the arguments of the default provider or of an alias", () => {
      const aliased = Template.of((scope) => {
        new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
      });
      expect(aliased.provider("aws").region).toBe("eu-west-1");
      expect(aliased.provider("aws", "us-east-1").region).toBe("us-east-1");
    });

    it("fails when there is no such alias or type", () => {
      expect(() => template.provider("aws", "us-east-1")).toThrow(
        'no aws provider has the alias "us-east-1"; there are: (default)',
      );
      expect(() => template.provider("tls")).toThrow("no tls provider is the default; there are: none");
    });
  });

  it("returns the backend", () => {
    const stack = stackOf((scope) => {
      new S3Backend(scope, { bucket: "state", key: "one.tfstate" });
    });
    expect(Template.fromStack(stack).backend).toEqual({ s3: { bucket: "state", key: "one.tfstate" } });
  });

  it("runs the validations, and reports all of them", () => {
    const build = (scope: Construct) => {
      for (const problem of ["too small", "too blue"]) {
        scope.node.addValidation({ validate: () => [problem] });
      }
    };
    expect(() => Template.of(build)).toThrow(/too small[\s\S]*too blue/);
  });

  it("shows references between stacks at both ends, in any order of queries", () => {
    const app = testApp();
    const [first, second] = ["first", "second"].map((id) => new TerraformStack(app, id)) as [
      TerraformStack,
      TerraformStack,
    ];
    for (const stack of [first, second]) {
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
    }
    const vpc = new Vpc(first, "vpc", { cidrBlock: "10.0.0.0/16" });
    new Subnet(second, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/20" });
    const [origin, reader] = [Template.fromStack(first), Template.fromStack(second)];
    expect(reader.one("aws_subnet").vpc_id).toMatch(
      /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-first\.outputs\.cross-stack-output-aws_vpcvpcid\}$/,
    );
    expect(origin.output("cross-stack-output-aws_vpcvpcid")).toBe(origin.ref("aws_vpc"));
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with the escape character
    return (error as Error).message.replace(/\u001b\[\d+m/g, "");
  }
  throw new Error("nothing failed");
}
