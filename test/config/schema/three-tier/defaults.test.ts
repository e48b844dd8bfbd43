import { sampleEnvironment } from "../../../helpers/environments";
import { threeTierOf } from "../../../helpers/three-tier";

/** An environment with zones only. Modules have the other defaults; `test/stacks/three-tier/defaults.test.ts` shows them all. */
describe("defaults of the three-tier section", () => {
  const { network, data, app, edge, ...rest } = threeTierOf(sampleEnvironment());

  it("has deletion protection", () => {
    expect(rest).toEqual({ deletionProtection: true });
  });

  it("has the VPC 10.0.0.0/16 and the endpoints that the hosts need", () => {
    expect(network).toMatchObject({
      vpcCidr: "10.0.0.0/16",
      interfaceEndpoints: ["secretsmanager", "ssm", "ssmmessages", "ec2messages", "logs"],
    });
    expect(network).not.toHaveProperty("domain");
  });

  it("names NewsRead's database", () => {
    // The modules have the other defaults: test/modules/database/mysql.
    expect(data.mysql).toEqual({ databaseName: "newsreadb" });
  });

  it("leaves file system and backups to the defaults of the modules", () => {
    expect(data.fileSystem).toEqual({});
    expect(data.backup).toEqual({});
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
