import { describe, expect, it } from "vitest";
import { checkDag } from "../../../src/factory/check-dag.ts";
import { explainDag } from "../../../src/factory/explain-dag.ts";
import { formatSessionMoment, parseSessionMoment } from "../../../src/factory/sections/session-moment.ts";
import { loadText, worldOf } from "../support/load-text.ts";

const block = "backtest: { strategy: sma_cross, data: { dataset: sp500 } }";
const load = (text: string) => loadText(`id: x\n${text}\n${block}`);
const loadAt = (now: string, text: string) =>
  checkDag(`id: x\n${text}\n${block}`, "/dags/dag.yaml", { ...worldOf(), now: () => new Date(now) });

async function problemsOf(text: string) {
  const { diagnostics } = await load(text);
  return diagnostics.map(({ code, message, hint, path }) => ({ code, message, hint, path }));
}

describe("a schedule by sessions", () => {
  it("takes its zone from the exchange unless one is given", async () => {
    const { spec } = await load("schedule: { calendar: XTKS, at: close + 30m }");
    expect(spec?.schedule).toEqual({
      calendar: "XTKS",
      at: { kind: "anchor", anchor: "close", offsetMs: 1_800_000 },
      timezone: "Asia/Tokyo",
      missed: "last",
      overlap: "skip",
    });
    const other = await load("schedule: { calendar: XTKS, at: '16:45', timezone: Europe/London, missed: all }");
    expect(other.spec?.schedule).toMatchObject({ at: { kind: "clock", minutes: 1005 }, timezone: "Europe/London" });
  });

  it.each([
    ["close", 0],
    ["close+30m", 1_800_000],
    ["open - 1h 30m", -5_400_000],
    ["break_start + 5m", 300_000],
    [" break_end  -  90s ", -90_000],
    ["close + 7d", 604_800_000],
  ])("understands %s", (text, offsetMs) => {
    expect(parseSessionMoment(text)).toMatchObject({ kind: "anchor", offsetMs });
  });

  it.each(["close + 30m", "open - 1h 30m", "close", "16:05", "break_end + 1d 2h"])(
    "writes %s as it is read",
    (text) => {
      const at = parseSessionMoment(text);
      expect("problem" in at ? null : formatSessionMoment(at)).toBe(text);
    },
  );

  it.each([
    ["at: clse + 30m", "is no moment of a session", 'Did you mean "close"?'],
    ["at: close + 30", "is no duration", "such as close + 30m"],
    ["at: close + 30 minutes", "is no duration", "such as close + 30m"],
    ["at: close + 8d", "more than a week", "At most 7d"],
    ["at: '25:00'", "is no moment of a session", "a clock time"],
    ["at: noon", "is no moment of a session", "close + 30m"],
    ["at: break_start", "have no break", "Write open or close"],
  ])("says what is wrong with %s", async (at, message, hint) => {
    expect(await problemsOf(`schedule: { calendar: XNYS, ${at} }`)).toEqual([
      {
        code: "SCHEDULE_INVALID",
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
        path: "schedule.at",
      },
    ]);
  });

  it.each([
    ["{ calendar: NYSE, at: close }", 'Did you mean "XNYS"?'],
    ["{ calendar: XNY, at: close }", 'Did you mean "XNYS"?'],
    ["{ calender: XNYS, at: close }", 'Did you mean "calendar"?'],
    ["{ at: close }", "For example calendar: XNYS."],
    ["{ calendar: XNYS }", "For example at: close + 30m. Beside a cron write skip: holidays."],
    ["{ cron: '0 3 * * *', timezone: UTC, skip: holidays }", "For example calendar: XNYS."],
    [
      "{ cron: '0 3 * * *', timezone: UTC, calendar: XNYS }",
      "Add skip: holidays, or write at: (such as at: close + 30m) instead of the cron.",
    ],
    ["{ cron: '0 3 * * *', timezone: UTC, calendar: XNYS, skip: holiday }", 'Did you mean "holidays"?'],
    [
      "{ cron: '0 3 * * *', timezone: UTC, calendar: XNYS, at: close }",
      "Keep one; an inherited one is dropped with an empty value (cron: null).",
    ],
    ["{ calendar: XNYS, at: close, timezone: America/New_Yrk }", 'Did you mean "America/New_York"?'],
  ])("has one problem and a way out of schedule: %s", async (schedule, hint) => {
    expect((await problemsOf(`schedule: ${schedule}`)).map((problem) => problem.hint)).toEqual([hint]);
  });

  it("is explained with its zone's origin", async () => {
    const values = explainDag(await load("schedule: { calendar: XNYS, at: close }"));
    expect(values.find(({ path }) => path === "schedule.timezone")).toEqual({
      path: "schedule.timezone",
      value: "America/New_York",
      origin: "default",
    });
  });
});

