import { amazonLinux2023, debian12 } from "../../../modules/hosts/machine-images";

describe("amazonLinux2023", () => {
  it("names AWS's public parameter, which EC2 resolves at launch", () => {
    expect(amazonLinux2023("t3.xlarge")).toBe(
      "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    );
  });

  it.each(["t4g.large", "m7g.xlarge", "m6gd.large", "c7gn.large", "im4gn.large", "g5g.xlarge", "a1.large"])(
    "is arm64 for %s",
    (instanceType) => {
      expect(amazonLinux2023(instanceType)).toMatch(/-arm64$/);
    },
  );

  it.each(["t3.xlarge", "m7i.large", "m6a.large", "g4dn.xlarge", "g5.xlarge", "c5n.large", "u-6tb1.metal"])(
    "is x86_64 for %s",
    (instanceType) => {
      expect(amazonLinux2023(instanceType)).toMatch(/-x86_64$/);
    },
  );
});

describe("debian12", () => {
  it.each([
    ["t4g.small", "arm64"],
    ["t3.small", "amd64"],
  ])("names Debian's public parameter: %s is %s", (instanceType, architecture) => {
    expect(debian12(instanceType)).toBe(`resolve:ssm:/aws/service/debian/release/12/latest/${architecture}`);
  });
});
