import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();
interface Post {
  readonly kind: string;
  readonly id: string;
  readonly key: unknown;
}
const posted: Post[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += String(part)));
  request.on("end", () => {
    posted.push({ ...JSON.parse(body), key: request.headers["idempotency-key"] });
    response.end();
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
const TOKEN = "s3cr3tTok3n77";
const env = { ALERT_WEBHOOK_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/${TOKEN}` };

const dag = (when: string) =>
  project.write(
    "watched.yaml",
    `id: watched
backtest:
  strategy: sma_cross
  data: { dataset: sp500 }
  start_date: 2018-01-02
  param_grid: { fast: [5, 10], slow: [20] }
notifications: { renotify: 0s, throttle: 0s, routes: [{ severity: [critical], to: [webhook] }] }
alerts:
  - { name: many, severity: critical, when: ${when} }
`,
  );

describe("nightgrid alerts", { timeout: 120_000 }, () => {
  it("are told of by validate: how much each rule matters, and where its messages go", async () => {
    const file = dag("cells.total == 2");
    const { stdout } = await project.run(["validate", file]);
    expect(stdout).toContain("many: critical, to webhook");
    const { document } = await project.json("validation", ["validate", file]);
    expect(document.files).toMatchObject([{ alerts: [{ name: "many", severity: "critical", to: ["webhook"] }] }]);
  });

  it("lists, acknowledges and mutes an alarm, and keeps who did it, why and until when", async () => {
    const ran = await project.json("run", ["run", dag("cells.total == 2")], env);
    expect(ran.code).toBe(0);
    const id = ran.document.run_id;
    expect(posted).toMatchObject([{ kind: "fired", severity: "critical", alarm: "watched/many/run", run: id }]);
    expect(posted[0]?.key).toBe(posted[0]?.id);

    const { document: open } = await project.json("alarms", ["alerts", "list"]);
    expect(open.alarms).toMatchObject([
      { alarm: "watched/many", state: "firing", severity: "critical", acknowledged: null, muted: null, last_run: id },
    ]);

    const silent = await project.run(["alerts", "ack", "watched/many"]);
    expect([silent.code, silent.stderr]).toEqual([2, expect.stringContaining("--reason")]);
    const slip = await project.run(["alerts", "ack", "watched/mny", "--reason", "on it"]);
    expect(slip.stderr).toContain(`Did you mean "watched/many"?`);
    const ack = ["alerts", "ack", "watched/many", "--why", "on it", "--by", "eve"];
    expect((await project.json("acknowledged_alarm", ack)).document).toMatchObject({ acknowledged: true, by: "eve" });
    const { document: mute } = await project.json(
      "muted_alarms",
      ["alerts", "mute", "watched", "--until", "2d", "--reason", "vendor is down", "--by", "eve"],
      env,
    );
    expect(mute).toMatchObject({ target: "watched", muted: true, by: "eve" });

    await project.json("run", ["run", dag("cells.total == 2")], env);
    await project.json("run", ["run", dag("cells.total > 100")], env);
    expect(posted).toHaveLength(1);
    await project.run(["alerts", "mute", "watched", "--end", "--by", "bob"]);
    await project.json("run", ["run", dag("cells.total > 100")], env);
    expect(posted.map(({ kind }) => kind)).toEqual(["fired", "recovered"]);
    expect(posted[1]).toMatchObject({ alarm: "watched/many/run" });

    const { document: shown } = await project.json("alarm_histories", ["alerts", "show", "watched/many"]);
    const history = shown.alarms[0]?.history.map(({ event, by }) => [event, by]);
    expect(history).toEqual([
      ["recovered", null],
      ["mute_ended", "bob"],
      ["muted", null],
      ["muted", null],
      ["mute", "eve"],
      ["ack", "eve"],
      ["fired", null],
    ]);
    expect((await project.run(["alerts", "list"])).stdout).toContain("No alarm is open.");
    expect((await project.run(["alerts", "show", "watched/many"])).stdout).toContain("vendor is down");
  });

  it("mutes what is not known yet, and says so, with what may have been meant", async () => {
    const mute = async (target: string) => {
      const { code, stderr } = await project.run(["alerts", "mute", target, "--until", "1h", "--why", "x"]);
      return { code, stderr };
    };
    expect(await mute("wached")).toEqual({
      code: 0,
      stderr: expect.stringContaining(`No DAG "wached" is known yet. Did you mean "watched"?`),
    });
    expect((await mute("watched/mny")).stderr).toContain(
      `No alarm "watched/mny" is known yet. Did you mean "watched/many"?`,
    );
    expect((await mute("watched/many")).stderr).not.toContain("known yet");
    expect((await mute("watched")).stderr).not.toContain("known yet");
  });

  it("says what is wrong with a moment, and never shows the address of the webhook", async () => {
    const past = await project.run(["alerts", "mute", "all", "--until", "2020-01-01", "--why", "x"]);
    expect([past.code, past.stderr]).toEqual([2, expect.stringContaining("has passed")]);
    const endless = await project.run(["alerts", "mute", "all", "--why", "x"]);
    expect([endless.code, endless.stderr]).toEqual([2, expect.stringContaining("--until")]);
    const down = { ALERT_WEBHOOK_URL: `http://127.0.0.1:1/hook/${TOKEN}` };
    const test = await project.run(["alerts", "test", "--to", "webhook"], down);
    expect(test.code).not.toBe(0);
    expect(test.stdout + test.stderr).not.toContain(TOKEN);
  });
});
