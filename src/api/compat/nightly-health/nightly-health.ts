import type { FastifyPluginAsync } from "fastify";
import { lastNight } from "../../../runs/query/upkeep/nightly.ts";
import { listAlarms } from "../../../store/alarms/read-alarms.ts";
import type { FormerService } from "../former-routes.ts";

/** Of the severities of alarms; what is only to be known is no risk. */
const HARMLESS = "info";

/** `GET /healthz` of the nightly deployment. It is for everybody, as it always was: these figures and no others. */
export function nightlyHealth({ service, nightlyDag }: FormerService): FastifyPluginAsync {
  const { database, clock } = service.project.deps;
  return async (app) => {
    app.get("/healthz", { config: { role: "none" } }, async (_request, reply) => {
      const night = await lastNight(database, nightlyDag);
      const dagId = nightlyDag ?? night?.dagId ?? null;
      const alarms = dagId === null ? [] : await listAlarms(database, { dagId, rule: null, isOpen: true });
      const fall = night?.maxDrawdown ?? null;
      void reply.header("cache-control", "no-store");
      return {
        status: "operational",
        risk_ok: !alarms.some(({ state, severity }) => state === "firing" && severity !== HARMLESS),
        timestamp: clock.now().toISOString(),
        // Nightgrid computes and does not trade.
        fills_today: 0,
        backtest_sharpe: night?.sharpe ?? null,
        backtest_cagr: night?.cagr ?? null,
        // Below 0 here, where everything else of Nightgrid has a positive fraction.
        backtest_max_dd: fall === null ? null : 0 - fall,
        backtest_date: night?.logicalDate.toISOString() ?? null,
        backtest_trades: night?.trades ?? null,
      };
    });
  };
}
