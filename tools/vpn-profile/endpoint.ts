import {
  DescribeClientVpnAuthorizationRulesCommand,
  DescribeClientVpnEndpointsCommand,
  type EC2Client,
  ExportClientVpnClientConfigurationCommand,
} from "@aws-sdk/client-ec2";
import { UsageError } from "../shared/usage-error";

/** What a profile needs to know of the deployed endpoint. */
export interface DeployedEndpoint {
  readonly exported: string;
  /** What clients are authorized to reach. */
  readonly ranges: readonly string[];
}

/** Tags that every resource of a stack carries. */
export interface StackTags {
  readonly Project: string;
  readonly Stack: string;
}

/** Not those that are being revoked, or failed (EC2 API reference, ClientVpnAuthorizationRuleStatus). */
const GRANTED: ReadonlySet<string> = new Set(["active", "authorizing"]);

/**
 * Asks AWS for the endpoint of a stack.
 *
 * @throws UsageError when it is not deployed, or nobody could connect to it
 */
export async function describeEndpoint(ec2: EC2Client, tags: StackTags): Promise<DeployedEndpoint> {
  // The action has no filter by tag.
  const { ClientVpnEndpoints = [] } = await ec2.send(new DescribeClientVpnEndpointsCommand({}));
  const wanted = Object.entries(tags);
  const tagged = ClientVpnEndpoints.filter(({ Tags = [] }) =>
    wanted.every(([key, value]) => Tags.some(({ Key, Value }) => Key === key && Value === value)),
  );
  // An endpoint that was deleted is listed for a while, beside the one that took its place.
  const endpoint = tagged.find(({ Status }) => Status?.Code === "available") ?? tagged[0];
  const name = `the Client VPN endpoint of ${tags.Stack}`;
  if (!endpoint) {
    throw new UsageError(`${name} must be deployed, got none; deploy that stack`);
  }
  if (endpoint.Status?.Code !== "available") {
    throw new UsageError(`${name} must be available, got ${endpoint.Status?.Code}; an association takes minutes`);
  }
  const ClientVpnEndpointId = endpoint.ClientVpnEndpointId;
  const rules = await ec2.send(new DescribeClientVpnAuthorizationRulesCommand({ ClientVpnEndpointId }));
  const granted = (rules.AuthorizationRules ?? []).filter(({ Status }) => GRANTED.has(Status?.Code ?? ""));
  const ranges = new Set(granted.map(({ DestinationCidr }) => DestinationCidr ?? ""));
  const { ClientConfiguration } = await ec2.send(
    new ExportClientVpnClientConfigurationCommand({ ClientVpnEndpointId }),
  );
  if (!ClientConfiguration || ranges.size === 0) {
    throw new UsageError(`${name} must have a configuration and authorization rules`);
  }
  return { exported: ClientConfiguration, ranges: [...ranges].sort() };
}
