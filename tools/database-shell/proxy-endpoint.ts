import { DescribeDBProxiesCommand, DescribeDBProxyEndpointsCommand, type RDSClient } from "@aws-sdk/client-rds";
import { UsageError } from "../shared/usage-error";
import type { ShellRole } from "./options";

/**
 * Host name of the proxy's endpoint for a role. A reader uses the read-only endpoint if the proxy has one.
 *
 * @param proxyName name of the proxy, e.g. `project-x-dev-aurora`
 * @param stack stack of the proxy, for the message
 * @throws UsageError when the proxy is not deployed or not available
 */
export async function proxyEndpoint(
  rds: RDSClient,
  { proxyName, stack, role }: { readonly proxyName: string; readonly stack: string; readonly role: ShellRole },
): Promise<string> {
  const { DBProxies = [] } = await rds.send(new DescribeDBProxiesCommand({ DBProxyName: proxyName })).catch(none);
  const [proxy] = DBProxies;
  if (!proxy?.Endpoint) {
    throw new UsageError(`the proxy ${proxyName} must be deployed, got none; deploy the stack ${stack}`);
  }
  if (proxy.Status !== "available") {
    throw new UsageError(`the proxy ${proxyName} must be available, got ${proxy.Status}; wait some minutes`);
  }
  if (role !== "reader") {
    return proxy.Endpoint;
  }
  const { DBProxyEndpoints = [] } = await rds.send(new DescribeDBProxyEndpointsCommand({ DBProxyName: proxyName }));
  const readOnly = DBProxyEndpoints.find(
    ({ TargetRole, Status }) => TargetRole === "READ_ONLY" && Status === "available",
  );
  return readOnly?.Endpoint ?? proxy.Endpoint;
}

/** RDS answers with an error when no proxy has the name. */
function none(error: Error): { DBProxies?: [] } {
  if (error.name === "DBProxyNotFoundFault") {
    return {};
  }
  throw error;
}
