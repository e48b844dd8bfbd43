import { describeThreeTier } from "./support/three-tier-suite";

// Without a domain: CloudFront's own name, HTTP to the origin.
describeThreeTier("dev", {
  scheme: "internal",
  loadBalancerPort: 80,
  aliases: [],
  replicas: 1,
  deletionProtection: false,
});
