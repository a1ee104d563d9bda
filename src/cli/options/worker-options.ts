import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import type { LogLevel } from "../../core/log.ts";
import { wholeNumber } from "./whole-number.ts";

/** What `up` and `worker` take: both compute until they are told to stop. */
export interface WorkerOptions {
  readonly slots?: string;
  readonly verbose?: boolean;
}

export function addWorkerOptions(command: Command): Command {
  return command
    .option("--slots <n>", "ranges computed at the same time (default: one per processor)")
    .option("--verbose", "also log what matters only when something is wrong");
}

/** `--slots` in the form of the worker. @throws AppError USAGE below 1 */
export function slotsOf({ slots: text }: WorkerOptions): { readonly slots?: number } {
  if (text === undefined) return {};
  const slots = wholeNumber("--slots", text);
  if (slots < 1) throw new AppError("USAGE", "--slots is at least 1.");
  return { slots };
}

export function logLevelOf({ verbose }: WorkerOptions): LogLevel {
  return verbose === true ? "debug" : "info";
}
