import type { ModuleRequest } from "./module-request";
import type { NewFile } from "./new-file";
import type { PlainType, ProviderResource } from "./provider-resource";

/** A value of each type, as source text of the test. */
const SAMPLES: Readonly<Record<PlainType, string>> = {
  string: '"sample"',
  number: "1",
  boolean: "true",
  "string[]": '["sample"]',
  "number[]": "[1]",
};

/** A module around one resource, and its mirror test. */
export function moduleFiles(request: ModuleRequest, resource: ProviderResource): NewFile[] {
  const { room, name } = request;
  return [
    { path: `modules/${room}/${name}.ts`, text: source(request, resource) },
    { path: `test/modules/${room}/${name}.test.ts`, text: test(request, resource) },
  ];
}

function source({ name }: ModuleRequest, { type, folder, className, required, hasArn }: ProviderResource): string {
  const own = classOf(name);
  // If both classes have the same name, the provider's class is imported with the prefix `Aws`.
  const used = own === className ? `Aws${className}` : className;
  const imported = own === className ? `${className} as ${used}` : className;
  const fields = required.map(
    (argument) =>
      `  /** Argument \`${snakeCase(argument.name)}\` of \`${type}\`. */\n  readonly ${argument.name}: ${propType(argument.type)};\n`,
  );
  const names = required.map((argument) => argument.name);
  const config = required.map(({ name: argument, type: kind }) =>
    kind.endsWith("[]") ? `${argument}: [...${argument}]` : argument,
  );
  const props = required.length > 0 ? `export interface ${own}Props {\n${fields.join("")}}\n\n` : "";
  return `import { ${imported} } from "@cdktf/provider-aws/lib/${folder}";
import { Construct } from "constructs";

${props}/** A module around \`${type}\`. */
export class ${own} extends Construct {
${hasArn ? "  /** ARN of the resource. */\n  readonly arn: string;\n" : ""}  /** Escape hatch: the underlying \`${type}\`. */
  readonly resource: ${used};

  constructor(scope: Construct, id: string${props ? `, { ${names.join(", ")} }: ${own}Props` : ""}) {
    super(scope, id);
    this.resource = new ${used}(this, "Resource"${props ? `, { ${config.join(", ")} }` : ""});
${hasArn ? "    this.arn = this.resource.arn;\n" : ""}  }
}
`;
}

function test({ room, name }: ModuleRequest, { type, required }: ProviderResource): string {
  const own = classOf(name);
  const toTests = "../".repeat(room.split("/").length + 1);
  const props = required.map((argument) => `${argument.name}: ${SAMPLES[argument.type]}`).join(", ");
  const attributes = required.map((argument) => `${snakeCase(argument.name)}: ${SAMPLES[argument.type]}`).join(", ");
  return `import { ${own} } from "${toTests}../modules/${room}/${name}";
import { Template } from "${toTests}helpers/template";

describe("${own}", () => {
  it("stands alone: required props only", () => {
    const template = Template.of((scope) => {
      new ${own}(scope, "sample"${props ? `, { ${props} }` : ""});
    });
    template.one("${type}"${attributes ? `, { ${attributes} }` : ""});
  });
});
`;
}

function propType(type: PlainType): string {
  return type.endsWith("[]") ? `readonly ${type}` : type;
}

function classOf(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
