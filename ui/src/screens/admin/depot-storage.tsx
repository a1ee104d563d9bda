import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { storageQuery } from "../../api/queries.ts";
import type { Storage } from "../../api/shapes.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { formatBytes, formatCount } from "../../format/numbers.ts";

/** Where files lie for all hosts. It is looked through when somebody asks: that may take seconds. */
export function DepotStorage({ depot }: { readonly depot: NonNullable<Storage["depot"]> }) {
  const [isAsked, setAsked] = useState(false);
  const { data, error, isFetching } = useQuery({ ...storageQuery({ depot: true }), enabled: isAsked });
  const found = data?.depot?.found;
  return (
    <section className="card" aria-label="Depot">
      <header>
        <h2>Depot</h2>
        <span className="clip mono">{depot.address}</span>
        <button type="button" disabled={isFetching} onClick={() => setAsked(true)}>
          {isFetching ? "Looking…" : "Look through it"}
        </button>
      </header>
      {error !== null && <ErrorBox error={error} />}
      <p className="body">
        Files of runs: {formatBytes(found?.runs.bytes ?? depot.run_bytes)}
        {found && `, ${formatCount(found.runs.files)} objects`}
        {found && ` · frozen data: ${formatBytes(found.data.bytes)}, ${formatCount(found.data.files)} objects`}
      </p>
    </section>
  );
}
