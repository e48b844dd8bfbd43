import { type Environment, loadEnvironments, select } from "../../config/schema";
import { composeDeployment } from "../../stacks/compositions";
import { LOCAL_ZONE, type Overrides, sampleEnvironment } from "./environments";
import { Estate } from "./estate";
import { synthesizeApp, testApp } from "./synth";
import { Template } from "./template";

/** Environments with options that the environments in `config/` do not use. */
const CHOICES: readonly Overrides[] = [
  {
    name: "open",
    threeTier: {
      deletionProtection: false,
      network: {
        natGateways: "none",
        interfaceEndpoints: [
          "secretsmanager",
          "ssm",
          "ssmmessages",
          "ec2messages",
          "logs",
          "monitoring",
          "autoscaling",
          "kms",
        ],
      },
      data: {
        mysql: { masterCredentials: "rds-managed", readReplicas: 0, multiAz: false, performanceInsights: false },
        backup: { vaultLock: "none" },
      },
      app: {
        source: { s3: { bucket: "artifacts", key: "newsread.tar.gz", versionId: "1" } },
        loadBalancer: { exposure: "public" },
        bastions: { count: 0 },
      },
    },
    localZone: {
      ...LOCAL_ZONE,
      failover: {
        mode: "route-server",
        routeServer: { experimental: true },
        networkMonitor: "experimental",
        appliance: { authentication: "psk" },
      },
      workload: { eks: { cluster: "edge", clusterSecurityGroupId: "sg-0123456789abcdef0" } },
    },
  },
  {
    name: "fronted",
    threeTier: {
      alarmSubscriptions: [
        { protocol: "email", endpoint: "ops@example.com" },
        { protocol: "https", endpoint: "https://example.com/page", receives: "pages" },
      ],
      network: { domain: { name: "app.example.com", hostedZone: { id: "Z0123456789ABC" } } },
      data: {
        mysql: { engineVersion: "8.0", readReplicas: 3 },
        backup: { vaultLock: "compliance", copyTo: { region: "eu-central-1", monthlyRetentionInDays: 730 } },
      },
      app: { loadBalancer: { exposure: "cloudfront-only" } },
      edge: { cachedPaths: ["/static/*"], geoRestriction: { type: "deny", countries: ["KP"] } },
    },
    localZone: {
      ...LOCAL_ZONE,
      failover: {
        appliance: { image: { marketplace: "ami-0123456789abcdef0", rootDevice: "/dev/sda1", rootVolumeGiB: 16 } },
      },
    },
  },
  {
    name: "roaming",
    threeTier: undefined,
    activeActive: {
      regions: ["us-east-1", "us-west-2"].map(activeRegion),
      domain: { name: "api.example.com", hostedZone: { id: "Z0123456789ABC" } },
      alarmSubscriptions: [{ protocol: "email", endpoint: "ops@example.com", receives: "pages" }],
      api: { auth: { type: "none" }, webAcl: "none" },
      routing: { policy: "traffic-policy" },
    },
  },
  {
    name: "leaving",
    threeTier: undefined,
    activeActive: {
      regions: (["active", "drained", "removed"] as const).map((state, index) => ({
        ...activeRegion(["eu-west-1", "us-east-1", "us-west-2"][index] ?? ""),
        state,
        deletionProtection: state === "active",
      })),
      domain: { name: "api.example.com", hostedZone: { create: "example.com" } },
      api: { auth: { type: "none" } },
    },
  },
  {
    name: "trial",
    threeTier: undefined,
    activeActive: {
      deletionProtection: false,
      regions: ["eu-west-1", "us-west-2"].map(activeRegion),
      api: { auth: { type: "none" } },
    },
  },
  {
    name: "federated",
    auroraApi: {
      deletionProtection: false,
      network: {
        vpcCidr: "11.0.0.0/16",
        natGateways: "none",
        zones: [
          { name: "eu-west-1a", publicCidr: "11.0.0.0/20", privateCidr: "11.0.16.0/20", isolatedCidr: "11.0.32.0/20" },
          { name: "eu-west-1b", publicCidr: "11.0.48.0/20", privateCidr: "11.0.64.0/20", isolatedCidr: "11.0.80.0/20" },
        ],
      },
      data: { readers: 0, databases: ["app", "reports"], backup: { copyTo: { region: "eu-central-1" } } },
      api: { gateway: { type: "rest" } },
      vpn: {
        serverCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/server",
        authentication: {
          type: "saml",
          providerArn: "arn:aws:iam::123456789012:saml-provider/people",
          groupIds: ["dba", "support"],
        },
      },
    },
  },
];

function activeRegion(name: string) {
  return {
    name,
    zones: [
      { name: `${name}a`, privateCidr: "10.0.0.0/26" },
      { name: `${name}b`, privateCidr: "10.0.0.64/26" },
    ],
  };
}

let shipped: Estate | undefined;
let all: Estate | undefined;

/** Every stack of every environment in `config/`, by id. Synthesized once per test file. */
export function allStacks(): ReadonlyMap<string, Template> {
  shipped ??= compose(loadEnvironments());
  return new Map(shipped.stacks.map((stack) => [stack.id, stack]));
}

/** The stacks of every environment in `config/` and of environments with other options. Synthesized once per test file. */
export function everything(): Estate {
  all ??= compose([...loadEnvironments(), ...CHOICES.map(sampleEnvironment)]);
  return all;
}

/** The stacks of some environments, composed like in main.ts. */
export function compose(environments: readonly Environment[]): Estate {
  const app = testApp();
  for (const deployment of select(environments, []).selected) {
    composeDeployment(app, deployment);
  }
  return new Estate(
    synthesizeApp(app).map((stack) => new Template(stack)),
    environments,
  );
}
