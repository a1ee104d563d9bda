import { AppError } from "../../core/errors/app-error.ts";

/** The number of an option. @throws AppError USAGE unless it is a whole number of at least 0 */
export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError("USAGE", `${option} takes a whole number, not "${text}".`);
}
