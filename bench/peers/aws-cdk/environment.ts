/** One region of the active-active architecture. */
export interface RegionSettings {
  readonly name: string;
  readonly vpcCidr: string;
  readonly zones: readonly string[];
}

/** The values that differ between the environments. */
export interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly deletionProtection: boolean;
  /** Zones of the three-tier network, and of the Aurora network. */
  readonly zones: readonly string[];
  readonly auroraZones: readonly string[];
  readonly natGateways: number;
  readonly domain?: { readonly name: string; readonly zoneName: string };
  /** ARN of a web ACL of scope CLOUDFRONT in us-east-1. Without it the edge stack, which then is in us-east-1, creates one. */
  readonly edgeWebAclArn?: string;
  readonly readReplicas: number;
  readonly auroraReaders: number;
  readonly vpnAssociations: number;
  readonly api: { readonly domain: string; readonly zoneId: string; readonly jwt: boolean };
  readonly regions: readonly RegionSettings[];
  readonly localZone: { readonly region: string; readonly name: string; readonly endpointZones: readonly string[] };
  readonly privateVirtualInterface: { readonly connectionId: string; readonly vlan: number };
}

export const dev: Environment = {
  name: "dev",
  account: "111111111111",
  region: "eu-west-1",
  deletionProtection: false,
  zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  auroraZones: ["eu-west-1a", "eu-west-1b"],
  natGateways: 1,
  edgeWebAclArn: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/edge/00000000-0000-4000-8000-000000000003",
  readReplicas: 1,
  auroraReaders: 0,
  vpnAssociations: 1,
  api: { domain: "api.dev.example.com", zoneId: "Z0123456789DEV", jwt: false },
  regions: [
    { name: "eu-west-1", vpcCidr: "10.16.0.0/24", zones: ["eu-west-1a", "eu-west-1b"] },
    { name: "eu-central-1", vpcCidr: "10.17.0.0/24", zones: ["eu-central-1a", "eu-central-1b"] },
  ],
  localZone: {
    region: "eu-central-1",
    name: "eu-central-1-ham-1a",
    endpointZones: ["eu-central-1a", "eu-central-1b"],
  },
  privateVirtualInterface: { connectionId: "dxcon-fg1234ab", vlan: 101 },
};

export const prod: Environment = {
  name: "prod",
  account: "222222222222",
  region: "us-east-1",
  deletionProtection: true,
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
  auroraZones: ["us-east-1a", "us-east-1b"],
  natGateways: 3,
  domain: { name: "app.example.com", zoneName: "example.com" },
  readReplicas: 1,
  auroraReaders: 1,
  vpnAssociations: 2,
  api: { domain: "api.example.com", zoneId: "Z0123456789PROD", jwt: true },
  regions: [
    { name: "us-east-1", vpcCidr: "10.16.0.0/24", zones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
    { name: "us-west-2", vpcCidr: "10.17.0.0/24", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
    { name: "eu-west-1", vpcCidr: "10.18.0.0/24", zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] },
  ],
  localZone: { region: "us-east-1", name: "us-east-1-bos-1a", endpointZones: ["us-east-1a", "us-east-1b"] },
  privateVirtualInterface: { connectionId: "dxcon-fg1234ab", vlan: 101 },
};
