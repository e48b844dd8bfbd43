import type { DatabaseNetwork } from "../../modules/database/database-function";

/** A VPC with subnets in two zones, for databases and their functions. */
export const DATABASE_NETWORK: DatabaseNetwork = {
  vpc: { vpcId: "vpc-1", cidr: "10.11.0.0/16" },
  subnets: [
    { zone: "eu-west-1a", subnetId: "subnet-a" },
    { zone: "eu-west-1b", subnetId: "subnet-b" },
  ],
};
