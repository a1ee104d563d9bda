import { Type, type Static } from "typebox";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import { nullable, object, oneOf, open, text } from "./parts.ts";

export const ErrorSchema = object(
  {
    code: oneOf(
      [...ERROR_CODES, "UNEXPECTED"] as const,
      "[what it means](errors.md); `UNEXPECTED`: a bug in Nightgrid",
    ),
    message: text("the fact"),
    hint: nullable(Type.String(), "what to do"),
    details: open<Readonly<Record<string, unknown>>>(
      "values by name",
      {},
      "facts for programs, such as the `diagnostics` of a DAG that cannot be run",
    ),
  },
  "why there is no other answer",
);
export type ErrorJson = Static<typeof ErrorSchema>;

export const FailureSchema = object({ error: ErrorSchema });
