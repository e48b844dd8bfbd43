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

/**
 * Asks AWS for the endpoint of one name.
 *
 * @throws UsageError when it is not deployed, or nobody could connect to it
 */
export async function describeEndpoint(ec2: EC2Client, name: string): Promise<DeployedEndpoint> {
  // The action has no filter by tag.
  const { ClientVpnEndpoints = [] } = await ec2.send(new DescribeClientVpnEndpointsCommand({}));
  const endpoint = ClientVpnEndpoints.find(({ Tags }) =>
    Tags?.some(({ Key, Value }) => Key === "Name" && Value === name),
  );
  if (!endpoint) {
    throw new UsageError(
      `the Client VPN endpoint ${name} must be deployed, got none of that name; deploy its stack`,
      1,
    );
  }
  if (endpoint.Status?.Code !== "available") {
    throw new UsageError(
      `the Client VPN endpoint ${name} must be available, got ${endpoint.Status?.Code}; an association takes minutes`,
      1,
    );
  }
  const ClientVpnEndpointId = endpoint.ClientVpnEndpointId;
  const rules = await ec2.send(new DescribeClientVpnAuthorizationRulesCommand({ ClientVpnEndpointId }));
  const ranges = new Set((rules.AuthorizationRules ?? []).map(({ DestinationCidr }) => DestinationCidr ?? ""));
  const { ClientConfiguration } = await ec2.send(
    new ExportClientVpnClientConfigurationCommand({ ClientVpnEndpointId }),
  );
  if (!ClientConfiguration || ranges.size === 0) {
    throw new UsageError(`the Client VPN endpoint ${name} must have a configuration and authorization rules`, 1);
  }
  return { exported: ClientConfiguration, ranges: [...ranges].sort() };
}
