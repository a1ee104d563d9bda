import { AppError } from "../../core/errors/app-error.ts";

/** Reads an option as a whole number of at least 0. The reader throws AppError USAGE for anything else. */
export function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new AppError("USAGE", `${option} takes a whole number, not "${text}".`);
  };
}
