import { blocks, type Estate, type Found } from "../helpers/estate";
import { each, type Rule, resource, resources } from "./rule";

const HOSTS = ["aws_launch_template", "aws_instance"] as const;

/** Bytes of user data before its base64. EC2 user guide, "User data". */
const USER_DATA = 16_384;

const IMDS = { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 };

export const HOST_RULES: readonly Rule[] = [
  {
    rule: "a host answers metadata requests with IMDSv2 only, and from itself only",
    check: each(HOSTS, ({ attributes }) => {
      const [options] = blocks(attributes.metadata_options);
      return options?.http_tokens === "required" && options.http_put_response_hop_limit === 1
        ? undefined
        : "must require http_tokens with a hop limit of 1";
    }),
    good: resource("aws_launch_template", { metadata_options: IMDS }),
    bad: {
      "no options": resource("aws_launch_template", { image_id: "ami-1" }),
      "optional tokens": resource("aws_instance", { metadata_options: { ...IMDS, http_tokens: "optional" } }),
      "two hops": resource("aws_launch_template", { metadata_options: { ...IMDS, http_put_response_hop_limit: 2 } }),
    },
  },
  {
    rule: "a host has no key pair",
    check: each(HOSTS, ({ attributes }) => ("key_name" in attributes ? "must not set key_name" : undefined)),
    good: resource("aws_instance", { ami: "ami-1" }),
    bad: {
      "an instance with a key pair": resource("aws_instance", { key_name: "ops" }),
      "a launch template with a key pair": resource("aws_launch_template", { key_name: "ops" }),
    },
  },
  {
    rule: "a host has no public address, except a host that forwards traffic of others",
    check: each([...HOSTS, "aws_eip", "aws_eip_association"], (found, estate) =>
      found.type.startsWith("aws_eip") ? addressProblem(found, estate) : interfaceProblem(found, estate),
    ),
    good: resources({
      aws_launch_template: {
        host: { network_interfaces: [{ associate_public_ip_address: "false" }] },
        router: { network_interfaces: [{ network_interface_id: "${aws_network_interface.it.id}" }] },
      },
      aws_instance: { router: { launch_template: { id: "${aws_launch_template.router.id}" } } },
      aws_network_interface: { it: { source_dest_check: false } },
      aws_eip: { router: { network_interface: "${aws_network_interface.it.id}" }, nat: { domain: "vpc" } },
    }),
    bad: {
      "a public address": resource("aws_launch_template", {
        network_interfaces: [{ associate_public_ip_address: "true" }],
      }),
      "the default of the subnet": resource("aws_instance", { ami: "ami-1" }),
      "an unknown network interface": resource("aws_launch_template", {
        network_interfaces: [{ network_interface_id: "eni-1" }],
      }),
      "a public address in addition to an existing network interface": resources({
        aws_network_interface: { it: {} },
        aws_launch_template: {
          it: {
            network_interfaces: [
              { network_interface_id: "${aws_network_interface.it.id}" },
              { associate_public_ip_address: "true" },
            ],
          },
        },
      }),
      "an unknown launch template": resource("aws_instance", { launch_template: { id: "lt-1" } }),
      "an instance that overrides its launch template": resources({
        aws_launch_template: { it: { network_interfaces: [{ associate_public_ip_address: "false" }] } },
        aws_instance: {
          it: { launch_template: { id: "${aws_launch_template.it.id}" }, associate_public_ip_address: true },
        },
      }),
      "an Elastic IP address of an instance": resource("aws_eip", { instance: "${aws_instance.it.id}" }),
      "an Elastic IP address of an interface that does not forward traffic": resources({
        aws_network_interface: { it: { source_dest_check: true } },
        aws_eip: { it: { network_interface: "${aws_network_interface.it.id}" } },
      }),
      "an Elastic IP address by an association": resource("aws_eip_association", { network_interface_id: "eni-1" }),
    },
  },
  {
    rule: "user data is within the limit of EC2",
    check: each(HOSTS, ({ attributes }) => {
      const bytes = userDataBytes(attributes.user_data ?? attributes.user_data_base64 ?? "");
      return bytes < USER_DATA ? undefined : `must have less than ${USER_DATA} bytes of user data, got ${bytes}`;
    }),
    good: resource("aws_launch_template", { user_data: Buffer.alloc(16_000).toString("base64") }),
    bad: {
      "17,000 bytes": resource("aws_launch_template", { user_data: Buffer.alloc(17_000).toString("base64") }),
      "17,000 characters": resource("aws_launch_template", { user_data: `\${base64encode("${"#".repeat(17_000)}")}` }),
    },
  },
  {
    // Rollback supports neither $Latest nor an image by parameter. Auto Scaling guide, "Undo changes with a rollback".
    rule: "an instance refresh has auto rollback only if AWS supports it",
    check: each("aws_autoscaling_group", ({ stack, attributes }, estate) => {
      const preferences = blocks(attributes.instance_refresh).flatMap((refresh) => blocks(refresh.preferences));
      const [template] = blocks(attributes.launch_template);
      const image = estate.follow(stack, template?.id)?.attributes.image_id;
      const moves = String(template?.version).startsWith("$L") || String(template?.version).startsWith("$D");
      return preferences.some(({ auto_rollback }) => auto_rollback) &&
        (moves || String(image).startsWith("resolve:ssm:"))
        ? "must not set auto_rollback with version $Latest or $Default or an image by parameter"
        : undefined;
    }),
    good: group({ auto_rollback: true }, "ami-1"),
    bad: {
      "an image by parameter": group({ auto_rollback: true }, "resolve:ssm:/image"),
      "the latest version": group({ auto_rollback: true }, "ami-1", "$Latest"),
    },
  },
  {
    // ELB guide, "Target group attributes" and "Health checks".
    rule: "a target group combines only settings that the load balancer supports together",
    check: each("aws_lb_target_group", ({ attributes }) => {
      const { load_balancing_algorithm_type: algorithm = "round_robin", slow_start = 0 } = attributes;
      const [health] = blocks(attributes.health_check);
      if (attributes.load_balancing_anomaly_mitigation === "on" && algorithm !== "weighted_random") {
        return "must use weighted_random for anomaly mitigation";
      }
      if (slow_start > 0 && algorithm !== "round_robin") {
        return "must use round_robin for slow start";
      }
      return health && health.timeout >= health.interval ? "must time out before the next health check" : undefined;
    }),
    good: resource("aws_lb_target_group", { slow_start: 30, health_check: { timeout: 5, interval: 15 } }),
    bad: {
      "anomaly mitigation with round robin": resource("aws_lb_target_group", {
        load_balancing_anomaly_mitigation: "on",
      }),
      "slow start with weights": resource("aws_lb_target_group", {
        slow_start: 30,
        load_balancing_algorithm_type: "weighted_random",
      }),
      "a health check whose timeout is its interval": resource("aws_lb_target_group", {
        health_check: [{ timeout: 15, interval: 15 }],
      }),
    },
  },
];