describe("a calendar that ends", () => {
  const schedules = [
    "schedule: { calendar: XSHG, at: close }",
    "schedule: { cron: '0 3 * * *', timezone: UTC, calendar: XSHG, skip: holidays }",
  ];
  it.each(schedules)(
    "is nothing to speak of long before, warned of within 90 days, and an error after: %s",
    async (text) => {
      const outcomes = [];
      for (const now of [
        "2026-10-02T00:00:00Z",
        "2026-10-03T00:00:00Z",
        "2026-12-31T23:00:00Z",
        "2027-01-01T00:00:00Z",
      ]) {
        const { spec, diagnostics } = await loadAt(now, text);
        outcomes.push([spec !== null, ...diagnostics.map(({ code, severity }) => `${severity} ${code}`)]);
      }
      expect(outcomes).toEqual([
        [true],
        [true, "warning CALENDAR_ENDS"],
        [true, "warning CALENDAR_ENDS"],
        [false, "error CALENDAR_ENDS"],
      ]);
    },
  );

  it("never comes for markets that never close", async () => {
    const { spec, diagnostics } = await loadAt("2199-01-01T00:00:00Z", "schedule: { calendar: 24/7, at: close + 5m }");
    expect([spec?.schedule?.timezone, diagnostics]).toEqual(["UTC", []]);
  });
});

describe("wait_for and must_finish_by", () => {
  const nightly = "schedule: { cron: '30 3 * * *', timezone: America/New_York }";
  it("are in the spec, and absent where they are not in the file", async () => {
    const { spec } = await load(
      `${nightly}\nwait_for: { dataset: sp500, through: "{{ ds }}", timeout: 90m }\nmust_finish_by: "08:30"`,
    );
    expect(spec).toMatchObject({
      waitFor: { dataset: "sp500", through: "{{ ds }}", timeoutMs: 5_400_000 },
      mustFinishBy: 510,
    });
    const plain = await load(nightly);
    expect(Object.keys(plain.spec ?? {})).not.toContain("waitFor");
    expect(Object.keys(plain.spec ?? {})).not.toContain("mustFinishBy");
    const short = await load(`${nightly}\nwait_for: { through: 2026-05-04 }\nmust_finish_by: 8:05`);
    expect(short.spec).toMatchObject({ waitFor: { dataset: null, timeoutMs: 7_200_000 }, mustFinishBy: 485 });
  });

  it.each([
    [`${nightly}\nwait_for: { dataset: sp50, through: "{{ ds }}" }`, "DATASET_NOT_FOUND", 'Did you mean "sp500"?'],
    [`${nightly}\nwait_for: { through: "{{ dss }}" }`, "DAG_VALUE_INVALID", 'Did you mean "ds"?'],
    [`${nightly}\nwait_for: { through: "{{ last_session }}" }`, "DAG_VALUE_INVALID", "Add calendar: XNYS"],
    [`wait_for: { through: "{{ last_session }}" }`, "DAG_VALUE_INVALID", "Add calendar: XNYS"],
    [`${nightly}\nwait_for: { through: yesterday }`, "DAG_VALUE_INVALID", "Write a day YYYY-MM-DD"],
    [`${nightly}\nwait_for: { through: 2026-02-30 }`, "DAG_VALUE_INVALID", "Write a day YYYY-MM-DD"],
    [`${nightly}\nwait_for: {}`, "DAG_KEY_MISSING", `For example through: "{{ ds }}"`],
    [`${nightly}\nwait_for: { through: "{{ ds }}", timeout: soon }`, "DAG_VALUE_INVALID", "Write a number and a unit"],
    [`${nightly}\nwait_for: { throgh: "{{ ds }}" }`, "DAG_KEY_UNKNOWN", 'Did you mean "through"?'],
    [`${nightly}\nmust_finish_by: "24:00"`, "DAG_VALUE_INVALID", `such as "08:30"`],
    [`${nightly}\nmust_finish_by: 8am`, "DAG_VALUE_INVALID", `such as "08:30"`],
    [`must_finish_by: "08:30"`, "DAG_KEY_MISSING", "Add schedule: with a timezone"],
    [
      `schedule: { cron: '30 3 * * *', timezone: UTC, must_finish_by: "08:30" }`,
      "DAG_KEY_UNKNOWN",
      `"must_finish_by" belongs in the file itself`,
    ],
  ])("say what is wrong, where, and the way out: %s", async (text, code, hint) => {
    expect(await problemsOf(text)).toEqual([expect.objectContaining({ code, hint: expect.stringContaining(hint) })]);
  });

  it("waits for the last session of a calendar beside a cron, too", async () => {
    const { diagnostics } = await load(
      `schedule: { cron: '30 3 * * *', timezone: UTC, calendar: XNYS, skip: holidays }\nwait_for: { through: "{{ last_session }}" }`,
    );
    expect(diagnostics).toEqual([]);
  });
});
