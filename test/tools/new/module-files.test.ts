import { moduleFiles } from "../../../tools/new/module-files";
import { moduleRequest } from "../../../tools/new/module-request";
import { readResource } from "../../../tools/new/provider-resource";

function filesOf(name: string, resource: string): Record<string, string> {
  return Object.fromEntries(
    moduleFiles(moduleRequest(name), readResource(resource)).map(({ path, text }) => [path, text]),
  );
}

describe("moduleFiles", () => {
  it("writes a module whose props are the required arguments", () => {
    const text = filesOf("database/query-group", "aws_db_subnet_group")["modules/database/query-group.ts"];
    expect(text).toContain('import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";');
    expect(text).toContain("export interface QueryGroupProps {");
    expect(text).toContain("  readonly subnetIds: readonly string[];");
    expect(text).toContain('new DbSubnetGroup(this, "Resource", { subnetIds: [...subnetIds] })');
    expect(text).toContain("this.arn = this.resource.arn;");
  });

  it("writes the test of the module", () => {
    const text = filesOf("database/mysql/query-group", "db_subnet_group")[
      "test/modules/database/mysql/query-group.test.ts"
    ];
    expect(text).toContain('import { QueryGroup } from "../../../../modules/database/mysql/query-group";');
    expect(text).toContain('import { Template } from "../../../helpers/template";');
    expect(text).toContain('template.one("aws_db_subnet_group", { subnet_ids: ["sample"] });');
  });

  it("writes no props if the resource requires none, and renames the provider's class if necessary", () => {
    const text = filesOf("storage/sqs-queue", "aws_sqs_queue")["modules/storage/sqs-queue.ts"];
    expect(text).toContain("import { SqsQueue as AwsSqsQueue } from");
    expect(text).not.toContain("Props");
  });
});

describe("moduleRequest", () => {
  it.each([
    [undefined, "<room>/<name> in kebab case, e.g. database/query-log, got nothing"],
    ["query-log", '<room>/<name> in kebab case, e.g. database/query-log, got "query-log"'],
    ["database/QueryLog", 'got "database/QueryLog"'],
    ["database/construct", 'must not have the name of a class that exists, got "construct"'],
    ["database/string", 'got "string"'],
    ["../tools/x", 'got "../tools/x"'],
    ["database/template", 'must not have the name of a class that exists, got "template"'],
    ["database/index", "the module's name must not be index, which Node reads in place of its folder"],
    ["database/con", 'the module\'s name must not be the name of a device on Windows, got "con"'],
    ["database/", 'got "database/"'],
    ["/database/x", 'got "/database/x"'],
    ["database/x/../y", 'got "database/x/../y"'],
    ["database/a\nb", 'got "database/a\\nb"'],
    ["database/mysql/a/b", 'got "database/mysql/a/b"'],
    ["", "got nothing"],
    ["compute/host", 'the room must exist in modules/, got "compute"; docs/adr/0003-rooms-and-floors.md'],
  ])("refuses %j", (name, message) => {
    expect(() => moduleRequest(name)).toThrow(message);
  });
});

describe("readResource", () => {
  it.each([
    ["aws_sqs_queues", 'a resource of the AWS provider, e.g. aws_sqs_queue, got "aws_sqs_queues"'],
    ["../vpc", 'got "../vpc"'],
    ["data_aws_vpc", "which is not a resource"],
    ["aws_acmpca_certificate_authority", "which requires the block certificateAuthorityConfiguration"],
  ])("refuses %s", (type, message) => {
    expect(() => readResource(type)).toThrow(message);
  });
});
