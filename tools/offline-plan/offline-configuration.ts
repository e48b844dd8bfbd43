import type { TerraformConfiguration } from "../shared/synthesize";

/** `data.<type>.<name>.` or `ephemeral.<type>.<name>.`, then `outputs.` of a remote state, then the attribute. */
const REFERENCE = /\b(data|ephemeral)\.([a-z0-9_]+)\.([\w-]+)\.(?:outputs\.)?([\w-]+)/g;

/** Prevents the provider's request to STS. The keys come from the environment and are never sent. */
const NO_QUESTIONS = {
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
  skip_requesting_account_id: true,
};

/**
 * The same configuration for a plan without any request. It has no backend. A value that is unknown until apply (the output of a
 * `terraform_data`) replaces each value that would be read from AWS or from another stack's state. Resources, arguments and
 * references between resources are unchanged.
 */
export function offlineConfiguration(configuration: TerraformConfiguration): TerraformConfiguration {
  // The blocks are removed. Their own references would only add unknown values that are not used.
  const { data, ephemeral, ...kept } = configuration;
  const { text, unknowns } = replaceReferences(JSON.stringify(kept));
  const { terraform, provider, ...rest } = JSON.parse(text) as TerraformConfiguration;
  return {
    ...rest,
    terraform: withoutBackend(terraform),
    provider: silentProviders(provider),
    resource: withUnknowns(rest.resource ?? {}, unknowns),
  };
}

function replaceReferences(text: string): { text: string; unknowns: Map<string, Record<string, string>> } {
  const unknowns = new Map<string, Record<string, string>>();
  const replaced = text.replace(REFERENCE, (_, __, type: string, name: string, attribute: string) => {
    const id = `offline_${type}_${name}`;
    unknowns.set(id, { ...unknowns.get(id), [attribute]: "offline" });
    return `terraform_data.${id}.output.${attribute}`;
  });
  return { text: replaced, unknowns };
}

/**
 * Adds the unknown values to the stack's own `terraform_data`. Without unknown values it adds nothing, because Terraform refuses
 * a resource type without a resource.
 */
function withUnknowns(
  resources: NonNullable<TerraformConfiguration["resource"]>,
  unknowns: Map<string, Record<string, string>>,
): NonNullable<TerraformConfiguration["resource"]> {
  if (unknowns.size === 0) {
    return resources;
  }
  const offline = Object.fromEntries([...unknowns].map(([id, input]) => [id, { input }]));
  return { ...resources, terraform_data: { ...resources.terraform_data, ...offline } };
}

function withoutBackend(terraform: unknown): unknown {
  const { backend, ...settings } = terraform as Record<string, unknown>;
  return settings;
}

function silentProviders(providers: unknown): unknown {
  const entries = Object.entries(providers as Record<string, Record<string, unknown>[]>);
  return Object.fromEntries(
    entries.map(([name, configurations]) => [
      name,
      configurations.map((configuration) => silence(name, configuration)),
    ]),
  );
}

function silence(name: string, { allowed_account_ids, ...configuration }: Record<string, unknown>): unknown {
  return name === "aws" ? { ...configuration, ...NO_QUESTIONS } : configuration;
}
