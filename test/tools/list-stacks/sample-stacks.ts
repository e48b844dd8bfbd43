import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../../tools/shared/synthesize";

/** Writes synthesized stacks to a folder: for each ID the environment, the number of resources and the stacks to deploy first. */
export function sampleStacks(
  folder: string,
  stacks: Readonly<Record<string, readonly [environment: string, resources: number, ...needs: string[]]>>,
): SynthesizedStack[] {
  return Object.entries(stacks).map(([id, [environment, resources, ...dependencies]]) => {
    const path = join(folder, id);
    mkdirSync(path, { recursive: true });
    const terraform = { backend: { s3: { key: `${environment}/${id}.tfstate` } } };
    const names = Array.from({ length: resources }, (_, index) => [`r${index}`, {}]);
    const resource = { aws_lb: {}, aws_vpc: Object.fromEntries(names) };
    writeFileSync(join(path, "cdk.tf.json"), JSON.stringify({ terraform, resource }));
    return { id, folder: path, dependencies };
  });
}
