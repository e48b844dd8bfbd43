import { type DBInstance, DescribeDBInstancesCommand, type RDSClient } from "@aws-sdk/client-rds";
import { UsageError } from "../shared/usage-error";

/** Address of a DB instance. */
interface Endpoint {
  readonly host: string;
  readonly port: number;
}

interface Database extends Endpoint {
  /** ARN of the master user's secret, if RDS manages it. */
  readonly managedSecretArn?: string;
}

/**
 * The database, and its address for a person. A person who only reads uses a read replica if one is available.
 *
 * @param identifier identifier of the writer, e.g. `project-x-prod-mysql`
 * @param stack stack of the database, for the message
 * @throws UsageError when the writer is not deployed or has no address yet
 */
export async function mysqlEndpoint(
  rds: RDSClient,
  { identifier, stack, readOnly }: { readonly identifier: string; readonly stack: string; readonly readOnly: boolean },
): Promise<Database> {
  const describe = async (DBInstanceIdentifier: string) =>
    (await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })).catch(none)).DBInstances?.[0];
  const writer = await describe(identifier);
  if (writer === undefined) {
    throw new UsageError(`the database ${identifier} must be deployed, got none; deploy the stack ${stack}`);
  }
  for (const replica of readOnly ? (writer.ReadReplicaDBInstanceIdentifiers ?? []) : []) {
    const instance = await describe(replica);
    const endpoint = instance?.DBInstanceStatus === "available" ? endpointOf(instance) : undefined;
    if (endpoint !== undefined) {
      return endpoint;
    }
  }
  const endpoint = endpointOf(writer);
  if (endpoint === undefined) {
    throw new UsageError(
      `the database ${identifier} must have an address, got the state ${writer.DBInstanceStatus}; wait some minutes`,
    );
  }
  const managedSecretArn = writer.MasterUserSecret?.SecretArn;
  return { ...endpoint, ...(managedSecretArn ? { managedSecretArn } : {}) };
}

function endpointOf({ Endpoint }: DBInstance): Endpoint | undefined {
  const { Address, Port } = Endpoint ?? {};
  return Address !== undefined && Port !== undefined ? { host: Address, port: Port } : undefined;
}

/** RDS answers with an error when no instance has the identifier. */
function none(error: Error): { DBInstances?: [] } {
  if (error.name === "DBInstanceNotFoundFault") {
    return {};
  }
  throw error;
}
