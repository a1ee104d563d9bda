import type { HostTools } from "./host-tools.ts";

export interface Wrapping {
  readonly isLow: boolean;
  readonly isStrict: boolean;
}

/** The descriptor to which the outermost process says what its children have used. */
export const USAGE_FD = 4;

/**
 * Waits for the program, also while it ends in its own time, and hands its exit code on; says what all of its processes have
 * used of the CPU. As the first process of a namespace it takes in what the program leaves.
 */
const INIT = `trap : TERM INT HUP; "$@" ${USAGE_FD}>&-; code=$?; times >&${USAGE_FD}; exit $code`;

/** argv of a program with what it is started by: word by word, so that nothing in it is ever a shell's text. */
export function wrappedCommand(
  argv: readonly string[],
  tools: HostTools,
  { isLow, isStrict }: Wrapping,
): readonly string[] {
  const apart = isStrict && tools.strict !== null ? tools.strict : [];
  // Tied twice: the tie is not handed on to children, and the program is one of the process that waits for it.
  return [...(isLow ? tools.low : []), ...tools.tied, ...apart, "/bin/sh", "-c", INIT, "sh", ...tools.tied, ...argv];
}

/** The CPU time of all children in milliseconds, from what `times` has printed (POSIX: the second line is theirs). */
export function cpuMsOf(text: string): number | null {
  const children = text.trim().split("\n")[1];
  const parts = [...(children ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) return null;
  return Math.round(
    parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0) * 1000,
  );
}
