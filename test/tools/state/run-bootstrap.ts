import { join } from "node:path";
import { StateBootstrap } from "../../../tools/state/bootstrap";
import { TerraformCli } from "../../../tools/terraform/cli";

/** A bootstrap in a separate process, which a test can kill. The argument is the folder of a World. */
async function main(folder: string): Promise<void> {
  const terraform = await TerraformCli.find();
  const stack = { id: "dev-state", folder: join(folder, "stack"), dependencies: [] };
  const stateFolder = join(folder, "root");
  await new StateBootstrap({ terraform, stack, accountId: "123456789012", stateFolder, say: () => {} }).run();
}

void main(process.argv[2] ?? "");
