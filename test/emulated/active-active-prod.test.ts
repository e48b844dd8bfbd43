import { describeActiveActive } from "./support/active-active-suite";

// Callers send bearer tokens. Therefore there is an authorizer. The table has customer managed keys in three regions.
describeActiveActive("prod", {
  regions: ["us-east-1", "us-west-2", "eu-west-1"],
  name: "api.example.com",
  stage: "prod",
  functions: ["get-item", "create-item", "health", "authorizer"],
  deletionProtection: true,
});
