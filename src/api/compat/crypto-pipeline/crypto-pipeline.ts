import type { FastifyPluginAsync } from "fastify";
import { Type } from "typebox";
import { startDag } from "../../../app/actions/start-dag.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { mayTouchDag } from "../../../core/names/principal.ts";
import { stopRun } from "../../../runs/end/stop-run.ts";
import { readRun } from "../../../store/run/runs.ts";
import { countFormerRuns, listFormerRuns } from "../../../store/service/former-runs.ts";
import { created, ok } from "../../routing/answer.ts";
import { type FormerService, formerPlugin, formerRoute } from "../former-routes.ts";
import { createRateLimit } from "../rate-limit.ts";
import { backtestDag, CRYPTO_DAGS, cryptoDagId } from "./backtest-dag.ts";
import { backtestResults } from "./backtest-results.ts";
import { backtestRow, backtestRun, requireBacktest, statusesOf } from "./backtest-row.ts";
import { GET_BARS } from "./find-bars.ts";

const text = Type.String({ minLength: 1, maxLength: 100 });
const day = Type.String({ maxLength: 40 });
const run = { id: Type.String({ maxLength: 200 }) };
const MOST_ROWS = 100;
const MOST_PAGES = 1_000_000;

/** The REST API of the crypto pipeline: one strategy on one symbol, over the datasets of the project. */
export function cryptoPipeline(former: FormerService): FastifyPluginAsync {
  const { service } = former;
  const { database, clock } = service.project.deps;
  const starts = createRateLimit(former.rate, "runs may be started", clock);
  return formerPlugin(
    [
      formerRoute({
        method: "POST",
        path: "/backtests",
        role: "operator",
        startsRun: true,
        body: Type.Object({
          strategy: text,
          symbol: text,
          timeframe: text,
          start_date: Type.Optional(day),
          end_date: Type.Optional(day),
          initial_capital: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
          params: Type.Optional(
            Type.Record(text, Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()])),
          ),
        }),
        handle: async ({ body, principal, act, runId, raw }) => {
          starts.take(`${principal.kind}:${principal.id} ${raw.ip}`);
          if (!mayTouchDag(principal, cryptoDagId(body.strategy))) {
            throw new AppError("FORBIDDEN", "This token is limited to other DAGs.", {
              hint: `Allow it ${cryptoDagId(body.strategy)}.`,
            });
          }
          const dag = await backtestDag(body, service);
          const started = startDag(dag, { overrides: {}, dedupe: false, runId, act: act() }, service.project.deps);
          const { id } = await started.catch((error: unknown) => Promise.reject(saidWhole(error)));
          const row = await readRun(database, id);
          const { strategy, symbol } = body;
          const createdAt = (row?.createdAt ?? clock.now()).toISOString();
          const answer = { run_id: id, strategy, symbol, status: "pending", created_at: createdAt };
          return created(answer, `/backtests/${id}`);
        },
      }),
      formerRoute({
        method: "GET",
        path: "/backtests",
        role: "viewer",
        query: {
          page: Type.Integer({ minimum: 1, maximum: MOST_PAGES, default: 1 }),
          limit: Type.Integer({ minimum: 1, maximum: MOST_ROWS, default: 20 }),
          status: Type.Optional(Type.String({ maxLength: 30 })),
          symbol: Type.Optional(Type.String({ maxLength: 100 })),
        },
        handle: async ({ query: { page, limit, status = "", symbol = "" }, principal }) => {
          const filter = {
            dagPrefix: CRYPTO_DAGS,
            dagIds: principal.dags,
            states: status === "" ? null : statusesOf(status),
            symbol: symbol === "" ? null : symbol,
          };
          const rows = await listFormerRuns(database, filter, { limit, page: page - 1 });
          const found = await Promise.all(rows.map((row) => backtestRun(row, service)));
          const shown = found.filter((one) => one !== null).map((one) => backtestRow(one, service));
          const total = await countFormerRuns(database, filter);
          return ok({ backtests: await Promise.all(shown), total, page, limit });
        },
      }),
      formerRoute({
        method: "GET",
        path: "/backtests/health",
        role: "viewer",
        handle: async () => ok({ status: "healthy", timestamp: clock.now().toISOString() }),
      }),
      formerRoute({
        method: "GET",
        path: "/backtests/:id",
        role: "viewer",
        params: run,
        handle: async ({ params, principal }) =>
          ok(await backtestRow(await requireBacktest(params.id, principal, service), service)),
      }),
      formerRoute({
        method: "GET",
        path: "/backtests/:id/results",
        role: "viewer",
        params: run,
        handle: async ({ params, principal }) => {
          const found = await requireBacktest(params.id, principal, service);
          if (found.run.status === "succeeded") return ok(await backtestResults(found, service));
          const { status } = await backtestRow(found, service);
          throw new AppError("ACTION_REFUSED", `The backtest has no results: it is ${status}.`, {
            hint: "Ask again when its status is success.",
          });
        },
      }),
      formerRoute({
        method: "POST",
        path: "/backtests/:id/cancel",
        role: "operator",
        params: run,
        handle: async ({ params, principal, act }) => {
          const found = await requireBacktest(params.id, principal, service);
          const doing = act();
          const stop = { state: "cancelled", reason: `Cancelled by ${doing.by}` } as const;
          const isStopped = await stopRun(database, found.run.id, stop, doing);
          const after = await requireBacktest(params.id, principal, service);
          const row = await backtestRow(after, service);
          if (isStopped || row.status === "running") return ok(row);
          throw new AppError("ACTION_REFUSED", `The backtest has ended: it is ${row.status}.`, {
            hint: "Only what is pending or running can be cancelled.",
          });
        },
      }),
    ],
    service,
  );
}

/** Old clients show one sentence: which range there is, and what to do about it, belongs into it. */
function saidWhole(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "DATA_RANGE_EMPTY") return error;
  const { code, message, hint = "", details } = error;
  return new AppError(code, `${message}. ${hint} ${GET_BARS}`, { details, cause: error });
}
