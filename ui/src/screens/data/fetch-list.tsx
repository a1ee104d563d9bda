import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchesQuery } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import type { PriceFetch } from "../../api/shapes.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../format/numbers.ts";
import { useMayChange } from "../../state/use-may-change.ts";

/** What people asked to be fetched, `most` of what has ended: how far it is, and what went wrong. Runs fetch by themselves, and say so in their logs. */
export function FetchList({ most }: { readonly most: number }) {
  const client = useQueryClient();
  const { data } = useQuery(fetchesQuery());
  const all = data?.items ?? [];
  const items = all.filter(({ finished_at: at }, place) => at === null || place < most);
  const ended = all.filter(({ finished_at: at }) => at !== null).length;
  useEffect(() => {
    // What one has brought is seen when it has ended.
    void client.invalidateQueries({ queryKey: ["prices"] });
  }, [client, ended]);
  if (items.length === 0) return null;
  return (
    <section className="card" aria-label="Fetches">
      <header>
        <h2>Fetched by hand</h2>
      </header>
      <ul className="plain-list">
        {items.map((fetch) => (
          <FetchRow key={fetch.id} fetch={fetch} />
        ))}
      </ul>
    </section>
  );
}

function FetchRow({ fetch }: { readonly fetch: PriceFetch }) {
  const { what, state, asked_by: by, asked_at: at, failed, skipped, fetched } = fetch;
  return (
    <li>
      <div className="row">
        <StateBadge state={state} />
        <b>{what}</b>
        <span className="soft">
          {by} · <Time at={at} distance />
        </span>
        {fetch.finished_at === null && <CancelButton id={fetch.id} />}
      </div>
      <FetchProgress fetch={fetch} />
      {fetched.length > 0 && <p className="soft">{broughtText(fetched)}</p>}
      {failed.map(({ source, name, timeframe, message, hint }) => (
        <p key={`${source} ${name} ${timeframe}`} className="state-bad fetch-fault">
          {name} {timeframe}: {message}
          {hint !== null && <span className="soft"> {hint}</span>}
        </p>
      ))}
      {skipped.length > 0 && <p className="soft">Not asked for: {skipped.join(", ")}</p>}
    </li>
  );
}

function FetchProgress({ fetch: { progress, finished_at: end, started_at: begin } }: { readonly fetch: PriceFetch }) {
  if (end !== null) return null;
  if (progress === null) return <p className="soft">{begin === null ? "Waits for a worker" : "Asks the source"}</p>;
  const { series, of_series: of, symbol, timeframe, done, total, bars } = progress;
  const share = (series + (total === 0 ? 0 : done / total)) / Math.max(1, of);
  return (
    <div className="progress">
      <progress max={1} value={share} aria-label={`${Math.floor(share * 100)} % done`} />
      <span className="soft">
        {of > 1 && `${formatCount(series + 1)} of ${formatCount(of)} · `}
        {symbol} {timeframe} · {formatCount(bars)} bars
      </span>
    </div>
  );
}

function CancelButton({ id }: { readonly id: string }) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const cancel = useMutation({
    mutationFn: () => change("POST", `/data/fetches/${id}/cancel`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ["fetches"] }),
  });
  return (
    <>
      <button
        type="button"
        className="danger push"
        disabled={!mayChange || cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        Stop
      </button>
      {cancel.error !== null && <ErrorBox error={cancel.error} />}
    </>
  );
}

function broughtText(fetched: PriceFetch["fetched"]): string {
  const added = fetched.reduce((sum, one) => sum + one.added, 0);
  const revised = fetched.reduce((sum, one) => sum + one.revised, 0);
  const refused = fetched.reduce((sum, one) => sum + one.refused, 0);
  return [
    `${formatCount(added)} new bars`,
    revised > 0 ? `${formatCount(revised)} revised` : "",
    refused > 0 ? `${formatCount(refused)} left out` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
