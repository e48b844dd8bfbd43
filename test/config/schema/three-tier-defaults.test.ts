import { sampleEnvironment } from "../../helpers/environments";
import { threeTierOf } from "../../helpers/three-tier";

/** An environment with zones only. Modules have the other defaults; `test/stacks/three-tier/defaults.test.ts` shows them all. */
describe("defaults of the three-tier section", () => {
  const { network, data, app, edge, ...rest } = threeTierOf(sampleEnvironment());

  it("has deletion protection and keeps logs for a year", () => {
    expect(rest).toEqual({ deletionProtection: true, logRetentionInDays: 365 });
  });

  it("has the VPC 10.0.0.0/16 and the endpoints that the hosts need", () => {
    expect(network).toMatchObject({
      vpcCidr: "10.0.0.0/16",
      interfaceEndpoints: ["secretsmanager", "ssm", "ssmmessages", "ec2messages", "logs"],
    });
    expect(network).not.toHaveProperty("domain");
  });

  test("gives MySQL 8.4 Multi-AZ with one replica, growing storage and two weeks of backups", () => {
    expect(data.mysql).toEqual({
      engineVersion: "8.4",
      instanceClass: "db.m6g.large",
      multiAz: true,
      allocatedStorageGiB: 20,
      maxAllocatedStorageGiB: 50,
      databaseName: "newsreadb",
      masterUsername: "project_x_user",
      applicationUsername: "project_x_app",
      masterCredentials: "project",
      readReplicas: 1,
      backupRetentionInDays: 14,
      performanceInsights: true,
      monitoringIntervalSeconds: 60,
      rotateAfterDays: 30,
    });
  });

  test("moves files to Infrequent Access after 30 days and keeps backups for 35 days and a year", () => {
    expect(data.fileSystem).toEqual({ infrequentAccessAfterDays: 30 });
    expect(data.backup).toEqual({ vaultLock: "governance", dailyRetentionInDays: 35, monthlyRetentionInDays: 365 });
  });

  it("has NewsRead at one commit, with outbound HTTP", () => {
    expect(app).toEqual({
      source: {
        git: "https://github.com/Kelvinskell/terra-tier",
        ref: "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455",
      },
      outboundHttp: true,
    });
  });

  it("leaves the defaults of the edge to the modules", () => {
    expect(edge).toEqual({});
  });
});
