import { blocks, type Estate, type Found } from "../helpers/estate";
import { each, eachStack, type Fixture, type Rule, resource } from "./rule";

/** Characters that every service accepts in tags. Tag editor guide, "Tag naming limits and requirements". */
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags of the base stack, which every instance and volume needs. */
const LAUNCH_TAGS = ["Project", "Environment", "Stack", "ManagedBy"];

export const TAGS: readonly Rule[] = [
  {
    rule: "tags have characters and lengths that every service accepts",
    check: eachStack(({ resources }) =>
      resources.flatMap(({ path, attributes }) =>
        Object.entries<string>(attributes.tags ?? {})
          .filter(([key, value]) => !isTag(key, 128) || !isTag(value, 256) || key.startsWith("aws:"))
          .map(([key, value]) => `${path} must not have the tag ${key}=${value}`),
      ),
    ),
    good: resource("aws_vpc", { tags: { Name: "project-x/vpc 1" } }),
    bad: {
      "a comma": resource("aws_vpc", { tags: { Name: "one, two" } }),
      "the prefix of AWS": resource("aws_vpc", { tags: { "aws:owner": "me" } }),
      "a long value": resource("aws_vpc", { tags: { Name: "x".repeat(257) } }),
    },
  },
  {
    rule: "a launch template tags its instances and volumes, because default tags do not reach them",
    check: each("aws_launch_template", (template, estate) => {
      const missing = ["instance", "volume"].flatMap((kind) =>
        LAUNCH_TAGS.filter((tag) => !isTagged(template, estate, kind, tag)).map((tag) => `${kind} ${tag}`),
      );
      return missing.length > 0 ? `must tag ${missing.join(", ")}` : undefined;
    }),
    good: launching({ volume: LAUNCH_TAGS }, LAUNCH_TAGS),
    bad: {
      "untagged volumes": launching({}, LAUNCH_TAGS),
      "a tag of the group that does not propagate": launching({ volume: LAUNCH_TAGS }, ["Project"]),
      "instances without one of the tags": launching({ volume: LAUNCH_TAGS }, LAUNCH_TAGS.slice(0, 3)),
    },
  },
];

function isTag(text: string, limit: number): boolean {
  return text.includes("${") || (text.length <= limit && TAG.test(text));
}

/** True if the launch template tags resources of `kind`. For instances, the tags of the Auto Scaling group count, too. */
function isTagged({ stack, address, attributes }: Found, estate: Estate, kind: string, tag: string): boolean {
  const specified = blocks(attributes.tag_specifications).some((it) => it.resource_type === kind && tag in it.tags);
  const groups = estate
    .resources("aws_autoscaling_group")
    .filter((group) => group.stack === stack && group.attributes.launch_template?.id === `\${${address}.id}`);
  const propagated = groups.some((group) =>
    blocks(group.attributes.tag).some((it) => it.key === tag && it.propagate_at_launch),
  );
  return specified || (kind === "instance" && propagated);
}

function launching(specified: Readonly<Record<string, readonly string[]>>, propagated: readonly string[]): Fixture {
  const tags = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "x"]));
  return {
    stack: {
      resource: {
        aws_launch_template: {
          it: {
            tag_specifications: Object.entries(specified).map(([kind, names]) => ({
              resource_type: kind,
              tags: tags(names),
            })),
          },
        },
        aws_autoscaling_group: {
          it: {
            launch_template: { id: "${aws_launch_template.it.id}" },
            tag: propagated.map((key) => ({ key, value: "x", propagate_at_launch: true })),
          },
        },
      },
    },
  };
}
