/** A word in the prose of a file that plain English avoids. */
export interface Finding {
  /** Line number, from 1. */
  readonly line: number;
  /** The word as it is written. */
  readonly word: string;
  /** What to write instead. */
  readonly advice: string;
}

/** Words to avoid, with what to write instead. Many readers learned English from AWS's documentation. */
const ADVICE: Readonly<Record<string, string>> = {
  whoever: "name the person or the resource",
  somebody: "name the person or the role, e.g. the on-call engineer",
  nobody: 'use "no user", "no resource" or the passive voice',
  told: 'use "configured", "notified" or "reported"',
  said: 'use "stated", "specified" or "configured"',
  wants: 'use "requires" or "needs"',
};

/** Words in prose, not parts of names such as `basic.target.wants`. */
const WORDS = new RegExp(`(?<![\\w.$])(?:${Object.keys(ADVICE).join("|")})(?![\\w(=])`, "gi");

/** A keyword of systemd's units. */
const SYSTEMD_TERM = "Wants";

/** Strings of one line. Single words are values, not prose. */
const STRINGS = /(["'`])(?:\\.|(?!\1)[^\\])*\1/g;

/** Every word to avoid in the prose of a file: text of Markdown files, otherwise comments and strings of several words. */
export function wordsToAvoid(path: string, text: string): Finding[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      [...proseOf(path, line).matchAll(WORDS)]
        .map(([word]) => ({ line: index + 1, word, advice: ADVICE[word.toLowerCase()] ?? "" }))
        .filter(({ word }) => word !== SYSTEMD_TERM),
    );
}

function proseOf(path: string, line: string): string {
  if (path.endsWith(".md")) {
    return line.replaceAll(/`[^`]*`/g, "");
  }
  const [comment = ""] = /(?:^|\s)(?:\/\/|\/\*\*?|\*|#)\s.*$/.exec(line) ?? [];
  const strings = [...line.slice(0, line.length - comment.length).matchAll(STRINGS)]
    .map(([string]) => string.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, ""))
    .filter((string) => string.includes(" "));
  return [...strings, comment].join("\n");
}
