import { AppError } from "../../core/app-error.ts";
import { wholeNumber } from "./whole-number.ts";

/** `--slots`, as the part of worker options that it sets. @throws AppError USAGE below 1 */
export function slotsOption(text: string | undefined): { readonly slots?: number } {
  if (text === undefined) return {};
  const slots = wholeNumber("--slots", text);
  if (slots < 1) throw new AppError("USAGE", "--slots is at least 1.");
  return { slots };
}
