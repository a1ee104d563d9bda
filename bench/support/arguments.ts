const given = process.argv.slice(2);
const numbers = given.filter((argument) => !argument.startsWith("--")).map(Number);

/** The number at that place of the command line, options not counted. */
export function numberArgument(place: number, fallback: number): number {
  return numbers[place] ?? fallback;
}

export function hasOption(name: `--${string}`): boolean {
  return given.includes(name);
}
