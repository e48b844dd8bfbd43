import type { Attributes } from "../helpers/resource";
import type { Configuration } from "../helpers/synth";
import { eachStack, type Fixture, type Rule, resource } from "./rule";

/** Data sources that a plan may read, with the reason. Any other data source would make a plan depend on the network. */
const REVIEWED_DATA_SOURCES: Readonly<Record<string, string>> = {
  terraform_remote_state: "outputs of another stack of this repository",
  aws_ec2_managed_prefix_list: "the ID of CloudFront's prefix list differs between regions and is not documented",
};

const OWN_TAGS = ["Project", "Environment", "Stack", "ManagedBy"] as const;

const GOOD: Configuration = {
  terraform: {
    backend: {
      s3: {
        bucket: "b",
        key: "test/stack.tfstate",
        region: "eu-west-1",
        encrypt: true,
        use_lockfile: true,
        kms_key_id: "k",
      },
    },
    required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } },
    required_version: ">= 1.11.0",
  },
  provider: {
    aws: [
      {
        region: "eu-west-1",
        allowed_account_ids: ["123456789012"],
        default_tags: [{ tags: { Project: "p", Environment: "e", Stack: "stack", ManagedBy: "terraform" } }],
      },
    ],
  },
};

export const STACKS: readonly Rule[] = [
  {
    rule: "the state is encrypted with a customer managed key, locked, and has the name of its stack",
    check: eachStack(({ id, backend }) => {
      const { encrypt, use_lockfile, kms_key_id, key } = backend.s3 ?? {};
      const kept = encrypt === true && use_lockfile === true && kms_key_id && String(key).endsWith(`/${id}.tfstate`);
      return kept ? [] : ["must have an S3 backend with encrypt, kms_key_id, use_lockfile and a key of its own"];
    }),
    good: { stack: GOOD },
    bad: {
      "a local backend": { stack: {} },
      "no lock": withBackend({ use_lockfile: undefined }),
      "no encryption": withBackend({ encrypt: false }),
      "AWS's key": withBackend({ kms_key_id: undefined }),
      "the state of another stack": withBackend({ key: "test/other.tfstate" }),
    },
  },
  {
    rule: "every provider accepts one account only and has default tags",
    check: eachStack(({ json }) =>
      (json.provider?.aws ?? []).flatMap(({ alias = "default", ...provider }: Attributes) => {
        const tags = provider.default_tags?.[0]?.tags ?? {};
        const missing = OWN_TAGS.filter((tag) => !tags[tag]);
        return [
          ...(provider.allowed_account_ids?.length === 1 ? [] : [`provider ${alias} must allow exactly one account`]),
          ...(missing.length > 0 ? [`provider ${alias} must set the default tags ${missing.join(", ")}`] : []),
        ];
      }),
    ),
    good: { stack: GOOD },
    bad: {
      "any account": withProvider({ allowed_account_ids: undefined }),
      "two accounts": withProvider({ allowed_account_ids: ["123456789012", "123456789013"] }),
      "no tags": withProvider({ default_tags: undefined }),
      "a missing tag": withProvider({ default_tags: [{ tags: { Project: "p", Environment: "e", Stack: "s" } }] }),
    },
  },
  {
    rule: "a stack requires the versions of Terraform and the provider that the code is checked with",
    check: eachStack(({ json }) => {
      const { required_providers, required_version } = json.terraform ?? {};
      return required_providers?.aws?.version === ">= 5.100.0, < 7.0.0" && required_version === ">= 1.11.0"
        ? []
        : ["must require Terraform >= 1.11.0 and the provider >= 5.100.0, < 7.0.0"];
    }),
    good: { stack: GOOD },
    bad: {
      "the binding's own constraint": {
        stack: { terraform: { required_version: ">= 1.11.0", required_providers: { aws: { version: "6.25.0" } } } },
      },
      "any Terraform": { stack: { terraform: { required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } } } } },
    },
  },
  {
    rule: "a stack has reviewed data sources only",
    check: eachStack(({ json }) =>
      Object.keys(json.data ?? {})
        .filter((type) => !(type in REVIEWED_DATA_SOURCES))
        .map((type) => `must not read ${type}; add the value to the configuration`),
    ),
    good: { stack: { data: { terraform_remote_state: { network: {} } } } },
    bad: { "the zones of the account": { stack: { data: { aws_availability_zones: { all: {} } } } } },
  },
  {
    rule: "no resource has the argument region, which provider 5 does not support",
    check: eachStack(({ resources }) =>
      resources.filter(({ attributes }) => "region" in attributes).map(({ path }) => `${path} must not set region`),
    ),
    good: resource("aws_vpc", { cidr_block: "10.0.0.0/16" }),
    bad: { "a region of its own": resource("aws_vpc", { region: "eu-west-1" }) },
  },
  {
    rule: "an output has a description, except those that CDKTF adds",
    check: eachStack(({ json }) =>
      Object.entries<Attributes>(json.output ?? {})
        .filter(([name, { description }]) => !name.startsWith("cross-stack-output-") && !description)
        .map(([name]) => `output ${name} must have a description`),
    ),
    good: {
      stack: { output: { url: { value: "x", description: "Where it is" }, "cross-stack-output-a": { value: "x" } } },
    },
    bad: { "no description": { stack: { output: { url: { value: "x" } } } } },
  },
];

function withBackend(change: object): Fixture {
  const { terraform } = GOOD;
  return { stack: { ...GOOD, terraform: { ...terraform, backend: { s3: { ...terraform.backend.s3, ...change } } } } };
}

function withProvider(change: object): Fixture {
  return {
    stack: { ...GOOD, provider: { aws: [GOOD.provider.aws[0], { ...GOOD.provider.aws[0], alias: "b", ...change }] } },
  };
}
