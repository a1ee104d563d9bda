import { Link } from "wouter";
import { cellHref } from "../../app/go.ts";
import type { Sweep } from "../../api/shapes.ts";
import { formatCount } from "../../format/numbers.ts";

/** Why cells failed, the most frequent reason first. */
export function SweepErrors({ sweep: { errors, run_id: run, backtest } }: { readonly sweep: Sweep }) {
  return (
    <section className="card" aria-labelledby="failed">
      <header>
        <h2 id="failed">Cells that failed</h2>
      </header>
      <ul className="plain-list">
        {errors.map(({ code, message, cells, first }) => (
          <li key={`${code} ${message}`} className="stack tight">
            <p>
              <strong className="state-bad">{formatCount(cells)}</strong> <code>{code}</code> {message}
            </p>
            <p className="row soft">
              {first.map((cell) => (
                <Link key={cell} href={cellHref(run, backtest, cell)}>
                  {cell}
                </Link>
              ))}
              {cells > first.length && "…"}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
