import { mountStatements } from "../../../modules/storage/file-system-statements";

describe("mountStatements", () => {
  it("allows mounting and writing through the access point only, without root access", () => {
    expect(mountStatements({ arn: "file-system", accessPointArn: "access-point" })).toEqual([
      {
        sid: "MountThroughAccessPoint",
        actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        resources: ["file-system"],
        conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": "access-point" } },
      },
    ]);
  });
});
