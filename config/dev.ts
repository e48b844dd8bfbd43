import type { EnvironmentInput } from "./schema";

/** Development: the architectures at their cheapest, easy to take down. Replace the account with yours. */
const dev: EnvironmentInput = {
  name: "dev",
  project: "project-x",
  accountId: "111111111111",
  region: "eu-west-1",
  tags: { Environment: "Dev" },
  threeTier: {
    deletionProtection: false,
    logRetentionInDays: 30,
    network: {
      natGateways: "single",
      zones: [
        { name: "eu-west-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
        { name: "eu-west-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
        { name: "eu-west-1c", publicCidr: "10.0.32.0/20", privateCidr: "10.0.160.0/20", isolatedCidr: "10.0.224.0/20" },
      ],
    },
    data: { mysql: { instanceClass: "db.t4g.medium", backupRetentionInDays: 7 } },
    app: { instanceType: "t3.medium" },
  },
  localZone: {
    // Ireland has no Local Zone.
    region: "eu-central-1",
    zone: "eu-central-1-ham-1a",
    logRetentionInDays: 30,
    secretRecoveryInDays: 0,
    subnets: {
      endpoints: [
        { zone: "eu-central-1a", cidr: "10.20.8.0/24" },
        { zone: "eu-central-1b", cidr: "10.20.9.0/24" },
      ],
    },
    directConnect: {
      virtualInterface: { hosted: "dxvif-fg1234ab" },
    },
    onPremises: {
      ranges: ["192.168.0.0/16"],
      targets: ["192.168.0.2", "192.168.0.3"],
      vpnTargets: ["192.168.255.1"],
      vpnGateway: "198.51.100.10",
    },
    failover: { networkMonitor: false },
  },
};

export default dev;
