import type { Static } from "typebox";
import { count, instant, list, nullable, object } from "../parts.ts";

const part = (description: string) =>
  object(
    {
      start: instant("when its first bar begins"),
      end: instant("when its last bar begins"),
      bars: count("how many it has"),
    },
    description,
  );

/** As of the backtest itself. */
const cells = {
  cells: count("that are measured"),
  cached: count("of which every part was measured before"),
  to_compute: count("the others"),
  estimate_ms: nullable(
    count(""),
    "how long these take, milliseconds; null when no cell of the backtest was ever computed",
  ),
};

export const PLANNED_STUDIES = {
  walk_forward: nullable(
    object({
      windows: list(
        object({ in_sample: part("in which cells are chosen"), out_of_sample: part("in which they are traded") }),
        "oldest first",
      ),
      gap: count("bars between the two parts of each"),
      ...cells,
    }),
    "the windows of its [walk-forward](walk-forward.md); null where it has none",
  ),
  cpcv: nullable(
    object({
      groups: count("its returns are cut into so many"),
      test: count("so many of them are tested at a time"),
      returns: count("of all groups together"),
      splits: count("in each of which a cell is chosen"),
      paths: count("through all groups"),
      ...cells,
    }),
    "its [cross-validation](walk-forward.md#many-paths-cpcv); null where it has none",
  ),
};

const PlannedStudiesSchema = object(PLANNED_STUDIES);
export type PlannedStudiesJson = Static<typeof PlannedStudiesSchema>;
