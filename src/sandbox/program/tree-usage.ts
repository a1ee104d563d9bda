import { readFileSync } from "node:fs";

/** What processes use at a moment. */
export interface TreeUsage {
  /** Sum of what is resident of each, in bytes: pages that several share count several times. */
  readonly residentBytes: number;
  /** The most that any single one of them has ever had. */
  readonly highestBytes: number;
}

const KIB = 1024;

export function usageOf(processes: readonly number[]): TreeUsage {
  const uses = processes.map(memoryOf);
  return {
    residentBytes: uses.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    highestBytes: Math.max(0, ...uses.map(({ highestBytes }) => highestBytes)),
  };
}

/** The same with shared pages shared out among those that share them (PSS): what would be free without the program. */
export function proportionalBytes(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => sum + kibibytes(read(`/proc/${pid}/smaps_rollup`), "Pss"), 0) * KIB;
}

function memoryOf(pid: number): { readonly residentBytes: number; readonly highestBytes: number } {
  const status = read(`/proc/${pid}/status`);
  return { residentBytes: kibibytes(status, "VmRSS") * KIB, highestBytes: kibibytes(status, "VmHWM") * KIB };
}

function kibibytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
}

/** Empty when it has ended meanwhile, or where there is no /proc. */
function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
