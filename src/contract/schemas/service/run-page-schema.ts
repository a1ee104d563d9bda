import { list, object } from "../parts.ts";
import { ListedRunSchema } from "../run-schema.ts";
import { nextCursor, TotalSchema } from "./service-parts.ts";

export const RunPageSchema = object({
  items: list(ListedRunSchema, "in the order that was asked for"),
  next_cursor: nextCursor,
  total: TotalSchema,
});
