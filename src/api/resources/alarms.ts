import { Type } from "typebox";
import { alarmEventJson, alarmJson, alertsJson, muteJson, silentEventsJson } from "../../contract/json/alerts-json.ts";
import { untilMoment } from "../../contract/asked/until.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { mayTouchDag } from "../../core/names/principal.ts";
import { alarmHistory, alarmViews, findAlarms } from "../../runs/alarms/alarm-views.ts";
import { ackAlarm, endAck, endMute, muteAlarms } from "../../runs/alarms/change-alarms.ts";
import { showRun } from "../../runs/query/show-run.ts";
import { listMutes } from "../../store/alarms/read-alarms.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { requireAllDags, requireDag, requireRun, runParam } from "./parts.ts";

const tag = "alerts";
const HISTORY = 50;

const alarmParam = {
  dag: Type.String({ maxLength: 200, description: "id of its DAG" }),
  rule: Type.String({ maxLength: 200, description: "name of its rule" }),
};
const reason = Type.String({ minLength: 1, maxLength: 500, description: "why: others will read it" });
const until = Type.String({ maxLength: 40, description: "`8h`, `2d`, a day or a moment" });

export const ALARM_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/alarms",
    id: "listAlarms",
    summary: "What is wrong now, and what is muted.",
    tag,
    role: "viewer",
    query: { all: Type.Optional(Type.Boolean({ description: "also those that are quiet" })) },
    answers: { 200: { description: "what fires first", document: "alarms" } },
    handle: async ({ query, principal }, service) => {
      const { database } = service.project.deps;
      const views = await alarmViews(database, { dagId: null, isOpen: query.all !== true });
      const mutes = await listMutes(database);
      return ok({
        alarms: views.filter(({ alarm }) => mayTouchDag(principal, alarm.dagId)).map(alarmJson),
        mutes: mutes.filter(({ dagId }) => dagId === null || mayTouchDag(principal, dagId)).map(muteJson),
      });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/alarms/:dag/:rule",
    id: "showAlarm",
    summary: "An alarm with its history, of each of its subjects.",
    tag,
    role: "viewer",
    params: alarmParam,
    answers: { 200: { description: "one for each subject", document: "alarm_histories" } },
    handle: async ({ params, principal }, service) => {
      const { database } = service.project.deps;
      const dagId = requireDag(params.dag, principal);
      const named = await findAlarms(database, `${dagId}/${params.rule}`);
      const views = (await alarmViews(database, { dagId, isOpen: false })).filter(({ alarm }) =>
        named.some(({ id }) => id === alarm.id),
      );
      const alarms = views.map(async (view) => ({
        ...alarmJson(view),
        history: (await alarmHistory(database, view.alarm, HISTORY)).map(alarmEventJson),
      }));
      return ok({ alarms: await Promise.all(alarms) });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/alarms/:dag/:rule/ack",
    id: "ackAlarm",
    summary: "Say that you take care of an alarm, so that nobody is told of it again; `end` takes it back.",
    tag,
    role: "operator",
    params: alarmParam,
    body: Type.Object(
      { reason: Type.Optional(reason), until: Type.Optional(until), end: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    example: { reason: "the vendor corrects its prices tonight", until: "2d" },
    answers: { 200: { description: "it is so", document: "acknowledged_alarm" } },
    handle: async ({ params, body, principal, act }, service) => {
      const { database } = service.project.deps;
      const name = `${requireDag(params.dag, principal)}/${params.rule}`;
      const doing = reasoned(act(body.reason), body.end === true);
      const { until: text } = body;
      const untilOf = text === undefined ? null : (now: Date) => untilMoment(text, now, "until");
      const end = body.end === true ? null : await ackAlarm(database, name, { untilOf, act: doing });
      if (body.end === true) await endAck(database, name, doing);
      return ok({ alarm: name, acknowledged: body.end !== true, by: doing.by, until: end?.toISOString() ?? null });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/mutes",
    id: "muteAlarms",
    summary: "Silence alarms for a time; `end` takes it back.",
    tag,
    role: "operator",
    body: Type.Object(
      {
        target: Type.String({ minLength: 1, maxLength: 400, description: "`<dag>/<rule>`, `<dag>` or `all`" }),
        reason: Type.Optional(reason),
        until: Type.Optional(until),
        end: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    example: { target: "nightly_sp500", reason: "exchange holiday", until: "2d" },
    answers: { 200: { description: "it is so", document: "muted_alarms" } },
    handle: async ({ body, principal, act }, service) => {
      const { database } = service.project.deps;
      const { target, until: text, end = false } = body;
      if (target === "all") requireAllDags(principal);
      else requireDag(target.split("/")[0] ?? target, principal);
      const doing = reasoned(act(body.reason), end);
      if (!end && text === undefined) {
        throw new AppError("USAGE", "A mute needs an end.", { hint: "Send until: 2d, or a day such as 2026-03-01." });
      }
      const moment = end
        ? null
        : await muteAlarms(database, target, { untilOf: (now) => untilMoment(text ?? "", now, "until"), act: doing });
      if (end) await endMute(database, target, doing);
      return ok({ target, muted: !end, by: doing.by, until: moment?.toISOString() ?? null });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/runs/:run/alerts",
    id: "listAlerts",
    summary: "What a run has told people, and what its end did to alarms.",
    tag,
    role: "viewer",
    params: runParam,
    answers: { 200: { description: "in the order of the rules", document: "alerts" } },
    handle: async ({ params, principal }, service) => {
      const { database } = service.project.deps;
      const run = await requireRun(params.run, principal, service);
      const { alerts, alarmEvents } = await showRun(database, run.id);
      return ok({ run_id: run.id, alerts: alertsJson(alerts), alarms: silentEventsJson(alarmEvents) });
    },
  }),
];

/** What is taken back needs no reason. @throws AppError USAGE */
function reasoned(act: Act, isEnd: boolean): Act {
  if (isEnd || act.reason !== null) return act;
  throw new AppError("USAGE", "A reason is needed: others will read it.", {
    hint: 'Send reason: "the vendor is down".',
  });
}
