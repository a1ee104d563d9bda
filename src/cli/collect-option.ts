/** For commander: collects a repeatable option, as in `--param a=1 --param b=2`. */
export function collectOption(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
