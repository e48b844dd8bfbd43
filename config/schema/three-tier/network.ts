import { z } from "zod";
import { vpcBlock } from "../fields/addresses";
import { certificateName, checkDomain, hostedZone } from "../fields/domain";
import { failing } from "../fields/fail";
import { checkRanges, zones } from "../fields/tiered-network";
import { uniqueList } from "../fields/unique-list";

/** AWS services that get an interface endpoint, by the last part of their service name. */
const endpointService = z.enum([
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "logs",
  "monitoring",
  "autoscaling",
  "kms",
  "elasticfilesystem",
]);

export const networkSection = z
  .strictObject({
    /** CIDR block of the VPC, /16 to /28 (VPC user guide, VPC CIDR blocks). @default "10.0.0.0/16" */
    vpcCidr: vpcBlock.default("10.0.0.0/16"),
    /** At least two zones: the database and the load balancer need them. */
    zones: zones("a Multi-AZ database and a load balancer span two"),
    /**
     * `one-per-az`: the failure of a zone does not affect the connections of the others. `single`: one NAT gateway, which costs
     * less. `none`: no route to the internet. `NatGateways` documents the default.
     */
    natGateways: z.enum(["one-per-az", "single", "none"]).optional(),
    /**
     * Interface endpoints. Without a NAT gateway, hosts need `monitoring`, `autoscaling` and `kms` in addition to the defaults.
     * @default secretsmanager, ssm, ssmmessages, ec2messages, logs
     */
    interfaceEndpoints: uniqueList(endpointService).default([
      "secretsmanager",
      "ssm",
      "ssmmessages",
      "ec2messages",
      "logs",
    ]),
    /** Domain name of the application. @default CloudFront's own name */
    domain: z
      .strictObject({
        /** Domain name, e.g. `app.example.com`. */
        name: certificateName,
        /** A hosted zone to create, which you must delegate at the registrar, or the id of an existing one. */
        hostedZone,
      })
      .optional(),
  })
  .superRefine(({ vpcCidr, zones, domain }, context) => {
    const fail = failing(context);
    checkRanges(vpcCidr, zones, fail);
    if (domain) {
      checkDomain(domain, fail);
    }
  });
