import { stripVTControlCharacters } from "node:util";

/**
 * A listener for the lines of cdktf-cli that says when a stack is done. cdktf-cli names a stack in front of its first line of a
 * run of lines.
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
