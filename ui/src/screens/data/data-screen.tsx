import { useQuery } from "@tanstack/react-query";
import { seriesQuery } from "../../api/queries.ts";
import { Page } from "../../app/page.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { FilterInput } from "../../components/controls/filter-input.tsx";
import { useDelayed } from "../../state/use-delayed.ts";
import { useUrlState } from "../../state/use-url-state.ts";
import { FetchForm } from "./fetch-form.tsx";
import { FetchList } from "./fetch-list.tsx";
import { SeriesList } from "./series-list.tsx";
import { UpdateButton } from "./update-button.tsx";

/** Prices in the database: what there is, what is missing, and what fetches it. */
export function DataScreen() {
  const [symbol] = useUrlState("symbol");
  const [source] = useUrlState("source");
  const [cursor, setCursor] = useUrlState("cursor");
  const wanted = { symbol: useDelayed(symbol, 250), source: useDelayed(source, 250) };
  const query = useQuery(seriesQuery({ ...wanted, cursor, limit: 100 }));
  return (
    <Page title="Data" actions={<UpdateButton label="Update all" body={{}} />}>
      <FetchList most={4} />
      <section className="card" aria-label="Prices">
        <header>
          <FilterInput label="Symbol" name="symbol" />
          <FilterInput label="Source" name="source" />
        </header>
        <QueryView query={query} lines={8}>
          {(page) => (
            <SeriesList
              page={page}
              isFiltered={wanted.symbol !== "" || wanted.source !== ""}
              cursor={cursor}
              go={(next) => setCursor(next, "push")}
            />
          )}
        </QueryView>
      </section>
      <FetchForm />
    </Page>
  );
}
