import fc from "fast-check";
import { expect, it } from "vitest";
import type { Delivery } from "../../../src/alerts/channels/channel.ts";
import { CHANNEL_NAMES, type ChannelName } from "../../../src/core/names/channels.ts";
import type { AlertRule } from "../../../src/core/spec/alert-rule.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { readNow } from "../../../src/store/connection/database-clock.ts";
import { readNextDue, takeDueDeliveries } from "../../../src/store/outbox.ts";
import { outboxBench, type OutboxBench } from "../../support/outbox/outbox-bench.ts";
import { quietNow } from "../../support/outbox/quiet-now.ts";
import { sampleDag } from "../../support/sample-dag.ts";

const HOUR_MS = 3_600_000;
const OK: Delivery = { ok: true };
const DOWN: Delivery = { ok: false, retryable: true, error: "no answer" };
const PAUSE: Delivery = { ok: false, retryable: true, retryAfterMs: HOUR_MS, error: "429" };
const REFUSED: Delivery = { ok: false, retryable: false, error: "404" };

/** `mild` is held in quiet hours, `grave` is not, and `risen` becomes critical from time to time. */
const RULES = {
  mild: ["slack", "email"],
  grave: ["slack", "webhook"],
  risen: ["email", "teams"],
} as const satisfies Record<string, readonly ChannelName[]>;
type RuleName = keyof typeof RULES;
const NAMES = ["mild", "grave", "risen"] as const;

type Event =
  | {
      readonly do: "end";
      readonly holds: Readonly<Record<RuleName, boolean>>;
      readonly isQuiet: boolean;
      readonly isRisen: boolean;
    }
  | {
      readonly do: "deliver";
      readonly senders: number;
      readonly answers: Partial<Record<ChannelName, readonly Delivery[]>>;
    }
  | { readonly do: "kill"; readonly channel: ChannelName }
  | { readonly do: "pass"; readonly hours: number };

const answers = fc.array(fc.constantFrom(DOWN, OK, PAUSE, REFUSED), { maxLength: 3 });
const ended = fc.record({
  do: fc.constant("end" as const),
  holds: fc.record({ mild: fc.boolean(), grave: fc.boolean(), risen: fc.boolean() }),
  isQuiet: fc.boolean(),
  isRisen: fc.boolean(),
});
const delivered = fc.record({
  do: fc.constant("deliver" as const),
  senders: fc.integer({ min: 1, max: 2 }),
  answers: fc.record({ slack: answers, email: answers, teams: answers }, { requiredKeys: [] }),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: ended },
  { weight: 4, arbitrary: delivered },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const), channel: fc.constantFrom(...CHANNEL_NAMES) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.constantFrom(1, 3, 3, 30) }) },
);
const policy = fc.record({
  throttleMs: fc.constantFrom(0, 0, 2 * HOUR_MS, 6 * HOUR_MS),
  renotifyMs: fc.constantFrom(null, 0, 0, 20 * HOUR_MS),
});

type Policy = Pick<Required<AlertRule>, "throttleMs" | "renotifyMs">;

/** What a simple mind expects of a rule in a channel. */
interface Expected {
  readonly kinds: string[];
  readonly firedAt: number[];
}

class Model {
  readonly #outbox: OutboxBench;
  readonly #policy: Policy;
  readonly #expected = new Map<string, Expected>();
  #hours = 0;

  constructor(outbox: OutboxBench, chosen: Policy) {
    this.#outbox = outbox;
    this.#policy = chosen;
  }

  async happen(event: Event): Promise<void> {
    switch (event.do) {
      case "end":
        return this.#end(event);
      case "deliver":
        return this.#deliver(event);
      case "kill":
        return this.#kill(event.channel);
      case "pass":
        this.#hours += event.hours;
        return this.#outbox.pass(event.hours);
    }
  }

