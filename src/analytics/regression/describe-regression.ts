import { CHANGE_CAUSES, type ChangeCause, type ChangedCell, type RegressionResult } from "./regression-result.ts";

const WORDS: Readonly<Record<ChangeCause, string>> = {
  data: "revised data",
  code: "changed code",
  engine: "another version of the engine",
  settings: "changed settings",
  random: "not being deterministic",
};

/** What changed how many cells, the most frequent first. */
export function countCauses(cells: readonly Pick<ChangedCell, "causes">[]): RegressionResult["causes"] {
  return CHANGE_CAUSES.map((cause) => ({ cause, cells: cells.filter(({ causes }) => causes.includes(cause)).length }))
    .filter((found) => found.cells > 0)
    .toSorted((a, b) => b.cells - a.cells);
}

/** One sentence: what became of the past, and what did it. */
export function describeRegression({
  state,
  compared,
  changed,
  causes,
}: Pick<RegressionResult, "state" | "compared" | "changed" | "causes">): string {
  switch (state) {
    case "first":
      return "There is no earlier run to compare with.";
    case "unknown":
      return "Code or data of the run before are not here any more, so the past cannot be compared.";
    case "unchanged":
      return "The past is as it was.";
    case "noise":
      return "The past moved within the tolerance.";
    case "changed":
      return `The past changed in ${changed} of ${compared} cells, by ${causes.map(({ cause }) => WORDS[cause]).join(" and ")}.`;
  }
}
