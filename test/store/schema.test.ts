import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALARM_EVENTS, ALARM_STATES, SEVERITIES } from "../../src/core/names/alarms.ts";
import { ACT_MEANS, ACT_ORIGINS, AUDIT_ACTIONS } from "../../src/core/names/audit.ts";
import { ROLES } from "../../src/core/names/principal.ts";
import { LOG_LEVELS } from "../../src/core/log.ts";
import {
  ALERT_KINDS,
  BACKFILL_SLOT_STATES,
  BACKFILL_STATES,
  REPROCESS_CHOICES,
  ATTEMPT_STATES,
  CELL_STATES,
  DAG_STATES,
  DATA_READS,
  DELIVERY_STATES,
  PRICE_FETCH_STATES,
  RUN_STATES,
  RUN_TRIGGERS,
  TASK_KINDS,
  TASK_PHASES,
  TASK_STATES,
  TICK_OUTCOMES,
  TRIGGER_RULES,
  WORKER_STATES,
} from "../../src/core/names/states.ts";
import { ONE_TIME_KINDS } from "../../src/store/access/one-time.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const CLOSED_SETS: readonly (readonly [string, string, readonly string[]])[] = [
  ["run", "state", RUN_STATES],
  ["run", "trigger", RUN_TRIGGERS],
  ["run", "stopping", ["failed", "cancelled"]],
  ["run", "reads", DATA_READS],
  ["task", "reads", DATA_READS],
  ["task", "state", TASK_STATES],
  ["task", "kind", TASK_KINDS],
  ["task", "phase", TASK_PHASES],
  ["task", "trigger_rule", TRIGGER_RULES],
  ["attempt", "state", ATTEMPT_STATES],
  ["worker", "state", WORKER_STATES],
  ["sweep_part", "state", CELL_STATES.filter((state) => state !== "failed")],
  ["dag", "state", DAG_STATES],
  ["tick", "outcome", TICK_OUTCOMES],
  ["alert", "kind", ALERT_KINDS],
  ["delivery", "state", DELIVERY_STATES],
  ["alarm", "state", ALARM_STATES],
  ["alarm", "severity", SEVERITIES],
  ["alarm_event", "event", ALARM_EVENTS],
  ["log", "level", LOG_LEVELS],
  ["audit", "origin", ACT_ORIGINS],
  ["audit", "action", AUDIT_ACTIONS],
  ["audit", "how", ACT_MEANS],
  ["account", "role", ROLES],
  ["session", "role", ROLES],
  ["token", "role", ROLES],
  ["one_time", "kind", ONE_TIME_KINDS],
  ["backfill", "state", BACKFILL_STATES],
  ["backfill", "reprocess", REPROCESS_CHOICES],
  ["backfill_slot", "state", BACKFILL_SLOT_STATES],
  ["price_fetch", "state", PRICE_FETCH_STATES],
];

describe("the schema", () => {
  it.each(CLOSED_SETS)("lets %s.%s be what the code knows, and nothing else", async (table, column, known) => {
    const { rows } = await database.pool.query<{ check: string }>(
      `select pg_get_constraintdef(oid) as check from pg_constraint where conname = $1`,
      [`${table}_${column}_check`],
    );
    const allowed = [...(rows[0]?.check ?? "").matchAll(/'(\w+)'/g)].map((match) => match[1]);
    expect(allowed).toEqual([...known]);
  });

  it("drops the needs of tasks together with their run", async () => {
    const { pool } = database;
    await pool.query(`insert into dag_version (hash, dag_id, yaml, spec) values ('h', 'd', '', '{}')`);
    await pool.query(`insert into dag (id, file, hash, state) values ('d', 'd.yaml', 'h', 'ok')`);
    await pool.query(
      `insert into run (id, dag_id, dag_hash, logical_date, trigger, code_hash, snapshot_ids, seed, cells_total,
         open_tasks, timeout_ms) values ('r', 'd', 'h', now(), 'manual', '', '{}', 0, 0, 2, 1)`,
    );
    await pool.query(
      `with made as (
         insert into task (run_id, key, position, spec_index, kind, phase, trigger_rule, unmet)
         values ('r', 'a', 0, 0, 'callback', 'before', 'all_done', 0), ('r', 'b', 1, 0, 'callback', 'after', 'all_done', 1)
         returning id)
       insert into task_need select min(id), max(id) from made`,
    );
    await pool.query(`delete from run where id = 'r'`);
    expect((await pool.query("select 1 from task_need")).rowCount).toBe(0);
  });
});

it("no index of tasks looks at their state: each that begins and ends would be written anew in all of them", async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    "select indexname as name from pg_indexes where schemaname = 'nightgrid' and tablename = 'task' and indexdef ~ '\\mstate\\M'",
  );
  expect(rows).toEqual([]);
});
