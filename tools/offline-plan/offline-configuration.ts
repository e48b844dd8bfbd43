import type { TerraformConfiguration } from "../shared/synthesize";

/** Matches `data.<type>.<name>.` or `ephemeral.<type>.<name>.`, optionally `outputs.` of a remote state, and the attribute. */
const REFERENCE = /\b(data|ephemeral)\.([a-z0-9_]+)\.([\w-]+)\.(?:outputs\.)?([\w-]+)/g;

/** Provider settings that avoid all requests to AWS. The access keys come from the environment and are never sent. */
const NO_QUESTIONS = {
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
  skip_requesting_account_id: true,
};

/**
 * The same configuration for a plan without network access. It has no backend. Values that Terraform reads from AWS or from the
 * state of another stack become the output of a `terraform_data`, which is unknown until apply. Resources, arguments and
 * references between resources do not change.
 */
export function offlineConfiguration(configuration: TerraformConfiguration): TerraformConfiguration {
  // Leaves out these blocks and their references, which would only add unused unknown values.
  const { data, ephemeral, ...kept } = configuration;
  const { text, unknowns } = replaceReferences(JSON.stringify(kept));
  const { terraform, provider, ...rest } = JSON.parse(text) as TerraformConfiguration;
  const resource = withUnknowns(rest.resource ?? {}, unknowns);
  return {
    ...rest,
    terraform: withoutBackend(terraform),
    provider: silentProviders(provider),
    // Omitted if empty, because Terraform rejects a block without labels. The stack of a removed region has no resources.
    ...(Object.keys(resource).length > 0 ? { resource } : {}),
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

/** Added to the stack's own `terraform_data`. Omitted if empty, because Terraform rejects a resource type without resources. */
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
