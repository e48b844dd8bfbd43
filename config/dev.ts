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
    // One worker, because NewsRead keeps logged-in users in a variable of the process.
    app: { instanceType: "t3.medium", workers: 1 },
  },
  activeActive: {
    deletionProtection: false,
    logRetentionInDays: 30,
    regions: [
      {
        name: "eu-west-1",
        vpcCidr: "10.16.0.0/24",
        zones: [
          { name: "eu-west-1a", privateCidr: "10.16.0.0/26" },
          { name: "eu-west-1b", privateCidr: "10.16.0.64/26" },
        ],
      },
      {
        name: "eu-central-1",
        vpcCidr: "10.17.0.0/24",
        zones: [
          { name: "eu-central-1a", privateCidr: "10.17.0.0/26" },
          { name: "eu-central-1b", privateCidr: "10.17.0.64/26" },
        ],
      },
    ],
    domain: { name: "api.dev.example.com", hostedZone: { create: "api.dev.example.com" } },
    table: { encryption: "aws-managed" },
    api: { auth: { type: "iam" }, concurrency: { getItem: 20, createItem: 20 } },
  },
  auroraApi: {
    deletionProtection: false,
    logRetentionInDays: 30,
    network: {
      zones: [
        {
          name: "eu-west-1a",
          publicCidr: "10.11.160.0/20",
          privateCidr: "10.11.128.0/20",
          isolatedCidr: "10.11.192.0/20",
        },
        {
          name: "eu-west-1b",
          publicCidr: "10.11.176.0/20",
          privateCidr: "10.11.144.0/20",
          isolatedCidr: "10.11.208.0/20",
        },
      ],
    },
    data: { maxAcu: 4, readers: 0, backupRetentionInDays: 7 },
    vpn: {
      // Replace these placeholders. docs/aurora-api.md describes how to create the certificates.
      serverCertificateArn: "arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-4000-8000-000000000001",
      authentication: {
        type: "certificate",
        clientRootCertificateArn: "arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-4000-8000-000000000002",
      },
      associations: "first-zone",
    },
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
      vpnGateway: "198.51.100.20",
    },
    failover: { networkMonitor: false, appliance: { authentication: "psk" } },
  },
};

export default dev;
