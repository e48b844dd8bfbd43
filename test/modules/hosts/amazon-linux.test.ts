import { amazonLinux2023 } from "../../../modules/hosts/amazon-linux";

describe("amazonLinux2023", () => {
  it("is resolved at launch from AWS's public parameter", () => {
    expect(amazonLinux2023("t3.xlarge")).toBe(
      "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    );
  });

  it.each(["t4g.large", "m7g.xlarge", "m6gd.large", "c7gn.large", "im4gn.large", "g5g.xlarge", "a1.large"])(
    "is for Graviton on %s",
    (instanceType) => {
      expect(amazonLinux2023(instanceType)).toMatch(/-arm64$/);
    },
  );

  it.each(["t3.xlarge", "m7i.large", "m6a.large", "g4dn.xlarge", "g5.xlarge", "c5n.large", "u-6tb1.metal"])(
    "is for x86 on %s",
    (instanceType) => {
      expect(amazonLinux2023(instanceType)).toMatch(/-x86_64$/);
    },
  );
});
