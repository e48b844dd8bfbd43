import type { Environment } from "../../config/schema";
import type { LoadedStack } from "../../tools/local-runtime/model/stack-resources";
import { compose } from "./stacks";

/** The stacks of environments as tools read them from a folder of synthesized stacks. They are not written. */
export function loadedStacks(...environments: readonly Environment[]): LoadedStack[] {
  return compose(environments).stacks.map(({ id, json }) => ({ id, folder: `/out/${id}`, configuration: json }));
}
