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
