import { regionsByState } from "../../modules/shared/region-states";
import { activeActive, activeActiveInput } from "../helpers/active-active";
import type { Estate } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import type { Template } from "../helpers/template";
import { eachStack, type Fixture, type Rule } from "./rule";

/** The routing stack has this provider in any case: health checks and their alarms are there. */
const GLOBAL = "us-east-1";
const REGION_STACK = /^(.+-active-active)-region-(.+)$/;

/** An environment whose second region, eu-central-1, is drained. */
const DRAINED = activeActive({
  regions: activeActiveInput(["eu-west-1", "eu-central-1"]).regions.map((region, index) => ({
    ...region,
    state: index === 0 ? "active" : "drained",
  })),
});

export const REGION_STATES: readonly Rule[] = [
  {
    rule: "the shared name answers with every active region and with no other",
    check: (estate) =>
      estate.environments.flatMap(({ name, activeActive: section }) => {
        const routing = estate.stacks.find(({ id }) => id === `${name}-active-active-routing`);
        if (!section?.domain || !routing) {
          return [];
        }
        const expected = regionsByState(section.regions).answering.map((region) => region.name);
        const found = answersOf(routing);
        return same(found, expected) ? [] : [`${routing.id} must answer with ${expected}, got ${found}`];
      }),
    environments: [DRAINED],
    good: answering("eu-west-1"),
    bad: {
      "a record of a drained region": answering("eu-west-1", "eu-central-1"),
      "no record of an active region": answering(),
      "a traffic policy with a drained region": {
        "test-active-active-routing": {
          resource: {
            aws_route53_traffic_policy: { it: { document: JSON.stringify({ Endpoints: { "eu-central-1": {} } }) } },
          },
        },
      },
    },
  },
  {
    rule: "a removed region has a provider in the stacks of table and routing, and nothing else",
    check: (estate) =>
      estate.stacks.flatMap((region) => {
        const [, prefix = "", name = ""] = REGION_STACK.exec(region.id) ?? [];
        return name && region.resources.length === 0 ? remains(estate, region, prefix, name) : [];
      }),
    good: withRemoved({}),
    bad: {
      "no provider": withRemoved({ provider: [{ region: "us-east-1" }] }),
      "a replica": withRemoved({ resource: { aws_dynamodb_table_replica: { it: { provider: "aws.eu-west-1" } } } }),
      "a record": withRemoved({ resource: { aws_route53_record: { it: { set_identifier: "eu-west-1" } } } }),
      "a read of its outputs": withRemoved({
        data: {
          terraform_remote_state: {
            it: { config: { key: "prod/prod-active-active-region-eu-west-1.tfstate" } },
          },
        },
      }),
    },
  },
  {
    // Terraform cannot destroy a resource whose provider is no longer in the configuration.
    rule: "a provider with an alias is used, belongs to a removed region, or is necessary to remove a domain",
    check: eachStack((stack, estate) => {
      const all = [...stack.resources, ...stack.dataSources];
      const used = new Set(all.map(({ attributes }) => attributes.provider));
      return (stack.json.provider?.aws ?? [])
        .filter(
          ({ alias, region }: Attributes) =>
            alias &&
            !used.has(`aws.${alias}`) &&
            region !== GLOBAL &&
            !isRemoved(estate, stack, region) &&
            !isWithoutDomain(estate, stack),
        )
        .map(({ alias }: Attributes) => `provider ${alias} must be used`);
    }),
    good: withRemoved({}),
    bad: {
      "a provider of a deployed region": {
        ...withRemoved({}),
        "prod-active-active-region-eu-west-1": { resource: { aws_vpc: { it: {} } } },
      },
      "a provider of no region": withRemoved({ provider: [{ region: "eu-north-1", alias: "eu-north-1" }] }),
    },
  },
];

function answersOf(routing: Template): string[] {
  return routing.resources.flatMap(({ type, attributes }) => {
    if (type === "aws_route53_traffic_policy") {
      return Object.keys(JSON.parse(attributes.document).Endpoints);
    }
    return type === "aws_route53_record" && attributes.set_identifier !== "standby" ? [attributes.set_identifier] : [];
  });
}

function same(found: readonly string[], expected: readonly string[]): boolean {
  return [...new Set(found)].sort().join() === [...expected].sort().join();
}

/** What the stacks beside the empty stack of a removed region lack, or still have. */
function remains(estate: Estate, region: Template, prefix: string, name: string): string[] {
  const shared = estate.stacks.filter(({ id }) => [`${prefix}-table`, `${prefix}-routing`].includes(id));
  return shared.flatMap((stack) => {
    const providers: Attributes[] = stack.json.provider?.aws ?? [];
    const own = stack.resources.filter(
      ({ attributes: { provider, set_identifier } }) =>
        set_identifier === name || (provider === `aws.${name}` && name !== GLOBAL),
    );
    const reads = stack.dataSources.some(({ attributes }) => attributes.config?.key?.endsWith(`/${region.id}.tfstate`));
    return [
      ...(providers.some((provider) => provider.region === name)
        ? []
        : [`${stack.id} must have a provider of ${name}`]),
      ...own.map(({ path }) => `${stack.id} must not have ${path} of ${name}`),
      ...(reads ? [`${stack.id} must not read ${region.id}`] : []),
    ];
  });
}

function isRemoved(estate: Estate, { id }: Template, region: string): boolean {
  const own = estate.stacks.find((it) => it.id === `${id.replace(/-[a-z]+$/, "")}-region-${region}`);
  return own?.resources.length === 0;
}

/** Terraform needs the providers of the routing stack to destroy its resources, after the domain was deleted from the configuration. */
function isWithoutDomain({ environments }: Estate, { id }: Template): boolean {
  return environments.some(
    ({ name, activeActive }) => id === `${name}-active-active-routing` && activeActive && !activeActive.domain,
  );
}

function answering(...regions: readonly string[]): Fixture {
  const records = regions.map((region) => [region, { set_identifier: region }]);
  return { "test-active-active-routing": { resource: { aws_route53_record: Object.fromEntries(records) } } };
}

/** A table stack beside the empty stack of eu-west-1. `change` replaces parts of the table stack. */
function withRemoved({ provider = [{ region: "eu-west-1", alias: "eu-west-1" }], ...change }: Attributes): Fixture {
  return {
    "prod-active-active-region-eu-west-1": {},
    "prod-active-active-table": { provider: { aws: provider }, ...change },
  };
}
