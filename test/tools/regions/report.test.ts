import { regionsReport } from "../../../tools/regions/report";
import { UsageError } from "../../../tools/shared/usage-error";
import { type ActiveActiveInput, activeActive, activeActiveInput } from "../../helpers/active-active";
import { sampleEnvironment } from "../../helpers/environments";

type State = "active" | "drained" | "removed";

function report(states: readonly State[], section: Partial<ActiveActiveInput> = {}): string[] {
  const { regions } = activeActiveInput(["eu-west-1", "us-east-1", "us-west-2"].slice(0, states.length));
  const withStates = regions.map((region, index) => ({
    ...region,
    state: states[index],
    ...(states[index] === "removed" ? { deletionProtection: false } : {}),
  }));
  return regionsReport(activeActive({ regions: withStates, ...section })).split("\n");
}

describe("regionsReport", () => {
  it("lists active regions and deploys all stacks together", () => {
    expect(report(["active", "active"])).toEqual([
      "region     state   answers for      holds the  deletion protection",
      "---------  ------  ---------------  ---------  -------------------",
      "eu-west-1  active  api.example.com  table      on",
      "us-east-1  active  api.example.com  replica    on",
      "",
      "Deploy:  npx cdktf deploy 'test-account-*' 'test-active-active-*'",
      "Then, after a change of the list:  npm run release -- --environment test",
    ]);
  });

  it("names how a region is drained, restored and removed", () => {
    const lines = report(["active", "drained"], { deletionProtection: false });
    expect(lines[3]).toBe("us-east-1  drained  -                replica    off");
    expect(lines.slice(-3)).toEqual([
      "us-east-1 is drained after:  npx cdktf deploy test-active-active-routing --ignore-missing-stack-dependencies",
      'To restore it, set state: "active" and repeat this command.',
      'To remove it, set deletionProtection: false, deploy its stack and test-active-active-table, then set state: "removed".',
    ]);
    expect(report(["drained", "active"]).at(-1)).toBe(
      "It cannot be removed, because it is the first region: see docs/active-active-regions.md.",
    );
  });

  it("first ends the measurement of a removed region, then takes it out of routing, and out of the table after its stack", () => {
    const lines = report(["active", "drained", "removed"]);
    expect(lines[4]).toBe("us-west-2  removed  -                -          -");
    expect(lines.slice(6, 13)).toEqual([
      "Deploy in this order:",
      "  1. npx cdktf deploy test-active-active-region-eu-west-1 test-active-active-region-us-east-1 --ignore-missing-stack-dependencies",
      "  2. npm run release -- --environment test",
      "  3. npx cdktf deploy test-active-active-routing --ignore-missing-stack-dependencies",
      "  4. npx cdktf deploy test-active-active-region-us-west-2",
      "  5. npx cdktf deploy test-active-active-table",
      "  6. npx cdktf deploy test-account-us-west-2",
    ]);
    expect(lines.at(-1)).toBe("us-west-2 is removed. After the last command, delete its entry from config/test.ts.");
  });

  it("has no answers without a domain", () => {
    expect(report(["active", "active"], { domain: undefined })[2]).toBe(
      "eu-west-1  active  -            table      on",
    );
  });

  it("fails for an environment without the backend", () => {
    const fail = () => regionsReport(sampleEnvironment());
    expect(fail).toThrow(new UsageError('--environment must have the section activeActive, got "test"'));
  });
});
