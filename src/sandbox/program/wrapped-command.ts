import type { HostTools } from "./host-tools.ts";

export interface Wrapping {
  readonly isLow: boolean;
  readonly isStrict: boolean;
}

/**
 * The first process of a namespace, which no signal ends that it does not heed: waits for the program, also while that ends in its own
 * time, and hands its exit code on.
 */
const INIT = 'trap : TERM INT HUP; "$@"; exit $?';

/** argv of a program with what it is started by: word by word, so that nothing in it is ever a shell's text. */
export function wrappedCommand(
  argv: readonly string[],
  tools: HostTools,
  { isLow, isStrict }: Wrapping,
): readonly string[] {
  const around = [...(isLow ? tools.low : []), ...tools.tied];
  if (!isStrict || tools.strict === null) return [...around, ...argv];
  return [...around, ...tools.strict, "/bin/sh", "-c", INIT, "sh", ...argv];
}
