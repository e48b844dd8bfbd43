import { barrelImports } from "../../../bench/synth/barrel-imports";

describe("barrelImports", () => {
  it("imports the resource's namespace from the provider's root and keeps the names", () => {
    expect(barrelImports('import { Vpc, type VpcConfig } from "@cdktf/provider-aws/lib/vpc";')).toBe(
      [
        'import { vpc as provider_vpc } from "@cdktf/provider-aws";',
        "import Vpc = provider_vpc.Vpc;",
        "import VpcConfig = provider_vpc.VpcConfig;",
      ].join("\n"),
    );
  });

  it("reads imports of types, of several lines and under another name", () => {
    const source = 'import type {\n  S3BucketA as A,\n  S3BucketB,\n} from "@cdktf/provider-aws/lib/s3-bucket";';

    expect(barrelImports(source)).toBe(
      [
        'import { s3Bucket as provider_s3Bucket } from "@cdktf/provider-aws";',
        "import A = provider_s3Bucket.S3BucketA;",
        "import S3BucketB = provider_s3Bucket.S3BucketB;",
      ].join("\n"),
    );
  });

  it("leaves every other import as it is", () => {
    const source = 'import { App } from "cdktf";\nimport { Vpc } from "../network/vpc";\n';

    expect(barrelImports(source)).toBe(source);
  });
});
