/** How this program was called, so that what is printed to type next can be typed: `npx nightgrid` in a clone. */
export function typedCommand(env: Readonly<Record<string, string | undefined>>): string {
  return env["npm_command"] === undefined ? "nightgrid" : "npx nightgrid";
}

/** A word as a shell reads it back. */
export function typedWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
