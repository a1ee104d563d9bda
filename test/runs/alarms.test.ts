import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel, Delivery } from "../../src/alerts/channels/channel.ts";
import { channelsFromEnv } from "../../src/alerts/channels/channels-from-env.ts";
import type { AlertMessage } from "../../src/alerts/message/alert-message.ts";
import type { ChannelName } from "../../src/core/names/channels.ts";
import type { AlertRule } from "../../src/core/spec/alert-rule.ts";
import type { DagSpec, NotificationsSpec } from "../../src/factory/dag-spec.ts";
import { deliverAlerts } from "../../src/runs/end/deliver-alerts.ts";
import { watchRun } from "../../src/runs/query/watch-run.ts";
import { alarmViews, findAlarms } from "../../src/runs/alarms/alarm-views.ts";
import type { StartRequest } from "../../src/runs/start/run-plan.ts";
import type { WorkDeps } from "../../src/runs/work-deps.ts";
import { listAlarmEvents, listRunEvents } from "../../src/store/alarms/read-alarms.ts";
import { insertMute, setAck } from "../../src/store/alarms/write-alarms.ts";
import { listAlerts } from "../../src/store/alerts.ts";
import { gridOf, sampleBacktest, sampleDag } from "../support/sample-dag.ts";
import { createTestProject, silentLog, type TestProject } from "../support/test-project.ts";

let project: TestProject;
let sent: { readonly channel: ChannelName; readonly message: AlertMessage }[] = [];
let answers: Partial<Record<ChannelName, Delivery[]>> = {};

function recording(name: ChannelName): Channel {
  return {
    name,
    unavailable: null,
    deliver: async (message) => {
      sent.push({ channel: name, message });
      return answers[name]?.shift() ?? { ok: true };
    },
  };
}
const channels = { ...channelsFromEnv({}), slack: recording("slack"), email: recording("email") };