  async #end({ holds, isQuiet, isRisen }: Extract<Event, { do: "end" }>): Promise<void> {
    const id = await this.#outbox.endRun(this.#spec(holds, { isQuiet, isRisen }));
    for (const { rule, kind, deliveries } of await listAlerts(this.#outbox.deps.database, id)) {
      for (const { channel } of deliveries) {
        const one = this.#of(channel, rule);
        one.kinds.push(kind);
        if (kind === "fired") one.firedAt.push(this.#hours * HOUR_MS);
      }
    }
  }

  #spec(
    holds: Readonly<Record<RuleName, boolean>>,
    { isQuiet, isRisen }: Pick<Extract<Event, { do: "end" }>, "isQuiet" | "isRisen">,
  ): DagSpec {
    const alerts = NAMES.map((name): AlertRule => {
      const isCritical = name === "grave" || (name === "risen" && isRisen);
      const when = holds[name] ? "cells.total == 16" : "cells.total > 100";
      return { name, when, to: RULES[name], severity: isCritical ? "critical" : "warning", ...this.#policy };
    });
    const notifications = isQuiet ? quietNow("slack", "email", "teams") : null;
    return sampleDag({ id: "watched", alerts, ...(notifications !== null && { notifications }) });
  }

  async #deliver({ senders, answers: given }: Extract<Event, { do: "deliver" }>): Promise<void> {
    for (const name of CHANNEL_NAMES) this.#outbox.answers[name] = [...(given[name] ?? [])];
    await this.#outbox.deliver(senders);
    const { database } = this.#outbox.deps;
    for (const name of CHANNEL_NAMES) {
      // A channel that works delivers all that is due, whatever others do.
      const isDown = (given[name] ?? []).some((answer) => !answer.ok && answer.retryable);
      this.#outbox.answers[name] = [];
      if (isDown) continue;
      const next = await readNextDue(database, name);
      if (next !== null) expect(next.getTime()).toBeGreaterThan((await readNow(database)).getTime());
    }
  }

  /** A sender that is gone before it has sent, or before it could write that down. */
  async #kill(channel: ChannelName): Promise<void> {
    await takeDueDeliveries(this.#outbox.deps.database, { limit: 1, holdMs: 120_000, channel });
  }

  #of(channel: string, rule: string): Expected {
    const key = `${channel} ${rule}`;
    const known = this.#expected.get(key) ?? { kinds: [], firedAt: [] };
    this.#expected.set(key, known);
    return known;
  }

  async conclude(): Promise<void> {
    const none = { mild: false, grave: false, risen: false };
    await this.happen({ do: "end", holds: none, isQuiet: false, isRisen: false });
    for (let round = 0; round < 4; round++) {
      await this.happen({ do: "pass", hours: 30 });
      await this.happen({ do: "deliver", senders: 2, answers: {} });
    }
    const { throttleMs, renotifyMs } = this.#policy;
    for (const [key, { kinds, firedAt }] of this.#expected) {
      const [channel = "", rule = ""] = key.split(" ");
      expect(this.#told(channel, rule), key).toEqual(kinds);
      expect(kinds.at(-1), key).toBe("recovered");
      for (const [i, at] of firedAt.entries()) {
        const gap = at - (firedAt[i - 1] ?? -Infinity);
        expect(gap).toBeGreaterThanOrEqual(throttleMs);
      }
      if (renotifyMs === null) expect(kinds.join(" ")).not.toContain("fired fired");
    }
    // A channel that said what it makes of a message does not get it again.
    const over = this.#outbox.sent.filter(({ isOver }) => isOver).map(({ channel, key }) => `${channel} ${key}`);
    expect(over.length).toBe(new Set(over).size);
    const { rows } = await this.#outbox.deps.database.query("select 1 from delivery where state = 'pending'");
    expect(rows).toEqual([]);
  }

  /** The kinds that a channel has heard of a rule, or refused for good, each at its first time, those in summaries too. */
  #told(channel: string, rule: string): readonly string[] {
    const seen = new Set<string>();
    return this.#outbox.sent.flatMap(({ channel: name, key, message, isOver }) => {
      if (name !== channel || !isOver || seen.has(key)) return [];
      seen.add(key);
      if (message.kind !== "summary") return message.about.rule === rule ? [message.kind] : [];
      const labels = message.rows.map(({ label }) => label).filter((label) => label.endsWith(`: ${rule} in watched`));
      return labels.map((label) => (label.startsWith("Alert") ? "fired" : "recovered"));
    });
  }
}

it("whatever channels answer, whoever dies and when: each channel hears all of each rule in its order, no dead channel delays another", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 6, maxLength: 24, size: "max" }), policy, async (events, chosen) => {
      await using outbox = await outboxBench();
      const model = new Model(outbox, chosen);
      for (const one of events) await model.happen(one);
      await model.conclude();
    }),
    { numRuns: 40, endOnFailure: true },
  );
});
