import { deploymentName, SelectorError, select } from "../../../config/schema";
import { activeActiveInput } from "../../helpers/active-active";
import { sampleEnvironment } from "../../helpers/environments";

const ENVIRONMENTS = [
  sampleEnvironment({ name: "dev", activeActive: activeActiveInput() }),
  sampleEnvironment({ name: "prod", threeTier: undefined, activeActive: activeActiveInput() }),
];

function names(...selectors: string[]) {
  const { selected, leftOut } = select(ENVIRONMENTS, selectors);
  return { selected: selected.map(deploymentName), leftOut: leftOut.map(deploymentName) };
}

describe("select", () => {
  const all = ["dev-state", "dev-three-tier", "dev-active-active", "prod-state", "prod-active-active"];

  it("selects what each environment deploys by default, and its state", () => {
    expect(names()).toEqual({ selected: all, leftOut: [] });
  });

  it.each([
    ["an environment", ["prod"], ["prod-state", "prod-active-active"]],
    ["an architecture", ["active-active"], ["dev-active-active", "prod-active-active"]],
    ["the states", ["state"], ["dev-state", "prod-state"]],
    ["an architecture of an environment", ["dev-three-tier"], ["dev-three-tier"]],
    [
      "each once, in the order of composition",
      ["prod", "prod-state", "dev-state"],
      ["dev-state", "prod-state", "prod-active-active"],
    ],
  ])("selects %s and leaves out the rest", (_, selectors, selected) => {
    const leftOut = all.filter((name) => !selected.includes(name));
    expect(names(...selectors)).toEqual({ selected, leftOut });
  });

  it.each(["three-tire", "de", "dev-", "prod-three-tier", "local-zone", "--help", "*", ""])(
    "fails on %j, which selects nothing, and lists what there is",
    (selector) => {
      const message =
        "selector must be an environment (dev, prod), an architecture (state, three-tier, active-active) " +
        `or both, e.g. dev-state, got "${selector}"${selector.startsWith("prod-") ? ", but prod has no three-tier" : ""}`;
      expect(() => select(ENVIRONMENTS, ["dev", selector])).toThrow(new SelectorError(message));
    },
  );
});
