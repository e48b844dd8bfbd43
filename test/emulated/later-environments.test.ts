import { loadEnvironments } from "../../config/schema";
import { chooseByShape, describeChoice, ENVIRONMENTS_WITH_SUITES } from "../../tools/deployments/choose-by-shape";
import { type Deployable, deployables } from "../../tools/deployments/deployable";
import { readStacks } from "../../tools/shared/synthesize";
import { describeLater } from "./support/later-suite";
import { suiteFiles } from "./support/suite-files";

const nameOf = ({ environment, architecture }: Deployable) => `${architecture}-${environment}`;

// Deploys new resource types and arguments of environments without suites.
const choices = chooseByShape(
  deployables(
    readStacks(),
    loadEnvironments().map(({ name }) => name),
  ),
);

describe("environments", () => {
  it("have all new resource types and arguments deployed, by a suite or by shape", () => {
    process.stderr.write(choices.map((choice) => `${describeChoice(choice)}\n`).join(""));
    const bySuite = choices.filter(({ deployedBy }) => deployedBy === "suite");
    expect(bySuite.map(({ deployable }) => nameOf(deployable)).sort()).toEqual(suiteFiles(ENVIRONMENTS_WITH_SUITES));
  });
});

for (const { deployable, deployedBy } of choices) {
  if (deployedBy === "shape") {
    describeLater(deployable);
  }
}
