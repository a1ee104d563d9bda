import { Type } from "typebox";
import { ADJUSTS } from "../../../core/spec/beside-spec.ts";
import { oneOf } from "../schema-parts.ts";

/** The keys of `data` that are about splits and dividends beside raw prices. */
export const actionsKeys = {
  actions: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        "File of symbol, ex_date, kind (split, dividend), value and known_at, or with columns split and dividend, beside raw prices.",
      examples: ["./actions.csv"],
    }),
  ),
  adjust: Type.Optional(
    oneOf(ADJUSTS, {
      description:
        "What raw prices are adjusted for. Dividends are paid in cash unless they are in the prices; splits unless given, where there are actions.",
    }),
  ),
  as_of: Type.Optional(
    Type.String({
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
      description: "Splits and dividends as they were known by the end of this day; when the run is for unless given.",
      examples: ["2024-06-28"],
    }),
  ),
};
