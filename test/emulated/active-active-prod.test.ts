import { describeActiveActive } from "./support/active-active-suite";

// Bearer tokens, hence an authorizer; keys of ours in three regions.
describeActiveActive("prod", {
  regions: ["us-east-1", "us-west-2", "eu-west-1"],
  name: "api.example.com",
  stage: "prod",
  functions: ["get-item", "create-item", "health", "authorizer"],
  deletionProtection: true,
});
