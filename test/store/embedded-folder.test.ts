import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { startEmbedded } from "../../src/store/embedded/start-embedded.ts";
import { stopEmbedded } from "../../src/store/embedded/status-embedded.ts";
import { holdElsewhere, homes, newHome, optionsFor, query, untilState } from "../support/servers/embedded.ts";

describe("a project's folder", () => {
  it.each([
    ["spaces and quotes", ['my project\'s "best" one, ünïcode']],
    ["a path far longer than a socket's", ["d".repeat(120), "e".repeat(120)]],
  ])("may have %s", async (_, below) => {
    const home = newHome(...below);
    const database = await startEmbedded(optionsFor(home));
    expect(await query(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("may lie below one that only its owner enters", async () => {
    const home = newHome("private", "project");
    chmodSync(path.dirname(home), 0o700);
    const database = await startEmbedded(optionsFor(home));
    expect(await query(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("may be moved while the server is down", async () => {
    const home = newHome("here");
    const first = await startEmbedded(optionsFor(home));
    await query(first.url, "create table public.kept as select 42 as answer");
    await stopEmbedded(home);
    const moved = path.join(path.dirname(home), "there");
    renameSync(home, moved);
    homes.splice(homes.indexOf(home), 1, moved);
    const again = await startEmbedded(optionsFor(moved));
    expect(await query(again.url, "select answer from public.kept")).toEqual([{ answer: 42 }]);
  });

  it("decides alone: stray PG variables of the shell change nothing", async () => {
    const home = newHome();
    const stray = {
      PGDATA: "/nowhere",
      PGPORT: "1",
      PGHOST: "nowhere.invalid",
      PGDATABASE: "none",
      PGOPTIONS: "-c x=y",
    };
    const { database } = await holdElsewhere(optionsFor(home), stray);
    expect(await query(database.url, "select current_setting('port') as port")).toEqual([{ port: "5432" }]);
  });
});

describe("a server that cannot start", () => {
  it("fails with the last lines of its log, and the next try is a new one", async () => {
    const home = newHome();
    await startEmbedded(optionsFor(home));
    await stopEmbedded(home);
    const control = path.join(home, ".nightgrid/pg/global/pg_control");
    renameSync(control, `${control}.away`);
    await expect(startEmbedded(optionsFor(home))).rejects.toMatchObject({
      code: "DB_START_FAILED",
      message: expect.stringContaining("could not find the database system"),
    });
    await untilState(home, "stopped");
    renameSync(`${control}.away`, control);
    const repaired = await startEmbedded(optionsFor(home));
    expect(await query(repaired.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("says so when another major version made the folder", async () => {
    const home = newHome();
    await startEmbedded(optionsFor(home));
    await stopEmbedded(home);
    writeFileSync(path.join(home, ".nightgrid/pg/PG_VERSION"), "17\n");
    await expect(startEmbedded(optionsFor(home))).rejects.toThrow("was made by Postgres 17, and this is 18");
  });

  it("leaves no half-made cluster behind when making it is cut short", async () => {
    const home = newHome();
    const unfinished = path.join(home, ".nightgrid/pg.new-12345/base");
    mkdirSync(unfinished, { recursive: true });
    const database = await startEmbedded(optionsFor(home));
    expect(await query(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(() => readFileSync(path.dirname(unfinished))).toThrow("ENOENT");
  });
});
