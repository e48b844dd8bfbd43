import { MYSQL_LOGS, MysqlSettings } from "../../../../modules/database/mysql/mysql-settings";
import { Template } from "../../../helpers/template";

function settings(engineVersion: string, keepOptionGroup?: boolean): Template {
  return Template.of((scope) => {
    new MysqlSettings(scope, "settings", { name: "project-x-dev-mysql", engineVersion, keepOptionGroup });
  });
}

describe("MysqlSettings", () => {
  const template = settings("8.4");
  const parameters: { name: string; value: string }[] = template.one("aws_db_parameter_group").parameter;
  const parameter = (name: string) => parameters.find((candidate) => candidate.name === name)?.value;

  it("stands alone: required props only", () => {
    template.one("aws_db_option_group", { skip_destroy: true });
  });

  it("derives family and option group from the version", () => {
    template.one("aws_db_parameter_group", { family: "mysql8.4" });
    template.one("aws_db_option_group", { engine_name: "mysql", major_engine_version: "8.4" });
    settings("8.0").one("aws_db_parameter_group", { family: "mysql8.0" });
  });

  it("refuses connections without TLS", () => {
    expect(parameter("require_secure_transport")).toBe("1");
  });

  it("writes the slow query log to a file, which RDS can export", () => {
    expect(parameter("slow_query_log")).toBe("1");
    expect(parameter("log_output")).toBe("FILE");
    expect(MYSQL_LOGS).toContain("slowquery");
  });

  it("turns off the general log, which contains every statement with its values", () => {
    expect(parameter("general_log")).toBe("0");
    expect(MYSQL_LOGS).not.toContain("general");
  });

  it("audits connections and changes of schema and privileges, but no statements with data", () => {
    const [option] = template.one("aws_db_option_group").option;
    expect(option.option_name).toBe("MARIADB_AUDIT_PLUGIN");
    expect(option.option_settings).toContainEqual({
      name: "SERVER_AUDIT_EVENTS",
      value: "CONNECT,QUERY_DDL,QUERY_DCL",
    });
    expect(MYSQL_LOGS).toContain("audit");
  });

  it("creates the groups of the next version before it deletes the old ones", () => {
    expect(settings("8.0").one("aws_db_parameter_group").name).not.toBe(template.one("aws_db_parameter_group").name);
    template.one("aws_db_parameter_group", { lifecycle: { create_before_destroy: true } });
    template.one("aws_db_option_group", { lifecycle: { create_before_destroy: true } });
  });

  it("keeps the option group for snapshots by default", () => {
    settings("8.4", false).one("aws_db_option_group", { skip_destroy: false });
  });
});
