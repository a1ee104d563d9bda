import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel, Delivery, DeliveryOptions } from "../../../src/alerts/channels/channel.ts";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import type { AlertMessage } from "../../../src/alerts/message/alert-message.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import type { AlertRule } from "../../../src/core/spec/alert-rule.ts";
import type { StartRequest } from "../../../src/runs/start/run-plan.ts";
import { watchRun } from "../../../src/runs/query/watch-run.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { postponeDelivery, takeDueDeliveries } from "../../../src/store/outbox.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let sent: { readonly message: AlertMessage; readonly key: string; readonly reached: readonly string[] }[] = [];
let answers: Delivery[] = [];

const slack: Channel = {
  name: "slack",
  unavailable: null,
  deliver: async (message: AlertMessage, { idempotencyKey, reached = [] }: DeliveryOptions) => {
    sent.push({ message, key: idempotencyKey, reached });
    return answers.shift() ?? { ok: true };
  },
};
const channels = { ...channelsFromEnv({}), slack };

beforeEach(async () => {
  sent = [];
  answers = [];
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

function alerting(when: string, changes: Partial<DagSpec> = {}): DagSpec {
  const alert: AlertRule = { name: "rule", when, to: ["slack"] };
  return sampleDag({ id: "alerting", alerts: [alert], ...changes });
}

/** Runs a DAG until each of its alerts has been tried. */
async function runAndTell(spec: DagSpec, changes: Partial<StartRequest> = {}) {
  const id = await project.start(spec, changes);
  for await (const { isOver } of watchRun(project.deps.database, id)) if (isOver) break;
  return listAlerts(project.deps.database, id);
}

async function settled(count: number): Promise<void> {
  for (;;) {
    const { rows } = await project.deps.database.query("select 1 from delivery where state <> 'pending'");
    if (rows.length >= count) return;
  }
}

describe("alerts of a run", () => {
  it("are sent once each, however many cells failed", async () => {
    await project.worker({ channels });
    const backtests = [sampleBacktest({ grid: gridOf({ fast: [0, 3], slow: [20, 30] }) })];
    const alerts = await runAndTell(alerting("cells.failed > 0", { backtests }));
    expect(alerts).toMatchObject([
      { rule: "rule", kind: "fired", deliveries: [{ channel: "slack", state: "delivered", attempts: 1 }] },
    ]);
    expect(sent).toHaveLength(1);
  });

  it("are silent when no rule fires, and tell the recovery after one that did", async () => {
    await project.worker({ channels });
    expect(await runAndTell(alerting("cells.total == 6"))).toMatchObject([{ kind: "fired" }]);
    expect(await runAndTell(alerting("cells.total > 100"))).toMatchObject([{ kind: "recovered" }]);
    expect(await runAndTell(alerting("cells.total > 100"))).toEqual([]);
    expect(sent.map(({ message }) => message.kind)).toEqual(["fired", "recovered"]);
  });

  it("know the best cell", async () => {
    await project.worker({ channels });
    expect(await runAndTell(alerting("best.sharpe > -1000"))).toMatchObject([{ kind: "fired" }]);
  });

  it("tell that every cell failed", async () => {
    await project.worker({ channels });
    const backtests = [sampleBacktest({ grid: gridOf({ fast: [0], slow: [20] }) })];
    const alerts = await runAndTell(alerting(`run.state == "failed"`, { backtests }));
    expect(alerts).toMatchObject([{ kind: "fired" }]);
  });

  it("name a channel that is not configured, and do not fail the run", async () => {
    await project.worker();
    const [alert] = await runAndTell(alerting("cells.total == 6"));
    expect(alert?.deliveries).toMatchObject([{ state: "not_configured", lastError: expect.stringContaining("SLACK") }]);
  });

  it("are tried again after the delay that was asked for, with the same key", async () => {
    const asked: unknown[] = [];
    const deliveryDelayMs = (attempt: number, retryAfterMs?: number) => {
      asked.push([attempt, retryAfterMs]);
      return 1;
    };
    answers = [
      { ok: false, retryable: true, retryAfterMs: 7000, error: "429" },
      { ok: false, retryable: true, error: "500" },
    ];
    await project.worker({ channels, deliveryDelayMs });
    await runAndTell(alerting("cells.total == 6"));
    await settled(1);
    expect(asked).toEqual([
      [1, 7000],
      [2, undefined],
    ]);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it("are given up when the receiver refuses them for good", async () => {
    answers = [{ ok: false, retryable: false, error: "no such channel" }];
    await project.worker({ channels });
    const [alert] = await runAndTell(alerting("cells.total == 6"));
    expect(alert?.deliveries).toMatchObject([{ state: "failed", attempts: 1, lastError: "no such channel" }]);
  });
});

describe("FAULTS 8.6: a channel that reached only some of its receivers", () => {
  it("tries the others alone, and says in the end that it was delivered partly", async () => {
    answers = [
      { ok: false, retryable: true, reached: ["a", "b"], error: "c refused" },
      { ok: false, retryable: true, reached: ["c"], error: "d refused" },
      { ok: false, retryable: false, error: "d refused for good" },
    ];
    await project.worker({ channels, deliveryDelayMs: () => 1 });
    const id = await project.start(alerting("cells.total == 6"));
    await project.ended(id);
    await settled(1);
    expect(sent.map(({ reached }) => reached)).toEqual([[], ["a", "b"], ["a", "b", "c"]]);
    const [alert] = await listAlerts(project.deps.database, id);
    expect(alert?.deliveries).toMatchObject([{ state: "partly_delivered", lastError: "d refused for good" }]);
  });
});

describe("FAULTS 10: the outbox", () => {
  async function oneDelivery(): Promise<void> {
    const worker = await project.worker({ channels: { ...channels, slack: { ...slack, unavailable: "off" } } });
    await runAndTell(alerting("cells.total == 6"));
    await worker.drain();
    await project.deps.database.query("update delivery set state = 'pending', attempts = 0, next_at = now()");
  }
  const take = (holdMs: number) => takeDueDeliveries(project.deps.database, { limit: 10, holdMs });
  const untilDue = async () => {
    const { rows } = await project.deps.database.query<{ ms: number }>(
      "select extract(epoch from next_at - now())::float8 * 1000 as ms from delivery",
    );
    return rows[0]?.ms ?? Number.NaN;
  };

  it("holds a delivery for the sender that took it; a second sender gets it only after that", async () => {
    await oneDelivery();
    const [mine] = await take(60_000);
    expect(mine).toMatchObject({ attempts: 1 });
    expect(await take(60_000)).toEqual([]);
    expect(await untilDue()).toBeGreaterThan(30_000);
    await project.deps.database.query("update delivery set next_at = now() - interval '1 ms'");
    expect(await take(60_000)).toMatchObject([{ id: mine?.id, attempts: 2, idempotencyKey: mine?.idempotencyKey }]);
  });

  it("gives one delivery to one of two senders that ask at the same time", async () => {
    await oneDelivery();
    const both = await Promise.all([take(60_000), take(60_000)]);
    expect(both.flat()).toHaveLength(1);
  });

  it("waits for the delay before it tries again", async () => {
    await oneDelivery();
    const [mine] = await take(60_000);
    const dueAt = await postponeDelivery(project.deps.database, mine?.id ?? "", {
      delayMs: 3_600_000,
      error: "busy",
      reached: [],
    });
    expect(dueAt).toBeInstanceOf(Date);
    const ms = await untilDue();
    expect(ms).toBeGreaterThan(3_500_000);
    expect(ms).toBeLessThanOrEqual(3_600_000);
    expect(await take(60_000)).toEqual([]);
  });
});

describe("FAULTS 7.3: an experiment (a run with any override)", () => {
  it("neither clears an alarm of the nightly run, nor counts as one", async () => {
    await project.worker({ channels });
    const [fires, quiet] = [alerting("cells.total == 6"), alerting("cells.total > 100")];
    const experiment = { overrides: { fast: 5 } };
    await runAndTell(fires);
    expect(await runAndTell(quiet, experiment)).toEqual([]);
    expect(await runAndTell(quiet)).toMatchObject([{ kind: "recovered" }]);
    expect(await runAndTell(fires, experiment)).toMatchObject([{ kind: "fired" }]);
    expect(await runAndTell(quiet)).toEqual([]);
  });
});

describe("a notice of a callback", () => {
  it("goes through the outbox, and once when the callback is tried again", async () => {
    let failures = 1;
    await project.worker({
      channels,
      runCallback: async (_callback, context) => {
        await context.services.notify({ title: "Done", text: "All is well", to: ["slack"] });
        if (failures-- > 0) throw new Error("after the notice");
      },
    });
    const after = [sampleCallback("notify")];
    await runAndTell(sampleDag({ id: "noticing", after, retry: { limit: 1, backoffMs: 1 } }));
    await settled(1);
    expect(sent.map(({ message }) => [message.kind, message.title])).toEqual([["notice", "Done"]]);
  });
});
