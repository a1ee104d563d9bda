import { describe, expect, it } from "vitest";
import { checkAlertRule } from "../../../src/alerts/rules/alert-condition.ts";
import { checkDag } from "../../../src/factory/check-dag.ts";
import { explainDag } from "../../../src/factory/explain-dag.ts";
import { loadText, worldOf } from "../support/load-text.ts";

const block = "backtest: { strategy: sma_cross, data: { dataset: sp500 } }";
const load = (text: string) => loadText(`id: x\n${text}\n${block}`);

async function problemsOf(text: string) {
  const { diagnostics } = await load(text);
  return diagnostics.map(({ code, message, hint }) => ({ code, message, hint }));
}

/** Alerts of a file with one rule without `to`. */
async function channelsOf(rule: string, rest: string, env: Readonly<Record<string, string>> = {}) {
  const text = `id: x\n${rest}\nalerts: [{ name: a, when: cells.failed > 0${rule} }]\n${block}`;
  const { spec } = await checkDag(text, "/dags/dag.yaml", worldOf({}, env));
  return spec?.alerts[0]?.to;
}

describe("what a rule says besides its condition", () => {
  it("is read into runs and milliseconds, and what is not written is not in the spec", async () => {
    const rule = "severity: critical, for: 2 runs, clear_after: 1 run, over: 10 nights, renotify: 3d, throttle: 6h";
    const { spec, diagnostics } = await load(`alerts: [{ name: a, when: cells.failed > 0, to: [slack], ${rule} }]`);
    expect(diagnostics).toEqual([]);
    expect(spec?.alerts).toEqual([
      {
        name: "a",
        when: "cells.failed > 0",
        to: ["slack"],
        severity: "critical",
        forRuns: 2,
        clearRuns: 1,
        averageOver: 10,
        renotifyMs: 259_200_000,
        throttleMs: 21_600_000,
      },
    ]);
    const plain = await load("alerts: [{ name: a, when: cells.failed > 0, to: [slack] }]");
    expect(plain.spec?.alerts).toEqual([{ name: "a", when: "cells.failed > 0", to: ["slack"] }]);
  });

  it("is paced as the notifications say, unless it says so itself; the three rules of a file without any too", async () => {
    const all = "notifications: { renotify: never, throttle: 2h }";
    const own = await load(`${all}\nalerts: [{ name: a, when: cells.failed > 0, to: [slack], renotify: 1d }]`);
    expect(own.spec?.alerts[0]).toMatchObject({ renotifyMs: 86_400_000, throttleMs: 7_200_000 });
    const usual = await load(all);
    expect(usual.spec?.alerts.map(({ renotifyMs, throttleMs }) => [renotifyMs, throttleMs])).toEqual([
      [null, 7_200_000],
      [null, 7_200_000],
      [null, 7_200_000],
    ]);
  });

  it("is refused with the word that was meant", async () => {
    const [severity] = await problemsOf("alerts: [{ name: a, when: cells.failed > 0, severity: critcal }]");
    expect(severity).toMatchObject({ code: "DAG_VALUE_INVALID", hint: `Did you mean "critical"?` });
    const [key] = await problemsOf("alerts: [{ name: a, when: cells.failed > 0, renotifi: 2h }]");
    expect(key).toMatchObject({ hint: `Did you mean "renotify"?` });
    expect(await problemsOf("alerts: [{ name: a, when: cells.failed > 0, for: 0 runs }]")).toHaveLength(1);
  });

  it("is refused where its condition names what there is not of an earlier night", async () => {
    const world = { ...worldOf(), alertConditionProblem: checkAlertRule };
    const problemOf = async (when: string) => {
      const text = `id: x\nalerts: [{ name: a, when: ${when} }]\n${block}`;
      const { diagnostics } = await checkDag(text, "/dags/dag.yaml", world);
      return diagnostics.map(({ code, message, hint, path }) => `${code} ${path}: ${message} ${hint}`).join("\n");
    };
    expect(await problemOf("best.sharpe < previous.best.sharpe - 0.3")).toBe("");
    expect(await problemOf("best.sharpe < previus.best.sharpe")).toMatch(
      /^CONDITION_INVALID .*Did you mean "previous"\?/,
    );
    expect(await problemOf("best.sharpe < previous.best.sharp")).toMatch(
      /^CONDITION_INVALID .*Did you mean "sharpe"\?/,
    );
    expect(await problemOf("best.sharpe < baseline.best.sharpe")).toMatch(
      /^CONDITION_INVALID .*write notifications: \{ baseline/i,
    );
  });
});

describe("routes", () => {
  const routes = `notifications:
  routes:
    - { severity: [critical], to: [slack, webhook] }
    - { tags: [equities], to: [teams, slack] }
    - { tags: [quiet], to: [] }`;

  it("add their channels by severity and by tags of the rule or its DAG", async () => {
    expect(await channelsOf(", severity: critical", routes)).toEqual(["slack", "webhook"]);
    expect(await channelsOf(", tags: [equities]", routes)).toEqual(["teams", "slack"]);
    expect(await channelsOf(", severity: critical", `tags: [equities]\n${routes}`)).toEqual([
      "slack",
      "webhook",
      "teams",
    ]);
    expect(await channelsOf(", tags: [quiet]", routes)).toEqual([]);
  });

  it("are not asked for a rule that names its channels, and none that fits means all that are configured", async () => {
    expect(await channelsOf(", severity: critical, to: [email]", routes)).toEqual(["email"]);
    expect(await channelsOf("", routes)).toEqual(["slack", "email"]);
    const env = { TEAMS_WEBHOOK_URL: "https://teams.example.com/x" };
    expect(await channelsOf("", routes, env)).toEqual(["slack", "email", "teams"]);
  });
});

describe("quiet hours of a file", () => {
  const zoned = `schedule: { cron: "30 3 * * *", timezone: America/New_York }`;

  it("hold for every channel but those that have their own or none, in the zone of the schedule", async () => {
    const { spec, diagnostics } = await load(`${zoned}
notifications:
  quiet_hours: { from: "22:00", to: "07:00" }
  channels:
    email: { quiet_hours: none }
    teams: { quiet_hours: { from: "00:00", to: "24:00", timezone: Europe/Berlin, days: [sat, sun], except: [] } }`);
    expect(diagnostics).toEqual([]);
    const all = { fromMinute: 1320, toMinute: 420, timezone: "America/New_York", days: [0, 1, 2, 3, 4, 5, 6] };
    expect(spec?.notifications?.quietHours).toEqual({
      slack: { ...all, except: ["critical"] },
      teams: { fromMinute: 0, toMinute: 1440, timezone: "Europe/Berlin", days: [6, 0], except: [] },
      webhook: { ...all, except: ["critical"] },
    });
  });

  it("need a zone, an end, and an end at all", async () => {
    const hours = (text: string) => problemsOf(`notifications: { quiet_hours: { ${text} } }`);
    const day = `from: "00:00", to: "24:00", timezone: UTC`;
    expect(await hours(`from: "22:00", to: "07:00"`)).toMatchObject([{ message: expect.stringContaining("timezone") }]);
    expect(await hours(`from: "22:00", timezone: UTC`)).toMatchObject([{ code: "DAG_KEY_MISSING" }]);
    expect(await hours(`from: "22:00", to: "22:00", timezone: UTC`)).toHaveLength(1);
    expect(await hours(day)).toMatchObject([{ message: "These quiet hours never end." }]);
    expect(await hours(`${day}, days: [sat, sun]`)).toEqual([]);
    const [zone] = await hours(`from: "22:00", to: "07:00", timezone: Europe/Berln`);
    expect(zone).toMatchObject({ hint: expect.stringContaining("Europe/Berlin") });
    expect(await hours(`from: "22:00", to: "7:00", timezone: UTC`)).toHaveLength(1);
  });
});

describe("explainDag", () => {
  const explained = async (text: string, env: Readonly<Record<string, string>> = {}) => {
    const loaded = await checkDag(`id: x\n${text}\n${block}`, "/dags/dag.yaml", worldOf({}, env));
    expect(loaded.diagnostics).toEqual([]);
    return new Map(explainDag(loaded).map(({ path, value, origin }) => [path, { value, origin }]));
  };

  it("says how much each rule matters and where its messages go, and which routes said so", async () => {
    const values = await explained(
      `notifications:
  routes: [{ severity: [critical], to: [webhook] }]
alerts:
  - { name: a, when: cells.failed > 0, severity: critical }
  - { name: b, when: cells.failed > 0, to: [teams] }`,
    );
    expect(values.get("alerts[0].severity")).toMatchObject({ value: "critical", origin: { line: 5 } });
    expect(values.get("alerts[0].to")).toMatchObject({ value: ["webhook"], origin: { line: 3 } });
    expect(values.get("alerts[1].severity")).toEqual({ value: "warning", origin: "default" });
    expect(values.get("alerts[1].to")).toMatchObject({ value: ["teams"], origin: { line: 6 } });
    const unfit = await explained(
      `notifications: { routes: [{ severity: [critical], to: [webhook] }] }
alerts: [{ name: a, when: cells.failed > 0 }]`,
    );
    expect(unfit.get("alerts[0].to")).toEqual({ value: ["slack", "email"], origin: "default" });
  });

  it("says so of the channels that are configured, and of the three rules of a file without any", async () => {
    const env = { TEAMS_WEBHOOK_URL: "https://example.com/hook" };
    const own = await explained("alerts: [{ name: a, when: cells.failed > 0 }]", env);
    expect(own.get("alerts[0].to")).toEqual({ value: ["slack", "email", "teams"], origin: "default" });
    const usual = await explained("");
    expect(usual.get("alerts[0]")).toMatchObject({ value: { severity: "warning", to: ["slack", "email"] } });
    expect(usual.has("alerts[0].to")).toBe(false);
  });
});
