import { afterEach, beforeEach, expect, it } from "vitest";
import { readStoredMessage } from "../../../src/alerts/message/stored-message.ts";
import { renderWebhook } from "../../../src/alerts/render/render-webhook.ts";
import { NOTICE_SEVERITY, SEVERITIES } from "../../../src/core/names/alarms.ts";
import type { NotificationsSpec } from "../../../src/factory/dag-spec.ts";
import { queueNotice } from "../../../src/runs/end/queue-notice.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import type { ClaimedTask } from "../../../src/store/moves/attempt-moves.ts";
import { outboxBench, type OutboxBench } from "../../support/outbox/outbox-bench.ts";
import { quietNow } from "../../support/outbox/quiet-now.ts";
import { sampleDag } from "../../support/sample-dag.ts";

let outbox: OutboxBench;
beforeEach(async () => void (outbox = await outboxBench()));
afterEach(() => outbox[Symbol.asyncDispose]());

/** Quiet hours that let one severity pass. */
function quietBut(severity: (typeof SEVERITIES)[number]): NotificationsSpec {
  const { quietHours } = quietNow("slack");
  const { slack } = quietHours;
  if (slack === undefined) throw new Error("Slack has quiet hours");
  return { baseline: null, quietHours: { slack: { ...slack, except: [severity] } } };
}

it("a callback's notice has one severity, for quiet hours and for receivers", async () => {
  for (const severity of SEVERITIES) {
    const spec = sampleDag({ id: `quiet_but_${severity}`, notifications: quietBut(severity) });
    const runId = await outbox.project.start(spec);
    const task = { runId, taskId: "1" } as unknown as ClaimedTask;
    await queueNotice({ title: "done", text: "all is well", to: ["slack"] }, { task, spec }, outbox.deps);
    const [alert] = await listAlerts(outbox.deps.database, runId);
    if (alert === undefined) throw new Error("there is a notice");
    const post = renderWebhook(readStoredMessage({ ...alert, runId }), "id");
    expect(post).toMatchObject({ kind: "notice", severity: NOTICE_SEVERITY });
    expect(alert.deliveries[0]?.heldUntil === null, severity).toBe(severity === NOTICE_SEVERITY);
  }
});
