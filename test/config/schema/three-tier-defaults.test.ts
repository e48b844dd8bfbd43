import type { Environment } from "../../../config/schema";
import { sampleEnvironment } from "../../helpers/environments";

/** The values of the architecture's specification: what an environment gets that says nothing but its zones. */
describe("defaults of the three-tier section", () => {
  const { network, data, app, edge, ...rest } = threeTierOf(sampleEnvironment());

  test("protects what holds data and keeps logs for a year", () => {
    expect(rest).toEqual({ deletionProtection: true, logRetentionInDays: 365, alarmSubscriptions: [] });
  });

  test("gives the VPC 10.0.0.0/16, a NAT gateway per zone and the endpoints that the hosts need", () => {
    expect(network).toMatchObject({
      vpcCidr: "10.0.0.0/16",
      natGateways: "one-per-az",
      interfaceEndpoints: ["secretsmanager", "ssm", "ssmmessages", "ec2messages", "logs"],
    });
    expect(network).not.toHaveProperty("domain");
  });

  test("names NewsRead's database", () => {
    // The modules have the other defaults: test/modules/database/mysql.
    expect(data.mysql).toEqual({ databaseName: "newsreadb" });
  });

  test("leaves file system and backups to the defaults of the modules", () => {
    expect(data.fileSystem).toEqual({});
    expect(data.backup).toEqual({});
  });

  test("runs 2 to 6 hosts behind a private load balancer", () => {
    expect(app.capacity).toEqual({ min: 2, desired: 4, max: 6 });
    expect(app.loadBalancer).toEqual({ exposure: "vpc-origin" });
    expect(app).toMatchObject({ instanceType: "t3.xlarge", rootVolumeGiB: 30 });
    expect(app.bastions).toEqual({ count: 2, instanceType: "t3.micro" });
  });

  test("checks the health of a host every 15 s on /", () => {
    expect(app.targetGroup).toEqual({
      healthCheckPath: "/",
      healthCheckIntervalSeconds: 15,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      stickinessSeconds: 120,
      slowStartSeconds: 30,
      deregistrationDelaySeconds: 60,
    });
  });

  test("scales on 50 % CPU and refreshes at 90 % in service", () => {
    expect(app.scaling).toMatchObject({
      averageCpuPercent: 50,
      warmupSeconds: 120,
      healthCheckGraceSeconds: 300,
      refreshMinHealthyPercent: 90,
    });
  });

  test("runs NewsRead at one exact commit", () => {
    expect(app.source).toEqual({
      git: "https://github.com/Kelvinskell/terra-tier",
      ref: "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455",
    });
  });

  test("lets hosts out by HTTP, as NewsRead needs, and leaves the number of workers to them", () => {
    expect(app.outboundHttp).toBe(true);
    expect(app).not.toHaveProperty("workers");
  });

  test("caches nothing, and blocks an address after 2000 requests in 5 minutes", () => {
    expect(edge).toEqual({ priceClass: "PriceClass_100", cachedPaths: [], requestsPer5Minutes: 2000 });
  });
});

function threeTierOf({ threeTier }: Environment) {
  if (!threeTier) {
    throw new Error("the sample environment must deploy the three-tier architecture");
  }
  return threeTier;
}
