import { stripVTControlCharacters } from "node:util";

/**
 * A listener for the output of cdktf-cli. It reports each completed stack. cdktf-cli prints the stack's name only before the
 * first of consecutive lines.
 *
 * @param stacks ids of the stacks that are deployed or destroyed
 */
export function applyProgress(stacks: readonly string[], say: (line: string) => void): (line: string) => void {
  let current = "a stack";
  return (line) => {
    const text = stripVTControlCharacters(line).trim();
    current = stacks.find((id) => text.startsWith(id)) ?? current;
    const done = /(Apply|Destroy) complete!.*/.exec(text)?.[0];
    if (done) {
      say(`${current}: ${done}`);
    }
  };
}
