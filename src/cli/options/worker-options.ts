import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import type { LogLevel } from "../../core/log.ts";
import { wholeNumber } from "./whole-number.ts";

/** What `up` and `worker` take: both compute until they are told to stop. */
export interface WorkerOptions {
  readonly slots?: number;
  readonly verbose?: boolean;
}

export function addWorkerOptions(command: Command): Command {
  return command
    .option("--slots <n>", "ranges computed at the same time (default: one per processor)", slotCount)
    .option("--verbose", "also log what matters only when something is wrong");
}

function slotCount(text: string): number {
  const slots = wholeNumber("--slots")(text);
  if (slots < 1) throw new AppError("USAGE", "--slots is at least 1.");
  return slots;
}

export function logLevelOf({ verbose }: WorkerOptions): LogLevel {
  return verbose === true ? "debug" : "info";
}
