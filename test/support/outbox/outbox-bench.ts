import type { AlertFacts } from "../../../src/alerts/alert-facts.ts";
import type { Channel, Delivery } from "../../../src/alerts/channels/channel.ts";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import type { AlertMessage } from "../../../src/alerts/message/alert-message.ts";
import { sampleFacts } from "../../../src/alerts/sample-facts.ts";
import { CHANNEL_NAMES, type ChannelName } from "../../../src/core/names/channels.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { deliverAlerts } from "../../../src/runs/end/deliver-alerts.ts";
import { writeAlerts } from "../../../src/runs/end/write-alerts.ts";
import type { WorkDeps } from "../../../src/runs/work-deps.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { createTestProject, silentLog, type TestProject } from "../test-project.ts";

export interface Sent {
  readonly channel: ChannelName;
  readonly key: string;
  readonly message: AlertMessage;
  /** The receiver took it, or refused it for good. */
  readonly isOver: boolean;
}

/** The outbox of a real database with senders and without workers: runs end when they are told to, and time passes when it is told to. */
export interface OutboxBench extends AsyncDisposable {
  readonly project: TestProject;
  readonly deps: WorkDeps;
  /** Every try, in its order. */
  readonly sent: Sent[];
  /** Of the next tries; a channel without any takes what it is sent. */
  readonly answers: Record<ChannelName, Delivery[]>;
  /** A run of the DAG starts and ends at once. */
  endRun(spec: DagSpec, facts?: Partial<AlertFacts>): Promise<RunId>;
  /** One look at the outbox, by `senders` at once. */
  deliver(senders?: number): Promise<void>;
  /** Moves all that is written down into the past. */
  pass(hours: number): Promise<void>;
}

export async function outboxBench(): Promise<OutboxBench> {
  const project = await createTestProject();
  const { database } = project.deps;
  const sent: Sent[] = [];
  const answers: Record<ChannelName, Delivery[]> = { slack: [], email: [], teams: [], webhook: [] };
  const channel = (name: ChannelName): Channel => ({
    name,
    unavailable: null,
    deliver: async (message, { idempotencyKey }) => {
      const answer = answers[name].shift() ?? { ok: true };
      sent.push({ channel: name, key: idempotencyKey, message, isOver: answer.ok || !answer.retryable });
      return answer;
    },
  });
  const log = () => silentLog;
  const deps = {
    ...project.deps,
    channels: { ...channelsFromEnv({}), ...Object.fromEntries(CHANNEL_NAMES.map((name) => [name, channel(name)])) },
    logs: { ofRun: log, ofTask: log },
    sweeps: { open: () => Promise.reject(new Error("nothing is computed here")) },
  } as unknown as WorkDeps;
  return {
    project,
    deps,
    sent,
    answers,
    async endRun(spec, facts = {}) {
      const run = await readRun(database, await project.start(spec));
      if (run === null) throw new Error("the run was started");
      const night = { ...sampleFacts(), ...facts };
      const ended = { run, spec, facts: { ...night, run: { ...night.run, id: run.id, dag: run.dagId } } };
      await inTransaction(database, (transaction) => writeAlerts(transaction, ended, deps));
      return run.id;
    },
    async deliver(senders = 1) {
      await Promise.all(Array.from({ length: senders }, () => deliverAlerts(deps)));
    },
    async pass(hours) {
      for (const [table, columns] of Object.entries(MOMENTS)) {
        const moved = columns.map((column) => `${column} = ${column} - $1 * interval '1 hour'`).join(", ");
        await database.query(`update ${table} set ${moved}`, [hours]);
      }
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

const MOMENTS = {
  delivery: ["next_at"],
  alert: ["created_at"],
  alarm: ["fired_at", "undecided_at", "firing_since", "acked_at", "acked_until"],
  mute: ["muted_until"],
} as const;