/** The problem of the network interfaces that a host starts with, if there is one. */
function interfaceProblem({ type, stack, attributes }: Found, estate: Estate): string | undefined {
  const own = [attributes, ...blocks(attributes.network_interfaces)].map((it) =>
    String(it.associate_public_ip_address),
  );
  const [template] = blocks(attributes.launch_template);
  if (type === "aws_instance" && template) {
    // The launch template decides and is checked separately, unless the instance overrides it.
    const known = estate.follow(stack, template.id)?.type === "aws_launch_template";
    return known && !own.includes("true")
      ? undefined
      : "must use a launch template of these stacks and not override its addresses";
  }
  const interfaces = blocks(attributes.network_interfaces);
  // EC2 accepts no address settings for an existing network interface. Its addresses are checked separately.
  const existing = interfaces.filter(
    (it) => estate.follow(stack, it.network_interface_id)?.type === "aws_network_interface",
  );
  const disabled = own.includes("false") || (existing.length > 0 && existing.length === interfaces.length);
  return own.includes("true") || !disabled ? "must set associate_public_ip_address to false" : undefined;
}

/** The problem of the target of an Elastic IP address, if there is one. The address of a NAT gateway has no target here. */
function addressProblem({ stack, attributes }: Found, estate: Estate): string | undefined {
  const taken = attributes.network_interface ?? attributes.network_interface_id;
  const holder = estate.follow(stack, taken);
  const routes = holder?.type === "aws_network_interface" && holder.attributes.source_dest_check === false;
  const given = attributes.instance ?? attributes.instance_id;
  return given || (taken && !routes) ? "must belong to a network interface that forwards traffic" : undefined;
}

/** Bytes of the script in a base64 text, or in the argument of Terraform's base64encode. */
function userDataBytes(userData: string): number {
  const expression = /^\$\{base64encode\((".*")\)\}$/s.exec(userData)?.[1];
  return expression ? Buffer.byteLength(unquoted(expression)) : Buffer.from(userData, "base64").length;
}

/** The text of a quoted Terraform string. References count with their own length, which is similar to that of their values. */
function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(["\\nrt])/g, "$1");
}

function group(preferences: object, image: string, version = "${aws_launch_template.it.latest_version}") {
  return resources({
    aws_launch_template: { it: { image_id: image } },
    aws_autoscaling_group: {
      it: {
        instance_refresh: { strategy: "Rolling", preferences },
        launch_template: { id: "${aws_launch_template.it.id}", version },
      },
    },
  });
}
