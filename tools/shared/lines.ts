/** Columns of a line. Longer lines would wrap on a usual terminal. */
export const LINE_WIDTH = 100;

/** The name, with `...` in place of its middle if it is too long. Names differ mostly at their ends. */
export function shortened(name: string, limit: number): string {
  if (name.length <= limit) {
    return name;
  }
  const kept = limit - 3;
  return `${name.slice(0, Math.ceil(kept / 2))}...${name.slice(name.length - Math.floor(kept / 2))}`;
}

/**
 * The words of a text, in lines of at most `LINE_WIDTH` columns. A longer word has a line of its own, and is not cut.
 *
 * @param start begins the first line
 * @param indent columns of the lines after it
 */
export function wrappedText(text: string, start = "", indent = start.length): string[] {
  const [first = "", ...words] = text.split(" ");
  const lines = [start + first];
  for (const word of words) {
    const last = lines.at(-1) as string;
    if (last.length + 1 + word.length <= LINE_WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(" ".repeat(indent) + word);
    }
  }
  return lines;
}

/** Joins the names with commas, in lines of at most `width` columns. */
export function wrapped(names: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const [index, name] of names.entries()) {
    const text = shortened(name, width - 1) + (index < names.length - 1 ? "," : "");
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= width) {
      lines[lines.length - 1] = `${last} ${text}`;
    } else {
      lines.push(text);
    }
  }
  return lines;
}
