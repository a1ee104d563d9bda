import { useMemo } from "react";
import type { OverviewDag } from "../../api/shapes.ts";
import { formatCount } from "../../format/numbers.ts";
import { FilterInput } from "../../components/controls/filter-input.tsx";
import { Choice } from "../../components/controls/choice.tsx";
import { standingOf } from "./chosen-dags.ts";

const SORTS = [
  ["", "trouble first"],
  ["name", "by name"],
  ["next", "by next run"],
  ["change", "worst change first"],
] as const;

export function HomeFilters({ dags, shown }: { readonly dags: readonly OverviewDag[]; readonly shown: number }) {
  const tags = useMemo(() => [...new Set(dags.flatMap(({ tags: all }) => all))].toSorted(), [dags]);
  const states = useMemo(() => [...new Set(dags.map(standingOf))].toSorted(), [dags]);
  return (
    <>
      <FilterInput label="Filter DAGs" />
      {tags.length > 0 && (
        <Choice name="tag" label="Tag" options={[["", "all tags"], ...tags.map((tag) => [tag, tag] as const)]} />
      )}
      <Choice
        name="state"
        label="State"
        options={[["", "any state"], ...states.map((state) => [state, state] as const)]}
      />
      <Choice name="sort" label="Order" options={SORTS} />
      <span className="soft push">
        {shown === dags.length ? formatCount(shown) : `${formatCount(shown)} of ${formatCount(dags.length)}`}
      </span>
    </>
  );
}
