/**
 * Reads an environment file by the rules of systemd.exec(5), EnvironmentFile=. It is written from that page and does not use
 * the project's quoting, so that a test can find differences.
 *
 * @throws Error when systemd would warn and drop the variable
 */
export function parseEnvironmentFile(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  let at = 0;
  const peek = () => text[at] ?? "";
  while (at < text.length) {
    if (/\s/.test(peek())) {
      at++;
    } else if (peek() === "#" || peek() === ";") {
      while (at < text.length && peek() !== "\n") {
        at++;
      }
    } else {
      const name = nameAt();
      variables.set(name, acceptable(name, valueAt()));
    }
  }
  return variables;

  function nameAt(): string {
    const end = text.indexOf("=", at);
    const name = text.slice(at, end);
    if (end < 0 || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(`not an assignment: ${JSON.stringify(text.slice(at, at + 20))}`);
    }
    at = end + 1;
    return name;
  }

  function valueAt(): string {
    let value = "";
    let blanks = "";
    while (at < text.length && peek() !== "\n") {
      const character = peek();
      at++;
      if (character === " " || character === "\t") {
        blanks += character;
        continue;
      }
      // systemd keeps blanks between parts, and removes those before and after the value.
      value += value === "" ? "" : blanks;
      blanks = "";
      value += character === "'" ? singleQuoted() : character === '"' ? doubleQuoted() : unquoted(character);
    }
    return value;
  }

  function unquoted(character: string): string {
    if (character !== "\\") {
      return character;
    }
    const next = peek();
    at++;
    return next === "\n" ? "" : next;
  }

  function singleQuoted(): string {
    const start = at;
    while (at < text.length && peek() !== "'") {
      at++;
    }
    return text.slice(start, at++);
  }

  function doubleQuoted(): string {
    let value = "";
    while (at < text.length && peek() !== '"') {
      if (peek() === "\\") {
        at++;
        // Only characters that a shell escapes in double quotes lose their backslash. A continued line loses both characters.
        value += '"\\`$'.includes(peek()) ? peek() : peek() === "\n" ? "" : `\\${peek()}`;
      } else {
        value += peek();
      }
      at++;
    }
    at++;
    return value;
  }
}

/** systemd refuses control characters except tab and line feed, and text that is not valid UTF-8. */
function acceptable(name: string, value: string): string {
  const refused = [...value].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    const control = (code < 0x20 && code !== 9 && code !== 10) || code === 0x7f;
    const invalid =
      (code >= 0xd800 && code <= 0xdfff) || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
    return control || invalid;
  });
  if (refused) {
    throw new Error(`${name} would be dropped`);
  }
  return value;
}
