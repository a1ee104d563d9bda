import { Type, type Static } from "typebox";
import { SEARCH_METHODS } from "../../../core/spec/search/search-spec.ts";
import { count, nullable, object, oneOf, text } from "../parts.ts";

export const PlannedSearchSchema = object({
  method: oneOf(SEARCH_METHODS, "how cells are found"),
  text: text("the same in words"),
  combinations: Type.Number({ minimum: 0, description: "of the axes, before `where` and `exclude`" }),
  seed: nullable(count(""), "of its draws; null where there is no chance in it"),
});
export type PlannedSearchJson = Static<typeof PlannedSearchSchema>;
