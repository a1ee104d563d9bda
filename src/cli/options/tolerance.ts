import { AppError } from "../../core/errors/app-error.ts";

/** Reads an option as a finite number of at least 0. The reader throws AppError USAGE for anything else. */
export function tolerance(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
    throw new AppError("USAGE", `${option} takes a number of at least 0, such as 1e-9, not "${text}".`);
  };
}
