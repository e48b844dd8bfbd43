import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type DatabaseGeneration, generationSuffix } from "../database-generations";
import type { DatabaseOrigin } from "../database-origin";
import { DatabaseRoleUsers, type RoleRotations } from "../database-role-users";
import type { DatabaseRole, GrantedRoles } from "../database-roles";
import { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";

export interface AuroraGenerationProps extends Omit<AuroraClusterProps, "origin"> {
  /** Identifier of the first generation, e.g. `project-x-prod-aurora`. The suffix of the generation is added. */
  readonly name: string;
  /** Number, origin and service of the generation. */
  readonly generation: DatabaseGeneration;
  /** Databases and roles of the cluster. */
  readonly granted: GrantedRoles;
}

/**
 * A cluster, and the secrets of its users. A restore creates a second generation beside the first one, with names, secrets
 * and a master secret of its own, so that clients can change from one to the other, and back.
 *
 * Not a construct: the first generation's resources have the addresses that they have without a restore.
 */
export class AuroraGeneration {
  /** End of the names of its resources, empty for the first generation. */
  readonly suffix: string;
  /** Whether clients use it. */
  readonly serves: boolean;
  readonly cluster: AuroraCluster;

  private readonly users: DatabaseRoleUsers<DatabaseRole>;

  constructor(scope: Construct, props: AuroraGenerationProps) {
    const { generation, granted } = props;
    const { number, suffix, serves, disposable } = generation;
    this.suffix = suffix;
    this.serves = serves;
    const within = number === 1 ? scope : new Construct(scope, `generation-${number}`);
    const name = `${props.name}${suffix}`;
    const deletionProtection = disposable ? false : props.deletionProtection;
    this.cluster = new AuroraCluster(within, "database", {
      ...props,
      name,
      engineVersion: generation.restore?.engineVersion ?? props.engineVersion,
      deletionProtection,
      ...(number === 1 ? {} : { origin: originOf(generation, props.name) }),
    });
    this.users = new DatabaseRoleUsers(within, "users", {
      ...granted,
      name,
      kmsKeyArn: props.kmsKeyArn,
      region: props.region,
      ...(deletionProtection === false ? { recoveryWindowInDays: 0 } : {}),
      endpoint: this.endpoint,
      masterSecretArn: this.cluster.masterSecret.arn,
    });
  }

  /** Credentials of each role's user. */
  get secrets() {
    return this.users.secrets;
  }

  /** Address of the writer. */
  get endpoint() {
    return { host: this.cluster.writer.address, port: this.cluster.writer.port };
  }

  /**
   * Rotates the users' secrets. The users of a restored cluster have the passwords of the time of its origin, so the first
   * rotation sets new ones. Returns the rotations.
   */
  rotate(rotation: RoleRotations): ITerraformDependable[] {
    return this.users.rotate(rotation).map(({ resource }) => resource);
  }
}

function originOf({ number, restore = {} }: DatabaseGeneration, name: string): DatabaseOrigin {
  const { snapshot, pointInTime } = restore;
  return { snapshot, pointInTime, sourceIdentifier: `${name}${generationSuffix(number - 1)}` };
}
