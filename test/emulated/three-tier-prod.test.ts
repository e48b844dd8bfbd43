import { describeThreeTier } from "./support/three-tier-suite";

// With a domain: zone, two certificates, alias records, HTTPS to the origin.
describeThreeTier("prod", {
  scheme: "internal",
  loadBalancerPort: 443,
  aliases: ["app.example.com"],
  replicas: 1,
  deletionProtection: true,
});
