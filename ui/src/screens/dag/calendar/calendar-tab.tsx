import { useQuery } from "@tanstack/react-query";
import { dagTicksQuery } from "../../../api/queries.ts";
import { QueryView } from "../../../components/answers/query-view.tsx";
import { useUrlState } from "../../../state/use-url-state.ts";
import { YearOfSlots } from "./year-of-slots.tsx";

/** What became of each day on which the schedule was due. */
export function CalendarTab({ dag }: { readonly dag: string }) {
  const now = new Date().getUTCFullYear();
  const [text, setText] = useUrlState("year", String(now));
  const year = /^\d{4}$/.test(text) ? Number(text) : now;
  const query = useQuery(dagTicksQuery(dag, year));
  return (
    <section className="card" aria-labelledby="calendar">
      <header>
        <h2 id="calendar">{year}</h2>
        <button type="button" aria-label="Year before" onClick={() => setText(String(year - 1), "push")}>
          ‹
        </button>
        <button
          type="button"
          aria-label="Year after"
          disabled={year >= now}
          onClick={() => setText(String(year + 1), "push")}
        >
          ›
        </button>
        <span className="soft push">days in {query.data?.timezone ?? "its zone"}</span>
      </header>
      <div className="body">
        <QueryView query={query} lines={5}>
          {(ticks) => <YearOfSlots ticks={ticks} />}
        </QueryView>
      </div>
    </section>
  );
}
