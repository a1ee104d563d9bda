import { AppError } from "../../core/errors/app-error.ts";

export const DEFAULT_SCHEMA = "nightgrid";

/** The schema as an SQL identifier. @throws AppError USAGE when the name needs more than lowercase letters, digits and `_` */
export function quoteSchema(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new AppError("USAGE", `"${schema}" cannot be the name of our schema`, {
      hint: "Use lowercase letters, digits and _, at most 63, not starting with a digit.",
    });
  }
  return `"${schema}"`;
}
