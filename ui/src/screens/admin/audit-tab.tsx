import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { runHref } from "../../app/go.ts";
import { auditQuery } from "../../api/queries.ts";
import type { Audit } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { type Column, Table } from "../../components/table/table.tsx";
import { Time } from "../../components/time.tsx";

type Action = Audit["actions"][number];

const COLUMNS: readonly Column<Action>[] = [
  {
    id: "at",
    label: "when",
    width: "180px",
    narrowWidth: "112px",
    cell: ({ at }) => <Time at={at} precision="second" />,
  },
  { id: "by", label: "who", width: "minmax(90px, 0.8fr)", cell: ({ by, origin }) => `${by} (${origin})` },
  { id: "action", label: "did", width: "minmax(90px, 0.8fr)", cell: ({ action }) => action.replaceAll("_", " ") },
  {
    id: "to",
    label: "to",
    width: "minmax(130px, 1.4fr)",
    wideOnly: true,
    cell: ({ run_id: run, dag, target }) =>
      run === null ? (target ?? dag ?? "") : <Link href={runHref(run)}>{run}</Link>,
  },
  { id: "reason", label: "why", width: "minmax(90px, 1fr)", wideOnly: true, cell: ({ reason }) => reason },
  { id: "address", label: "from", width: "110px", wideOnly: true, cell: ({ address }) => address },
];

/** Every change, and every attempt to sign in: the latest 200. */
export function AuditTab() {
  const query = useQuery(auditQuery());
  return (
    <QueryView query={query} lines={10}>
      {({ actions }) =>
        actions.length === 0 ? (
          <Empty>Nobody has changed anything yet.</Empty>
        ) : (
          <section className="card" aria-label="Who did what">
            <Table label="Who did what" rows={actions} columns={COLUMNS} rowKey={({ id }) => id} rowHeight={30} />
          </section>
        )
      }
    </QueryView>
  );
}
