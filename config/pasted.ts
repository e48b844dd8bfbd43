import type { EnvironmentInput } from "./schema";

/** The environment pasted with all defaults. */
const pasted: EnvironmentInput = {
  name: "pasted",
  project: "project-x",
  accountId: "333333333333",
  region: "eu-west-1",
  threeTier: {
    network: {
      vpcCidr: "10.2.0.0/16",
      zones: [
        {
          name: "eu-west-1a",
          publicCidr: "10.2.0.0/20",
          privateCidr: "10.2.128.0/20",
          isolatedCidr: "10.2.192.0/20",
        },
        {
          name: "eu-west-1b",
          publicCidr: "10.2.16.0/20",
          privateCidr: "10.2.144.0/20",
          isolatedCidr: "10.2.208.0/20",
        },
        {
          name: "eu-west-1c",
          publicCidr: "10.2.32.0/20",
          privateCidr: "10.2.160.0/20",
          isolatedCidr: "10.2.224.0/20",
        },
      ],
    },
  },
};

export default pasted;
