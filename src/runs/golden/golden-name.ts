import { AppError } from "../../core/errors/app-error.ts";

/** Also the name of its file, on any file system. */
export const GOLDEN_NAME = /^[a-z0-9][a-z0-9_-]{0,79}$/;

/** @throws AppError USAGE for what is no name */
export function requireGoldenName(name: string): string {
  if (GOLDEN_NAME.test(name)) return name;
  throw new AppError("USAGE", `${JSON.stringify(name.slice(0, 80))} cannot be the name of a golden`, {
    hint: "Write up to 80 of a…z, 0…9, _ and -, the first one a letter or a digit.",
  });
}
