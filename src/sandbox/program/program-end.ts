import { constants } from "node:os";

/** Why a program was ended by us. */
export const STOP_REASONS = ["timeout", "memory", "processes", "stopped"] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** How a program has ended, and what it has used. */
export interface ProgramEnd {
  /** 0 … 255; 128 and its number for a signal, as a shell says it. Null when it was ended by us. */
  readonly exitCode: number | null;
  /** The signal that has ended it, as far as its exit code tells. */
  readonly signal: string | null;
  /** Null when it has ended by itself. */
  readonly stopped: StopReason | null;
  readonly durationMs: number;
  /** Of all its processes; null where the system does not tell, or it was ended before it could be asked. */
  readonly cpuMs: number | null;
  /** The most memory that was seen in use, looked at several times a second; null where the system does not tell. */
  readonly peakBytes: number | null;
  /** Processes that it had left running, and that were ended with it. */
  readonly leftRunning: number;
}

/** The name of the signal of an exit code above 128; null for others. */
export function signalOfExit(exitCode: number): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128);
  return exitCode > 128 && found !== undefined ? found[0] : null;
}
