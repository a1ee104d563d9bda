import { apiUrl } from "../../api/address.ts";
import { runPath } from "../../api/queries.ts";
import type { RunDetail } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { formatBytes } from "../../format/numbers.ts";
import { useUrlState } from "../../state/use-url-state.ts";

/** The files that the run wrote; pages among them are shown here, cut off from everything else. */
export function RunFiles({ run }: { readonly run: RunDetail["run"] }) {
  const { artifacts, run_id: id } = run;
  const pages = artifacts.filter(({ name }) => name.endsWith(".html"));
  const [chosen, choose] = useUrlState("file", pages[0]?.name ?? "");
  if (artifacts.length === 0)
    return <Empty>This run wrote no files. A tearsheet comes from “after_backtest: [tearsheet]”.</Empty>;
  const page = pages.find(({ name }) => name === chosen);
  return (
    <>
      <section className="card" aria-labelledby="files">
        <header>
          <h2 id="files">Files</h2>
        </header>
        <ul className="plain-list">
          {artifacts.map(({ name, bytes }) => (
            <li key={name} className="row">
              <a
                href={apiUrl(`${runPath(id)}/artifacts/${encodeURIComponent(name)}`, { download: true })}
                download={name}
              >
                {name}
              </a>
              <span className="soft">{formatBytes(bytes)}</span>
              {name.endsWith(".html") && (
                <button
                  type="button"
                  className="pressed push"
                  aria-pressed={name === chosen}
                  onClick={() => choose(name, "push")}
                >
                  Show
                </button>
              )}
            </li>
          ))}
        </ul>
      </section>
      {page !== undefined && (
        <iframe
          className="artifact-frame"
          title={page.name}
          sandbox="allow-scripts allow-popups"
          src={apiUrl(`${runPath(id)}/artifacts/${encodeURIComponent(page.name)}`)}
        />
      )}
    </>
  );
}
