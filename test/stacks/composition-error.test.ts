import { Construct } from "constructs";
import type { Environment } from "../../config/schema";
import { FileError, RequirementError } from "../../modules/shared/errors";
import { CompositionError } from "../../stacks/composition-error";
import { composeDeployment, composeDeployments } from "../../stacks/compositions";
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

  it("names no construct if the problem names its field of the configuration", () => {
    const error = new RequirementError("activeActive.api.concurrency.health", "be at least 50", 1);
    expect((CompositionError.from(error, testApp(), "dev") as Error).message).toBe(
      "config/dev.ts: 1 problem\n  activeActive.api.concurrency.health must be at least 50, got 1",
    );
  });

  it("names no construct if the problem names its file", () => {
    const error = new FileError("stacks/aurora-api/migrations/app/0001-a.sql:2 must not contain USE");
    expect((CompositionError.from(error, testApp(), "dev") as Error).message).toBe(
      "config/dev.ts: 1 problem\n  stacks/aurora-api/migrations/app/0001-a.sql:2 must not contain USE",
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

  it("reports the first problem of every deployment, by environment", () => {
    const wrong = { threeTier: { app: { capacity: { min: 5 } } } };
    const deployments = ["one", "two"].flatMap((name) => {
      const environment = sampleEnvironment({ name, ...wrong });
      return (["state", "three-tier"] as const).map((architecture) => ({ environment, architecture }));
    });
    const message = (failure(() => composeDeployments(testApp(), deployments)) as Error).message;
    expect(message.replace(/-app\/\S+:/g, "-app/...:")).toBe(
      ["one", "two"]
        .map(
          (name) =>
            `config/${name}.ts: 1 problem\n  ${name}-three-tier-app/...: capacity.min must be at most desired (4), got 5`,
        )
        .join("\n"),
    );
  });

  it("joins the problems of one environment", () => {
    const error = (line: string) => new CompositionError(new Map([["config/dev.ts", [line]]]));
    const { message } = CompositionError.joined([error("dev-a/x: one"), error("dev-b/y: two")]);
    expect(message).toBe("config/dev.ts: 2 problems\n  dev-a/x: one\n  dev-b/y: two");
  });

  it("reports values of the configuration before a bug", () => {
    const broken = { name: "dev" } as Environment;
    const environment = sampleEnvironment({ threeTier: { app: { capacity: { min: 5 } } } });
    const compose = (...deployments: Parameters<typeof composeDeployments>[1]) =>
      failure(() => composeDeployments(testApp(), deployments));
    const bug = { environment: broken, architecture: "state" } as const;
    expect(compose(bug, { environment, architecture: "three-tier" })).toBeInstanceOf(CompositionError);
    expect(compose(bug)).not.toBeInstanceOf(CompositionError);
    expect(compose(bug)).toBeInstanceOf(Error);
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
