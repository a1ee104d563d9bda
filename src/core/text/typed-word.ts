/**
 * A command as a shell and our own options read it back.
 *
 * @param operands those that begin with "-" come after "--", behind the options
 * @param options written out
 */
export function commandLine(command: string, operands: readonly string[], options = ""): string {
  const first = operands.findIndex((word) => word.startsWith("-"));
  const plain = (first < 0 ? operands : operands.slice(0, first)).map(typedWord);
  const dashed = first < 0 ? [] : ["--", ...operands.slice(first).map(typedWord)];
  return [command, ...plain, ...(options === "" ? [] : [options]), ...dashed].join(" ");
}

/** A word as a shell reads it back. */
export function typedWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
