import { AuroraParameterGroup } from "../../../../modules/database/aurora/aurora-parameter-group";
import { Template } from "../../../helpers/template";

const group = (engineVersion = "8.0.mysql_aurora.3.10.0") =>
  Template.of((scope) => {
    new AuroraParameterGroup(scope, "settings", { name: "sample-test-aurora", engineVersion, logs: ["audit"] });
  });

describe("AuroraParameterGroup", () => {
  const template = group();

  it("refuses connections without TLS, and turns on the chosen logs only", () => {
    const { parameter } = template.one("aws_rds_cluster_parameter_group");
    const values = Object.fromEntries(
      parameter.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(values).toMatchObject({
      require_secure_transport: "ON",
      server_audit_logging: "1",
      general_log: "0",
      slow_query_log: "0",
    });
  });

  it("derives family and name from the version, so that both groups exist during a major upgrade", () => {
    const lifecycle = { create_before_destroy: true };
    const [name, family] = ["sample-test-aurora-mysql8-0", "aurora-mysql8.0"];
    template.one("aws_rds_cluster_parameter_group", { name, family, lifecycle });
    group("8.0.mysql_aurora.3.11.1").one("aws_rds_cluster_parameter_group", { name, family });
    group("8.4.mysql_aurora.8.4.7").one("aws_rds_cluster_parameter_group", {
      name: "sample-test-aurora-mysql8-4",
      family: "aurora-mysql8.4",
      lifecycle,
    });
  });

  it.each(["8.0", "mysql_aurora.3.10.0", "8.0.35"])("fails with the version %s", (version) => {
    expect(() => group(version)).toThrow(`engineVersion must look like 8.0.mysql_aurora.3.10.0, got "${version}"`);
  });
});
