import {
  DescribeClientVpnAuthorizationRulesCommand,
  DescribeClientVpnEndpointsCommand,
  type EC2Client,
  ExportClientVpnClientConfigurationCommand,
} from "@aws-sdk/client-ec2";
import { UsageError } from "../shared/usage-error";

/** Facts of the deployed endpoint that a profile needs. */
export interface DeployedEndpoint {
  /** Client configuration that AWS exports. */
  readonly exported: string;
  /** CIDR blocks that clients are authorized to reach. */
  readonly ranges: readonly string[];
}

/** Tags of every resource of a stack. */
export interface StackTags {
  readonly Project: string;
  readonly Stack: string;
}

/** Status of rules that apply. Others are being revoked or have failed (EC2 API reference, ClientVpnAuthorizationRuleStatus). */
const GRANTED: ReadonlySet<string> = new Set(["active", "authorizing"]);

/**
 * Describes the endpoint of a stack.
 *
 * @throws UsageError when it is not deployed, or not ready for connections
 */
export async function describeEndpoint(ec2: EC2Client, tags: StackTags): Promise<DeployedEndpoint> {
  // The action supports no filter by tag.
  const { ClientVpnEndpoints = [] } = await ec2.send(new DescribeClientVpnEndpointsCommand({}));
  const wanted = Object.entries(tags);
  const tagged = ClientVpnEndpoints.filter(({ Tags = [] }) =>
    wanted.every(([key, value]) => Tags.some(({ Key, Value }) => Key === key && Value === value)),
  );
  // A deleted endpoint is listed for some time, in addition to its replacement.
  const endpoint = tagged.find(({ Status }) => Status?.Code === "available") ?? tagged[0];
  const name = `the Client VPN endpoint of ${tags.Stack}`;
  if (!endpoint) {
    throw new UsageError(`${name} must be deployed, got none; deploy that stack`);
  }
  if (endpoint.Status?.Code !== "available") {
    throw new UsageError(
      `${name} must be available, got ${endpoint.Status?.Code}; wait some minutes for the association`,
    );
  }
  const ClientVpnEndpointId = endpoint.ClientVpnEndpointId;
  const rules = await ec2.send(new DescribeClientVpnAuthorizationRulesCommand({ ClientVpnEndpointId }));
  const granted = (rules.AuthorizationRules ?? []).filter(({ Status }) => GRANTED.has(Status?.Code ?? ""));
  const ranges = new Set(granted.map(({ DestinationCidr }) => DestinationCidr ?? ""));
  const { ClientConfiguration } = await ec2.send(
    new ExportClientVpnClientConfigurationCommand({ ClientVpnEndpointId }),
  );
  if (!ClientConfiguration || ranges.size === 0) {
    throw new UsageError(`${name} must have a client configuration and authorization rules`);
  }
  return { exported: ClientConfiguration, ranges: [...ranges].sort() };
}
