import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import { wholeNumber } from "./whole-number.ts";

export function addListenOptions(command: Command): Command {
  return command
    .option("--host <address>", "address to serve on (default: NIGHTGRID_HOST, else 127.0.0.1)")
    .option("--port <n>", "port to serve on (default: NIGHTGRID_PORT, else the first free one from 4400)", port);
}

function port(text: string): number {
  const number = wholeNumber("--port")(text);
  if (number <= 65_535) return number;
  throw new AppError("USAGE", "--port is at most 65535.");
}
