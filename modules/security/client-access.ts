import { Construct } from "constructs";
import { SecurityGroup } from "./security-group";

export interface ClientAccessProps {
  /** Prefix of the groups' names; `-server` and `-client` are added, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  /** Service that the servers provide, e.g. `MySQL`. It becomes part of the groups' descriptions. */
  readonly service: string;
  /** TCP port of the service. */
  readonly port: number;
  /** ID of the VPC. */
  readonly vpcId: string;
}

/**
 * Two security groups for one service. Members of the client group can connect to members of the server group, on one port.
 * The groups allow no other traffic. docs/adr/0004-client-groups.md explains why there are two.
 */
export class ClientAccess extends Construct {
  /** Group for the clients, in addition to their own groups. */
  readonly clientSecurityGroupId: string;
  /** Group for the servers. */
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
