import { Construct } from "constructs";
import type { Environment } from "../../config/schema";
import { CompositionError } from "../../stacks/composition-error";
import { composeDeployment } from "../../stacks/compositions";
import { type Overrides, sampleEnvironment } from "../helpers/environments";
import { testApp } from "../helpers/synth";

function compose(overrides: Overrides): () => void {
  return () => composeDeployment(testApp(), { environment: sampleEnvironment(overrides), architecture: "three-tier" });
}

describe("CompositionError", () => {
  it("names the environment's file, the construct and the rule that a value of the configuration breaks", () => {
    expect(compose({ threeTier: { app: { capacity: { min: 5 } } } })).toThrow(CompositionError);
    expect(compose({ threeTier: { app: { capacity: { min: 5 } } } })).toThrow(
      /^config\/test\.ts: 1 problem\n {2}test-three-tier-app\/\S+: capacity\.min must be at most desired \(4\), got 5$/,
    );
  });

  it("names the construct whose id is taken", () => {
    const app = testApp();
    new Construct(app, "one");
    const error = failure(() => new Construct(app, "one"));
    expect((CompositionError.from(error, app, "dev") as Error).message).toMatch(
      /^config\/dev\.ts: 1 problem\n {2}one: There is already a Construct with name 'one'/,
    );
  });

  it("lists every failed validation, each with its construct", () => {
    const error = new Error("Validation failed with the following errors:\n  [dev-x/topic] one\n  [dev-y] two");
    expect((CompositionError.from(error, testApp()) as Error).message).toBe(
      "config: 2 problems\n  dev-x/topic: one\n  dev-y: two",
    );
  });

  it("leaves a bug as it is", () => {
    const bug = new TypeError("undefined is not a function");
    expect(CompositionError.from(bug, testApp(), "dev")).toBe(bug);
    const broken = { name: "dev" } as Environment;
    expect(() => composeDeployment(testApp(), { environment: broken, architecture: "state" })).toThrow(Error);
    expect(() => composeDeployment(testApp(), { environment: broken, architecture: "state" })).not.toThrow(
      CompositionError,
    );
  });
});

function failure(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
