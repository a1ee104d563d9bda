import { useQuery } from "@tanstack/react-query";
import { storageQuery } from "../../api/queries.ts";
import { QueryView } from "../../components/answers/query-view.tsx";
import { DagStorage } from "./dag-storage.tsx";
import { DepotStorage } from "./depot-storage.tsx";
import { formatBytes, formatCount } from "../../format/numbers.ts";

/** What is kept, and how much room it takes. */
export function StorageTab() {
  const query = useQuery(storageQuery());
  return (
    <QueryView query={query} lines={8}>
      {({ database_bytes: database, artifacts, parquet_bytes: parquet, tables, folders, dags, depot }) => (
        <>
          <dl className="tiles">
            <div>
              <dt>database</dt>
              <dd>{formatBytes(database)}</dd>
            </div>
            <div>
              <dt>files of runs</dt>
              <dd>
                {formatBytes(artifacts.bytes)}
                <small>{formatCount(artifacts.files)} files</small>
              </dd>
            </div>
            <div>
              <dt>of these Parquet</dt>
              <dd>{formatBytes(parquet)}</dd>
            </div>
          </dl>
          <DagStorage parts={dags} />
          {depot !== null && <DepotStorage depot={depot} />}
          <Sizes title="Tables" rows={tables.map(({ name, bytes }) => ({ name, bytes }))} />
          <Sizes title="Folders of this host" rows={folders.map(({ folder, bytes }) => ({ name: folder, bytes }))} />
        </>
      )}
    </QueryView>
  );
}

interface SizesProps {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly bytes: number }[];
}

function Sizes({ title, rows }: SizesProps) {
  const most = Math.max(1, ...rows.map(({ bytes }) => bytes));
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="body">
        <ul className="shares">
          {rows.map(({ name, bytes }) => (
            <li key={name}>
              <span className="clip mono">{name}</span>
              <span className="share">
                <span style={{ width: `${(bytes / most) * 100}%` }} />
              </span>
              <span className="number">{formatBytes(bytes)}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
