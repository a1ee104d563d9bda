import { useQuery } from "@tanstack/react-query";
import { storageQuery } from "../../api/queries.ts";
import type { Storage } from "../../api/shapes.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { formatBytes, formatCount } from "../../format/numbers.ts";

/** Where files lie for all hosts. It is looked through when somebody asks: that may take seconds. */
export function DepotStorage({ depot }: { readonly depot: NonNullable<Storage["depot"]> }) {
  const { data, error, isFetching, refetch } = useQuery({ ...storageQuery({ depot: true }), enabled: false });
  const found = data?.depot?.found;
  return (
    <section className="card" aria-label="Depot">
      <header>
        <h2>Depot</h2>
        <span className="clip mono">{depot.address}</span>
        <button type="button" disabled={isFetching} onClick={() => void refetch()}>
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
