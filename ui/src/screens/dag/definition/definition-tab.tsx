import { useQuery } from "@tanstack/react-query";
import { dagTextQuery, definitionQuery, explainQuery } from "../../../api/queries.ts";
import type { DagDetail } from "../../../api/shapes.ts";
import { Empty } from "../../../components/answers/empty.tsx";
import { QueryView } from "../../../components/answers/query-view.tsx";
import { useShownZone } from "../../../components/time.tsx";
import { formatMoment } from "../../../format/moments.ts";
import { useUrlState } from "../../../state/use-url-state.ts";
import { Diagnostics } from "./diagnostics.tsx";
import { DiffView } from "./diff-view.tsx";
import { OriginTable } from "./origin-table.tsx";
import { YamlView } from "./yaml-view.tsx";

/** The file as it was in each version, where its values come from, and what changed between two versions. */
export function DefinitionTab({ detail }: { readonly detail: DagDetail }) {
  const { dag, versions, schedule } = detail;
  const current = versions.find((version) => version.current) ?? versions[0];
  const [hash, choose] = useUrlState("version", current?.hash ?? "");
  const [against, chooseAgainst] = useUrlState("against");
  const zone = useShownZone(schedule?.timezone);
  const [, setTab] = useUrlState("tab", "runs");
  const now = useQuery(definitionQuery(dag));
  const origins = useQuery(explainQuery(dag));
  const text = useQuery({ ...dagTextQuery(dag, hash), enabled: hash !== "" });
  const before = useQuery({ ...dagTextQuery(dag, against), enabled: against !== "" });
  if (current === undefined)
    return <Empty command={`npx nightgrid run dags/${dag}.yaml`}>No good version of this file is known yet.</Empty>;
  const options = versions.map(({ hash: one, first_seen: at, runs, current: isCurrent }) => (
    <option key={one} value={one}>
      {formatMoment(Date.parse(at), zone, "minute")} · {one.slice(0, 8)} · {runs} runs{isCurrent ? " · current" : ""}
    </option>
  ));
  return (
    <>
      {now.data !== undefined && now.data.diagnostics.length > 0 && (
        <section className="card" aria-label="What is wrong with the file as it is now">
          <header>
            <h2>The file as it is now</h2>
          </header>
          <Diagnostics diagnostics={now.data.diagnostics} goTo={() => setTab("draft", "push")} />
        </section>
      )}
      <section className="card" aria-label="File">
        <header>
          <label>
            <span className="soft">version</span>
            <select value={hash} onChange={({ target }) => choose(target.value, "push")}>
              {options}
            </select>
          </label>
          {versions.length > 1 && (
            <label>
              <span className="soft">changes since</span>
              <select value={against} onChange={({ target }) => chooseAgainst(target.value, "push")}>
                <option value="">–</option>
                {options}
              </select>
            </label>
          )}
        </header>
        <QueryView query={text} lines={12}>
          {({ yaml }) =>
            against !== "" && before.data !== undefined ? (
              <DiffView before={before.data.yaml} after={yaml} />
            ) : (
              <YamlView
                yaml={yaml}
                origins={hash === current.hash ? (origins.data?.values ?? []) : []}
                file={detail.file}
              />
            )
          }
        </QueryView>
      </section>
      {origins.data !== undefined && <OriginTable values={origins.data.values} />}
    </>
  );
}
