import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { startEmbedded } from "../../src/store/embedded/start-embedded.ts";
import { statusEmbedded, stopEmbedded } from "../../src/store/embedded/status-embedded.ts";
import {
  durableOptionsFor,
  holdElsewhere,
  homes,
  newHome,
  optionsFor,
  query,
  supervisorOf,
  until,
  untilGone,
  untilState,
} from "../support/servers/embedded.ts";

describe("the embedded database", () => {
  it("is started by the first process and joined by the second", async () => {
    const home = newHome();
    const first = await startEmbedded(optionsFor(home));
    const second = await holdElsewhere(optionsFor(home));
    expect([first.isAdopted, second.database.isAdopted]).toEqual([false, true]);
    expect(second.database.url).toBe(first.url);
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("stops when the last holder lets go, and keeps its data", async () => {
    const home = newHome();
    const first = await startEmbedded(optionsFor(home));
    await query(first.url, "create table public.kept as select 42 as answer");
    first.release();
    await untilState(home, "stopped");
    await untilGone(first.serverPid);
    const again = await startEmbedded(optionsFor(home));
    expect(await query(again.url, "select answer from public.kept")).toEqual([{ answer: 42 }]);
  });

  it("leaves no orphan when its only holder is killed with SIGKILL", async () => {
    const home = newHome();
    const { child, database } = await holdElsewhere(optionsFor(home));
    child.kill("SIGKILL");
    await untilGone(database.serverPid);
    expect(await statusEmbedded(home)).toEqual({ state: "stopped" });
  });

  it("outlives a killed holder as long as another one lives", async () => {
    const home = newHome();
    const ours = await startEmbedded(optionsFor(home));
    const { child } = await holdElsewhere(optionsFor(home));
    child.kill("SIGKILL");
    await until(async () => expect(await statusEmbedded(home)).toMatchObject({ holders: [process.pid] }));
    expect(await query(ours.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("is one server, however many processes start it at the same moment", async () => {
    const home = newHome();
    const held = await Promise.all(Array.from({ length: 4 }, () => holdElsewhere(optionsFor(home))));
    expect(new Set(held.map(({ database }) => database.serverPid)).size).toBe(1);
    expect(held.filter(({ database }) => !database.isAdopted)).toHaveLength(1);
  });

  it("comes up again by itself, at the same address, when it is killed", async () => {
    const home = newHome();
    const database = await startEmbedded(durableOptionsFor(home));
    await query(database.url, "create table public.kept as select 42 as answer");
    process.kill(database.serverPid, "SIGKILL");
    await until(async () =>
      expect(await query(database.url, "select answer from public.kept")).toEqual([{ answer: 42 }]),
    );
  });

  it("is taken over, running, by a new supervisor when the old one is killed", async () => {
    const home = newHome();
    const database = await startEmbedded(optionsFor(home));
    const killed = await supervisorOf(home);
    process.kill(killed, "SIGKILL");
    await until(async () => expect(await supervisorOf(home)).not.toBe(killed));
    expect(await statusEmbedded(home)).toMatchObject({ serverPid: database.serverPid, isAdopted: true });
    database.release();
    await untilGone(database.serverPid);
  });

  it("is seen, and can be stopped, when nobody supervises it any more", async () => {
    const home = newHome();
    const { child, database } = await holdElsewhere(optionsFor(home));
    child.kill("SIGSTOP");
    process.kill(await supervisorOf(home), "SIGKILL");
    await untilState(home, "unsupervised");
    expect(await stopEmbedded(home)).toBe(true);
    await untilGone(database.serverPid);
  });

  it("recovers after server and supervisor were killed together", async () => {
    const home = newHome();
    const { child, database } = await holdElsewhere(durableOptionsFor(home));
    await query(database.url, "create table public.kept as select 42 as answer");
    const supervisor = await supervisorOf(home);
    child.kill("SIGKILL");
    process.kill(supervisor, "SIGKILL");
    process.kill(database.serverPid, "SIGKILL");
    const again = await startEmbedded(durableOptionsFor(home));
    expect(again.isAdopted).toBe(false);
    expect(await query(again.url, "select answer from public.kept")).toEqual([{ answer: 42 }]);
  });

  it("is not fooled by a stale process number that a stranger has now", async () => {
    const home = newHome();
    const first = await startEmbedded(optionsFor(home));
    const pidFile = path.join(home, ".nightgrid/pg/postmaster.pid");
    const left = readFileSync(pidFile, "utf8");
    await stopEmbedded(home);
    writeFileSync(pidFile, left.replace(/^\d+/, String(process.pid)));
    const again = await startEmbedded(optionsFor(home));
    expect(again.serverPid).not.toBe(first.serverPid);
    expect(await query(again.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("stays after its last holder when it is pinned, until it is stopped", async () => {
    const home = newHome();
    const { child, database } = await holdElsewhere({ ...optionsFor(home), isPinned: true, lingerMs: 0 });
    child.kill("SIGKILL");
    await until(async () => expect(await statusEmbedded(home)).toMatchObject({ isPinned: true, holders: [] }));
    expect(await query(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(await stopEmbedded(home)).toBe(true);
    await untilGone(database.serverPid);
    expect(await stopEmbedded(home)).toBe(false);
  });

  it("stays down when it is stopped under a holder", async () => {
    const home = newHome();
    await startEmbedded(optionsFor(home));
    await stopEmbedded(home);
    // Long enough for a holder to bring it up again, if it wanted to.
    await startEmbedded(optionsFor(newHome()));
    expect(await statusEmbedded(home)).toEqual({ state: "stopped" });
  });
});

describe("two projects", () => {
  it("have a server each", async () => {
    const [one, two] = [newHome(), newHome()];
    const [first, second] = await Promise.all([startEmbedded(optionsFor(one)), startEmbedded(optionsFor(two))]);
    await query(first.url, "create table public.mine (id int)");
    expect(await query(second.url, "select to_regclass('public.mine') as found")).toEqual([{ found: null }]);
    await stopEmbedded(one);
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("stay apart when one is a copy of the other, made while it ran", async () => {
    const root = newHome();
    const original = path.join(root, "a".repeat(90));
    const copy = path.join(root, "b".repeat(90));
    mkdirSync(original);
    homes.unshift(original, copy);
    const first = await startEmbedded(optionsFor(original));
    cpSync(original, copy, { recursive: true, filter: (file) => !file.includes(".sock") && !file.includes(".s.PG") });
    const second = await startEmbedded(optionsFor(copy));
    expect(second.serverPid).not.toBe(first.serverPid);
    expect(second.url).not.toBe(first.url);
  });
});
