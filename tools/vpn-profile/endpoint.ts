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

/**
 * Asks AWS for the endpoint of a stack.
 *
 * @throws UsageError when it is not deployed, or nobody could connect to it
 */
export async function describeEndpoint(ec2: EC2Client, tags: StackTags): Promise<DeployedEndpoint> {
  // The action has no filter by tag.
  const { ClientVpnEndpoints = [] } = await ec2.send(new DescribeClientVpnEndpointsCommand({}));
  const wanted = Object.entries(tags);
  const endpoint = ClientVpnEndpoints.find(({ Tags = [] }) =>
    wanted.every(([key, value]) => Tags.some(({ Key, Value }) => Key === key && Value === value)),
  );
  const name = `the Client VPN endpoint of ${tags.Stack}`;
  if (!endpoint) {
    throw new UsageError(`${name} must be deployed, got none; deploy that stack`, 1);
  }
  if (endpoint.Status?.Code !== "available") {
    throw new UsageError(`${name} must be available, got ${endpoint.Status?.Code}; an association takes minutes`, 1);
  }
  const ClientVpnEndpointId = endpoint.ClientVpnEndpointId;
  const rules = await ec2.send(new DescribeClientVpnAuthorizationRulesCommand({ ClientVpnEndpointId }));
  const ranges = new Set((rules.AuthorizationRules ?? []).map(({ DestinationCidr }) => DestinationCidr ?? ""));
  const { ClientConfiguration } = await ec2.send(
    new ExportClientVpnClientConfigurationCommand({ ClientVpnEndpointId }),
  );
  if (!ClientConfiguration || ranges.size === 0) {
    throw new UsageError(`${name} must have a configuration and authorization rules`, 1);
  }
  return { exported: ClientConfiguration, ranges: [...ranges].sort() };
}
