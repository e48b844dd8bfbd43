import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration, readStacks } from "../../tools/shared/synthesize";
import type { ResultTable } from "../bench";

/** Size of one synthesized stack. */
export interface StackSize {
  readonly resources: number;
  readonly bytes: number;
}

/** Sizes of the stacks in an output folder of CDKTF, by stack ID. */
export function terraformSizes(folder: string): Map<string, StackSize> {
  return new Map(
    readStacks(folder).map((stack) => {
      const types = Object.values(readConfiguration(stack).resource ?? {});
      const resources = types.reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
      return [stack.id, { resources, bytes: readFileSync(join(stack.folder, "cdk.tf.json")).length }];
    }),
  );
}

const TEMPLATE = ".template.json";

/** Sizes of the stacks in an output folder of AWS CDK, by stack ID. */
export function cloudFormationSizes(folder: string): Map<string, StackSize> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(TEMPLATE))
      .sort()
      .map((name) => {
        const text = readFileSync(join(folder, name));
        const { Resources = {} } = JSON.parse(text.toString()) as { Resources?: object };
        return [name.slice(0, -TEMPLATE.length), { resources: Object.keys(Resources).length, bytes: text.length }];
      }),
  );
}

/** Sum over all stacks. */
export function totalSize(sizes: ReadonlyMap<string, StackSize>): StackSize {
  let total = { resources: 0, bytes: 0 };
  for (const { resources, bytes } of sizes.values()) {
    total = { resources: total.resources + resources, bytes: total.bytes + bytes };
  }
  return total;
}

/** A table with the number of resources of each stack in both projects. */
export function resourceTable(own: ReadonlyMap<string, StackSize>, peer: ReadonlyMap<string, StackSize>): ResultTable {
  const ids = [...new Set([...own.keys(), ...peer.keys()])].sort();
  const cell = (sizes: ReadonlyMap<string, StackSize>, id: string) => String(sizes.get(id)?.resources ?? "-");
  const total = (sizes: ReadonlyMap<string, StackSize>) => String(totalSize(sizes).resources);
  return {
    title: "Resources of each stack",
    header: ["stack", "Tierra (Terraform)", "AWS CDK (CloudFormation)"],
    rows: [
      ...ids.map((id) => [id, cell(own, id), cell(peer, id)]),
      [`${own.size} and ${peer.size} stacks`, total(own), total(peer)],
    ],
  };
}
