import { readdirSync, readFileSync } from "node:fs";

/** The variable by which all that a scenario has started is known, whoever started it. */
export const MARK = "NIGHTGRID_CHAOS";

/** Processes that bear the mark, as `pid command line`; those that have ended and were not yet waited for are none. */
export function markedProcesses(mark: string): readonly string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${MARK}=${mark}\0`)) return [];
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()}`];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
