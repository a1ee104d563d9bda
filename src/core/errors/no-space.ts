/** The disk is full, a quota is used up, or a file would be larger than the limit of the process (`ulimit -f`). */
const CODES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Whether a file could not be written for want of space. */
export function isNoSpace(error: unknown): boolean {
  return error instanceof Error && "code" in error && CODES.has(error.code);
}
