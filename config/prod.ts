import type { EnvironmentInput } from "./schema";

/** Production: the defaults. Replace the account and the domain with yours. */
const prod: EnvironmentInput = {
  name: "prod",
  project: "project-x",
  accountId: "222222222222",
  region: "us-east-1",
  tags: { Environment: "Prod" },
  threeTier: {
    network: {
      zones: [
        { name: "us-east-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
        { name: "us-east-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
        { name: "us-east-1c", publicCidr: "10.0.32.0/20", privateCidr: "10.0.160.0/20", isolatedCidr: "10.0.224.0/20" },
      ],
      domain: { name: "app.example.com", hostedZone: { create: "example.com" } },
    },
    // One worker, because NewsRead keeps logged-in users in a variable of the process. Other applications can omit this field.
    app: { workers: 1 },
    edge: { cachedPaths: ["/static/*"] },
  },
  activeActive: {
    regions: [
      {
        name: "us-east-1",
        vpcCidr: "10.16.0.0/24",
        zones: [
          { name: "us-east-1a", privateCidr: "10.16.0.0/26" },
          { name: "us-east-1b", privateCidr: "10.16.0.64/26" },
          { name: "us-east-1c", privateCidr: "10.16.0.128/26" },
        ],
      },
      {
        name: "us-west-2",
        vpcCidr: "10.17.0.0/24",
        zones: [
          { name: "us-west-2a", privateCidr: "10.17.0.0/26" },
          { name: "us-west-2b", privateCidr: "10.17.0.64/26" },
          { name: "us-west-2c", privateCidr: "10.17.0.128/26" },
        ],
      },
      {
        name: "eu-west-1",
        vpcCidr: "10.18.0.0/24",
        zones: [
          { name: "eu-west-1a", privateCidr: "10.18.0.0/26" },
          { name: "eu-west-1b", privateCidr: "10.18.0.64/26" },
          { name: "eu-west-1c", privateCidr: "10.18.0.128/26" },
        ],
      },
    ],
    domain: { name: "api.example.com", hostedZone: { create: "api.example.com" } },
    api: {
      stage: "prod",
      auth: {
        type: "jwt",
        issuers: [{ issuer: "https://login.example.com", audience: ["items"] }],
        scopes: { read: "items.read", write: "items.write", admin: "items.admin" },
        ownership: "owner-overwrites",
      },
    },
  },
  auroraApi: {
    network: {
      zones: [
        {
          name: "us-east-1a",
          publicCidr: "10.11.160.0/20",
          privateCidr: "10.11.128.0/20",
          isolatedCidr: "10.11.192.0/20",
        },
        {
          name: "us-east-1b",
          publicCidr: "10.11.176.0/20",
          privateCidr: "10.11.144.0/20",
          isolatedCidr: "10.11.208.0/20",
        },
      ],
    },
    vpn: {
      // Replace these placeholders. docs/aurora-api.md describes how to create the certificates.
      serverCertificateArn: "arn:aws:acm:us-east-1:222222222222:certificate/00000000-0000-4000-8000-000000000001",
      authentication: {
        type: "certificate",
        clientRootCertificateArn: "arn:aws:acm:us-east-1:222222222222:certificate/00000000-0000-4000-8000-000000000002",
      },
    },
  },
  localZone: {
    zone: "us-east-1-bos-1a",
    subnets: {
      endpoints: [
        { zone: "us-east-1a", cidr: "10.20.8.0/24" },
        { zone: "us-east-1b", cidr: "10.20.9.0/24" },
      ],
    },
    directConnect: {
      virtualInterfaces: [
        {
          location: "EqDC2",
          preference: "high",
          connectionId: "dxcon-fg1234ab",
          vlan: 101,
          customerAsn: 65000,
          amazonAddress: "169.254.100.1/30",
          customerAddress: "169.254.100.2/30",
        },
        {
          name: "second",
          location: "CSVA1",
          preference: "low",
          connectionId: "dxcon-fg1234cd",
          vlan: 101,
          customerAsn: 65000,
          amazonAddress: "169.254.101.1/30",
          customerAddress: "169.254.101.2/30",
        },
      ],
    },
    onPremises: {
      ranges: ["192.168.0.0/16"],
      targets: ["192.168.0.2", "192.168.0.3"],
      vpnTargets: ["192.168.255.1"],
      vpnGateway: "198.51.100.10",
    },
    failover: { networkMonitor: "experimental" },
    workload: { instances: {} },
  },
};

export default prod;
