import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import { insertAlert } from "../../../src/store/alerts.ts";
import { readFailureCauses } from "../../../src/store/alarms/read-figures.ts";
import { listAlarmEvents, listAlarms } from "../../../src/store/alarms/read-alarms.ts";
import { setAck } from "../../../src/store/alarms/write-alarms.ts";
import { listWaitingChannels, lockReleased, postponeChannel, postponeDelivery } from "../../../src/store/outbox.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

// Each of these conditions of our SQL was left out once, and no test took notice (docs/reliability.md).

let project: TestProject;
let database: TestProject["deps"]["database"];
let run: RunId;
beforeEach(async () => {
  project = await createTestProject();
  database = project.deps.database;
  run = await project.start(sampleDag());
});
afterEach(() => project[Symbol.asyncDispose]());

let alerts = 0;

/** A message through one channel, due by an offset such as `-1 hour`. */
async function put(state: string, due: string, thread = "t", isHeld = false): Promise<string> {
  alerts += 1;
  const { rows } = await database.query<{ id: string }>(
    `with told as (insert into alert (run_id, rule, kind, message) values ($1, $2, 'fired', '{}') returning id)
     insert into delivery (alert_id, channel, idempotency_key, state, next_at, thread, held)
     select id, 'webhook', $2, $3, now() + $4::interval, $5, $6 from told returning id::text`,
    [run, `rule ${alerts}`, state, due, thread, isHeld],
  );
  return rows[0]?.id ?? "";
}

it("a channel waits only while something is pending", async () => {
  await put("delivered", "-1 hour");
  expect(await listWaitingChannels(database)).toEqual([]);
  await put("pending", "1 hour");
  expect(await listWaitingChannels(database)).toEqual(["webhook"]);
});

it("what has been delivered is not put off", async () => {
  const retry = { delayMs: 1000, error: "busy", reached: [] };
  expect(await postponeDelivery(database, await put("delivered", "-1 hour"), retry)).toBeNull();
  expect(await postponeDelivery(database, await put("pending", "-1 hour"), retry)).not.toBeNull();
});

it("a pause of a channel never brings anything forward", async () => {
  const [late, soon] = [await put("pending", "1 day"), await put("pending", "0 s")];
  await postponeChannel(database, "webhook", { delayMs: 60_000, error: "down" });
  const { rows } = await database.query(
    "select id::text, next_at > now() + interval '1 hour' as late, next_at > now() as later from delivery order by delivery.id",
  );
  expect(rows).toEqual([
    { id: late, late: true, later: true },
    { id: soon, late: false, later: true },
  ]);
});

it("a held message follows an earlier one of its thread, never a later one", async () => {
  const first = await put("pending", "-1 hour", "a", true);
  await put("pending", "1 hour", "a");
  await put("pending", "1 hour", "b");
  const second = await put("pending", "-1 hour", "b", true);
  const released = await lockReleased(database, "webhook");
  expect(released.map(({ id, follows }) => [id, follows])).toEqual([
    [first, false],
    [second, true],
  ]);
});

it("open alarms are those that are not quiet or that somebody still has to be told of; what nobody has acknowledged cannot be taken back", async () => {
  for (const [rule, state, told] of [
    ["quiet", "quiet", []],
    ["told", "quiet", ["webhook"]],
    ["firing", "firing", []],
  ] as const) {
    await database.query(
      "insert into alarm (dag_id, rule, subject, state, severity, told_to) values ('sample', $1, 'run', $2, 'info', $3)",
      [rule, state, told],
    );
  }
  const rules = async (isOpen: boolean) =>
    (await listAlarms(database, { dagId: null, rule: null, isOpen })).map(({ rule }) => rule);
  expect(await rules(true)).toEqual(["firing", "told"]);
  expect(await rules(false)).toEqual(["firing", "quiet", "told"]);

  const [firing] = await listAlarms(database, { dagId: "sample", rule: "firing", isOpen: true });
  if (firing === undefined) throw new Error("No alarm");
  const me = { by: "me", origin: "cli", reason: null } as const;
  expect(await setAck(database, firing, null, me)).toBe(false);
  expect(await setAck(database, firing, { until: null }, { ...me, reason: "seen" })).toBe(true);
  expect(await setAck(database, firing, null, me)).toBe(true);
});

it("an urgent message sends ahead what quiet hours hold of its own thread, and of no other", async () => {
  const own = await put("pending", "1 day", "a", true);
  const other = await put("pending", "1 day", "b", true);
  const message = {
    rule: "urgent",
    kind: "fired",
    message: {},
    channels: ["webhook"],
    thread: "a",
    idempotencyKey: "u",
  } as const;
  expect(await insertAlert(database, run, message)).toBe(true);
  const { rows } = await database.query("select id::text from delivery where held order by delivery.id");
  expect(rows).toEqual([{ id: other }]);
  expect(own).not.toBe(other);
});

it("one failed cell is a cause, too", async () => {
  await database.query("update task set cells_failed = 1 where run_id = $1", [run]);
  await database.query(
    `insert into failed_cell select id, 3, '{"message":"too few bars"}' from task where run_id = $1`,
    [run],
  );
  expect(await readFailureCauses(database, run, 5)).toEqual([
    { specIndex: 0, cells: 1, cell: 3, message: "too few bars" },
  ]);
});

it("the history of an alarm has what was done to all of its DAG, and nothing of others", async () => {
  for (const [dag, rule] of [
    ["sample", "mine"],
    ["sample", null],
    [null, null],
    ["sample", "other"],
    ["other", null],
  ] as const) {
    await database.query("insert into alarm_event (dag_id, rule, event, note) values ($1, $2, 'mute', $3)", [
      dag,
      rule,
      `${dag} ${rule}`,
    ]);
  }
  const events = await listAlarmEvents(database, { dagId: "sample", rule: "mine", subject: "run" }, 10);
  expect(events.map(({ note }) => note)).toEqual(["null null", "sample null", "sample mine"]);
});