beforeEach(async () => {
  sent = [];
  answers = {};
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const HOLDS = "cells.total == 6";
const IDLE = "cells.total > 100";

function dag(when: string, changes: Partial<AlertRule> = {}, of: Partial<DagSpec> = {}): DagSpec {
  return sampleDag({
    id: "watched",
    alerts: [{ name: "rule", when, to: ["slack"], renotifyMs: 0, throttleMs: 0, ...changes }],
    ...of,
  });
}

async function run(spec: DagSpec, changes: Partial<StartRequest> = {}) {
  const id = await project.start(spec, changes);
  for await (const { isOver } of watchRun(project.deps.database, id)) if (isOver) break;
  return id;
}

const kinds = () => sent.map(({ message }) => message.kind);
const events = async (id: Awaited<ReturnType<typeof run>>) =>
  (await listRunEvents(project.deps.database, id)).map(({ event }) => event);

/** What delivering alone needs. */
function senderDeps(): WorkDeps {
  const log = () => silentLog;
  return {
    ...project.deps,
    channels,
    logs: { ofRun: log, ofTask: log },
    deliveryDelayMs: () => 60_000,
  } as unknown as WorkDeps;
}

describe("an alarm", () => {
  it("waits for two runs in a row, and says in the history what it waits for", async () => {
    await project.worker({ channels });
    expect(await events(await run(dag(HOLDS, { forRuns: 2 })))).toEqual(["pending"]);
    expect(await events(await run(dag(HOLDS, { forRuns: 2 })))).toEqual(["fired"]);
    expect(await events(await run(dag(IDLE, { forRuns: 2 })))).toEqual(["recovered"]);
    expect(kinds()).toEqual(["fired", "recovered"]);
    const [alarm] = await findAlarms(project.deps.database, "watched/rule");
    expect(alarm).toMatchObject({ state: "quiet", told: false, subject: "run" });
  });

  it("is not touched by an experiment, which tells what it found all the same", async () => {
    await project.worker({ channels });
    const experiment = { overrides: { fast: 5 } };
    await run(dag(HOLDS, { forRuns: 2 }));
    expect(await events(await run(dag(HOLDS, { forRuns: 2 }), experiment))).toEqual([]);
    expect(kinds()).toEqual([]);
    await run(dag(HOLDS), experiment);
    expect(sent[0]?.message).toMatchObject({ about: { isExperiment: true } });
    expect((await findAlarms(project.deps.database, "watched/rule"))[0]).toMatchObject({ state: "pending", holds: 1 });
  });

  it("is not repeated once somebody takes care of it, and tells when it is over", async () => {
    await project.worker({ channels });
    const { database } = project.deps;
    await run(dag(HOLDS));
    const [alarm] = await findAlarms(database, "watched/rule");
    if (alarm === undefined) throw new Error("there is an alarm");
    expect(await setAck(database, alarm, { until: null }, { by: "eve", origin: "cli", reason: "on it" })).toBe(true);
    expect(await events(await run(dag(HOLDS)))).toEqual(["acknowledged"]);
    await run(dag(IDLE));
    expect(kinds()).toEqual(["fired", "recovered"]);
    const history = await listAlarmEvents(database, alarm, 10);
    expect(history.map(({ event, by }) => [event, by])).toEqual([
      ["recovered", null],
      ["acknowledged", null],
      ["ack", "eve"],
      ["fired", null],
    ]);
    expect(await setAck(database, alarm, { until: null }, { by: "eve", origin: "cli", reason: "late" })).toBe(false);
  });

  it("says nothing while it is muted, and tells its recovery after that", async () => {
    await project.worker({ channels });
    const { database } = project.deps;
    await run(dag(HOLDS));
    const until = new Date(Date.now() + 3_600_000);
    await insertMute(database, { dagId: "watched", rule: null }, until, {
      by: "eve",
      origin: "cli",
      reason: "vendor down",
    });
    expect(await events(await run(dag(HOLDS)))).toEqual(["muted"]);
    expect(await events(await run(dag(IDLE)))).toEqual(["muted"]);
    expect(kinds()).toEqual(["fired"]);
    await database.query("update mute set ended_at = now()");
    expect(await events(await run(dag(IDLE)))).toEqual(["recovered"]);
  });

  it("ends when its rule is in the file no more, and those who were told of it hear so", async () => {
    await project.worker({ channels });
    await run(dag(HOLDS));
    const id = await run(sampleDag({ id: "watched", alerts: [] }));
    expect(await events(id)).toEqual(["recovered"]);
    expect(kinds()).toEqual(["fired", "recovered"]);
    expect(sent[1]?.message.about).toMatchObject({ rule: "rule", subject: "run", severity: "warning" });
    expect((await findAlarms(project.deps.database, "watched/rule"))[0]).toMatchObject({ state: "quiet", told: false });
  });

  it("says of itself that its DAG is removed: no run will end it", async () => {
    await project.worker({ channels });
    const { database } = project.deps;
    await run(dag(HOLDS));
    const open = { dagId: null, isOpen: true };
    expect(await alarmViews(database, open)).toMatchObject([{ alarm: { state: "firing" }, isDagRemoved: false }]);
    await database.query("update dag set state = 'removed'");
    expect(await alarmViews(database, open)).toMatchObject([{ alarm: { state: "firing" }, isDagRemoved: true }]);
  });

  it("is moved by runs that end at the same time one after the other", async () => {
    await project.worker({ channels });
    const ids = await Promise.all(Array.from({ length: 6 }, () => project.start(dag(HOLDS, { renotifyMs: null }))));
    for (const id of ids) await project.ended(id);
    const all = await Promise.all(ids.map(events));
    expect(all.flat().toSorted()).toEqual(["fired", ...Array.from({ length: 5 }, () => "held_back")]);
    expect((await findAlarms(project.deps.database, "watched/rule"))[0]).toMatchObject({ holds: 6 });
  });
});

describe("rules that compare nights", () => {
  it("say on the first night that there is none to compare with, and know the night before on the next", async () => {
    await project.worker({ channels });
    const worse = "best.sharpe < previous.best.sharpe + 0.1";
    const first = await run(dag(worse));
    await run(dag(worse), { overrides: { fast: 5 } });
    await run(dag(worse));
    expect(kinds()).toEqual(["undecided", "fired", "fired"]);
    const compared = sent[2]?.message.rows.find(({ label }) => label === "Sharpe, night before");
    // The experiment in between is no night.
    expect(compared?.value).toContain(first);
  });

  it("read a metric of the night before that its sweep did not store", async () => {
    await project.worker({ channels });
    const rule = "best.total_trades < 1 || previous.best.omega > -1.0";
    await run(dag(rule));
    await run(dag(rule));
    expect(kinds()).toEqual(["undecided", "fired"]);
  });
});

describe("a roll-up", () => {
  it("tells how many cells failed and the first causes, in one message", async () => {
    await project.worker({ channels });
    const backtests = [sampleBacktest({ grid: gridOf({ fast: [0, -1, -2, 3], slow: [20, 30] }) })];
    await run(dag("cells.failed > 0", {}, { backtests }));
    expect(sent).toHaveLength(1);
    const causes = sent[0]?.message.rows.filter(({ label }) => label.startsWith("Cause"));
    expect(causes?.length).toBeGreaterThan(0);
    expect(causes?.[0]?.value).toContain("cells, first cell 0 of backtest");
  });
});

describe("quiet hours", () => {
  const whole: NotificationsSpec = {
    baseline: null,
    quietHours: {
      slack: { fromMinute: 0, toMinute: 1439, timezone: "UTC", days: [0, 1, 2, 3, 4, 5, 6], except: ["critical"] },
    },
  };
  // Of every minute of the day one is not quiet: two runs in a row are in it at most by one of them.
  const isQuiet = () => new Date().getUTCHours() * 60 + new Date().getUTCMinutes() < 1438;

  it("hold what is sent, keep no command waiting, and end with one summary in its order", async () => {
    if (!isQuiet()) return expect(isQuiet()).toBe(false);
    await project.worker({ channels });
    const { database } = project.deps;
    const notifications = { ...whole };
    await run(dag(HOLDS, { to: ["slack", "email"] }, { notifications }));
    const id = await run(dag(IDLE, { to: ["slack", "email"] }, { notifications }));
    expect(sent.map(({ channel }) => channel)).toEqual(["email", "email"]);
    await database.query("update delivery set next_at = now() where held");
    await Promise.all([deliverAlerts(senderDeps()), deliverAlerts(senderDeps())]);
    const summaries = sent.filter(({ channel }) => channel === "slack");
    expect(summaries.map(({ message }) => [message.kind, message.rows.map(({ label }) => label)])).toEqual([
      ["summary", ["Alert: rule in watched", "Recovered: rule in watched"]],
    ]);
    const [alert] = await listAlerts(database, id);
    expect(alert?.deliveries.map(({ channel, state }) => [channel, state])).toEqual([
      ["slack", "summarised"],
      ["email", "delivered"],
    ]);
  });

  it("let what is critical pass, and send what waited alone as it is", async () => {
    if (!isQuiet()) return expect(isQuiet()).toBe(false);
    await project.worker({ channels });
    await run(dag(HOLDS, { severity: "critical" }, { notifications: whole }));
    expect(kinds()).toEqual(["fired"]);
    await run(dag(IDLE, { severity: "info" }, { notifications: whole }));
    expect(kinds()).toEqual(["fired"]);
    await project.deps.database.query("update delivery set next_at = now() where held");
    await deliverAlerts(senderDeps());
    expect(kinds()).toEqual(["fired", "recovered"]);
  });
});

describe("the order of messages", () => {
  it("a recovery does not overtake its alarm, however long that is tried", async () => {
    const worker = await project.worker({ channels, deliveryDelayMs: () => 3_600_000 });
    answers = { slack: [{ ok: false, retryable: true, error: "500" }] };
    await run(dag(HOLDS));
    const second = await project.start(dag(IDLE));
    await project.ended(second);
    await worker.drain();
    await deliverAlerts(senderDeps());
    expect(kinds()).toEqual(["fired"]);
    await project.deps.database.query("update delivery set next_at = now() where state = 'pending'");
    await deliverAlerts(senderDeps());
    expect(kinds()).toEqual(["fired", "fired", "recovered"]);
  });

  it("a pause that a channel asks for holds for all that waits for it, and for no other channel", async () => {
    const worker = await project.worker({ channels: channelsFromEnv({}) });
    const alerts = ["a", "b", "c"].map((name): AlertRule => ({ name, when: HOLDS, to: ["slack", "email"] }));
    await run(sampleDag({ id: "watched", alerts }));
    await worker.drain();
    await project.deps.database.query("update delivery set state = 'pending', next_at = now(), last_error = null");
    answers = { slack: [{ ok: false, retryable: true, retryAfterMs: 60_000, error: "429" }] };
    await deliverAlerts(senderDeps());
    expect(sent.filter(({ channel }) => channel === "slack")).toHaveLength(1);
    expect(sent.filter(({ channel }) => channel === "email")).toHaveLength(3);
    const { rows } = await project.deps.database.query(
      "select count(*)::int as n from delivery where channel = 'slack' and state = 'pending' and next_at > now() + interval '50 s'",
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  it("two messages that fail in a row are a channel that is down: the others are not tried in vain", async () => {
    const worker = await project.worker({ channels: channelsFromEnv({}) });
    const alerts = ["a", "b", "c", "d"].map((name): AlertRule => ({ name, when: HOLDS, to: ["slack"] }));
    await run(sampleDag({ id: "watched", alerts }));
    await worker.drain();
    await project.deps.database.query("update delivery set state = 'pending', next_at = now(), last_error = null");
    const down = { ok: false, retryable: true, error: "no answer" } as const;
    answers = { slack: [down, down, down, down] };
    await deliverAlerts(senderDeps());
    expect(sent).toHaveLength(2);
  });
});
