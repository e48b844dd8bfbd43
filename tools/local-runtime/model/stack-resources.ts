import type { TerraformConfiguration } from "../../shared/synthesize";

/** A synthesized stack and its configuration. */
export interface LoadedStack {
  readonly id: string;
  /** Absolute path of the folder with the configuration. The paths in it are relative to this folder. */
  readonly folder: string;
  readonly configuration: TerraformConfiguration;
}

/** Arguments of a resource, with references between the stack's resources resolved. */
export type Arguments = Readonly<Record<string, unknown>>;

/** `${aws_lambda_function.name.function_name}`. */
const REFERENCE = /(?<!\$)\$\{(\w+)\.([\w-]+)\.(\w+)\}/g;

/** A reference that is still in a text, because only AWS knows its value. */
const UNKNOWN = /(?<!\$)\$\{[^}]*\}/;

/** References to a reference. A longer chain is a cycle. */
const DEEPEST = 8;

/** The resources of one synthesized stack as the local runtime reads them. */
export class StackResources {
  readonly id: string;
  readonly folder: string;
  private readonly byType: ReadonlyMap<string, ReadonlyMap<string, Arguments>>;
  private readonly providers: readonly { readonly alias?: string; readonly region: string }[];

  constructor({ id, folder, configuration }: LoadedStack) {
    this.id = id;
    this.folder = folder;
    const types = Object.entries(configuration.resource ?? {});
    this.byType = new Map(
      types.map(([type, resources]) => [type, new Map(Object.entries(resources) as [string, Arguments][])]),
    );
    const { aws = [] } = (configuration.provider ?? {}) as { aws?: { alias?: string; region: string }[] };
    this.providers = aws;
  }

  /** Region of the default provider. */
  get region(): string {
    return this.providers.find(({ alias }) => alias === undefined)?.region ?? "";
  }

  /** Regions of all providers, in the order of the stack. */
  get regions(): readonly string[] {
    return [...new Set(this.providers.map(({ region }) => region))];
  }

  /** Types of all resources and how many the stack has of each. */
  get types(): ReadonlyMap<string, number> {
    return new Map([...this.byType].map(([type, resources]) => [type, resources.size]));
  }

  /** All resources of a type. */
  all(type: string): Arguments[] {
    const resources = [...(this.byType.get(type) ?? new Map<string, Arguments>()).values()];
    return resources.map((resource) => this.resolved(resource, 0) as Arguments);
  }

  /** Region of a resource: that of its provider. */
  regionOf({ provider }: Arguments): string {
    const alias = typeof provider === "string" ? provider.split(".")[1] : undefined;
    return this.providers.find((one) => one.alias === alias)?.region ?? this.region;
  }

  private resolved(value: unknown, depth: number): unknown {
    if (typeof value === "string") {
      return value.replace(REFERENCE, (reference, type: string, name: string, attribute: string) => {
        const target = this.byType.get(type)?.get(name)?.[attribute];
        const known = typeof target === "string" || typeof target === "number" || typeof target === "boolean";
        return known && depth < DEEPEST ? String(this.resolved(target, depth + 1)) : reference;
      });
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.resolved(item, depth));
    }
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolved(item, depth)]));
    }
    return value;
  }
}

/** Whether a text contains a value that only AWS knows. */
export function isUnknown(text: string): boolean {
  return UNKNOWN.test(text);
}

/** A text of Terraform without its escapes: `$${` means `${`. */
export function literal(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
