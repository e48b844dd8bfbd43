import { Construct } from "constructs";
import { SecurityGroup } from "./security-group";

export interface ClientAccessProps {
  /** Prefix of the groups' names; `-server` and `-client` are added, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  /** What listens, as descriptions name it, e.g. `MySQL`. */
  readonly service: string;
  readonly port: number;
  readonly vpcId: string;
}

/**
 * Two security groups for one service: whatever carries the client group may open connections to whatever carries the
 * server group, on one port, and nothing else may. Neither group lets anything else in or out.
 */
export class ClientAccess extends Construct {
  /** For those that may connect, beside the groups they have. */
  readonly clientSecurityGroupId: string;
  /** For what listens. */
  readonly serverSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: ClientAccessProps) {
    super(scope, id);
    const { name, service, port, vpcId } = props;
    const server = new SecurityGroup(this, "server", {
      name: `${name}-server`,
      description: `${service} server`,
      vpcId,
    });
    const client = new SecurityGroup(this, "client", {
      name: `${name}-client`,
      description: `${service} clients`,
      vpcId,
    });
    const description = `${service} from clients`;
    server.allowFrom("from-client", { peer: client, port, description });
    client.allowTo("to-server", { peer: server, port, description });
    this.clientSecurityGroupId = client.securityGroupId;
    this.serverSecurityGroupId = server.securityGroupId;
  }
}
