import { describeActiveActive } from "./support/active-active-suite";

// Callers sign with AWS credentials. The table has the AWS managed key.
describeActiveActive("dev", {
  regions: ["eu-west-1", "eu-central-1"],
  name: "api.dev.example.com",
  stage: "dev",
  functions: ["get-item", "create-item", "health"],
  deletionProtection: false,
  release: true,
  evacuation: true,
});
