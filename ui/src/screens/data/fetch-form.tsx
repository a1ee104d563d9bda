import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sourcesQuery } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import type { PriceSource } from "../../api/shapes.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { useMayChange } from "../../state/use-may-change.ts";

/** Fetches an instrument that is not there yet, or more of one that is. */
export function FetchForm() {
  const query = useQuery(sourcesQuery());
  return (
    <QueryView query={query} lines={2}>
      {({ sources }) => <Form sources={sources} />}
    </QueryView>
  );
}

const KEY_NOTES: Readonly<Record<PriceSource["key"], string>> = {
  set: "its key is set",
  none: "no key is set, and none is needed",
  missing: "its key is missing",
};

function Form({ sources }: { readonly sources: readonly PriceSource[] }) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const [name, setName] = useState(sources[0]?.name ?? "");
  const [instrument, setInstrument] = useState("");
  const [as, setAs] = useState("");
  const [timeframe, setTimeframe] = useState("1d");
  const [from, setFrom] = useState("");
  const source = sources.find((each) => each.name === name);
  const fetch = useMutation({
    mutationFn: () =>
      change("POST", "/data/fetches", {
        source: name,
        instrument,
        timeframe,
        ...(as !== "" && { as }),
        ...(from !== "" && { from }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["fetches"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    fetch.mutate();
  };
  return (
    <form className="card" aria-label="Fetch an instrument" onSubmit={submit}>
      <header>
        <h2>Fetch an instrument</h2>
      </header>
      <div className="body row">
        <select aria-label="Source" value={name} onChange={({ target }) => setName(target.value)}>
          {sources.map((each) => (
            <option key={each.name}>{each.name}</option>
          ))}
        </select>
        <input
          aria-label="What the source calls it"
          placeholder="what the source calls it"
          required
          maxLength={100}
          value={instrument}
          onChange={({ target }) => setInstrument(target.value)}
        />
        <input
          aria-label="Symbol in DAG files"
          placeholder="symbol in DAG files"
          maxLength={100}
          value={as}
          onChange={({ target }) => setAs(target.value)}
        />
        <select aria-label="Length of a bar" value={timeframe} onChange={({ target }) => setTimeframe(target.value)}>
          {(source?.timeframes ?? ["1d"]).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <label>
          from <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
        </label>
        <button type="submit" disabled={!mayChange || fetch.isPending}>
          Fetch
        </button>
      </div>
      {source !== undefined && (
        <p className="body soft">
          {source.description} — {KEY_NOTES[source.key]}
          {source.earliest === null ? "" : `; days reach back to ${source.earliest}`}.
        </p>
      )}
      {source?.problem != null && <p className="body state-bad">{source.problem}</p>}
      {fetch.error !== null && <ErrorBox error={fetch.error} />}
    </form>
  );
}
