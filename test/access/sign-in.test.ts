import { describe, expect, it } from "vitest";
import { addUser, disableUser, enableUser, setPassword, setRole } from "../../src/access/accounts.ts";
import { authenticate } from "../../src/access/authenticate.ts";
import { makeLink } from "../../src/access/links.ts";
import { digestOf } from "../../src/access/secrets.ts";
import { endSession, endSessionsOf, redeemLink, signOut, type SignInFacts } from "../../src/access/sessions.ts";
import { signIn, signInAsDeveloper } from "../../src/access/sign-in.ts";
import { hasLocalAdmin, readAccount } from "../../src/store/access/accounts.ts";
import { listSessions } from "../../src/store/access/sessions.ts";
import { accessProject, CLI_ACT, GOOD_PASSWORD, PLAIN_SETTINGS } from "./support/access-project.ts";

const project = accessProject();
let requests = 0;

/** Each from another address, so that none is throttled but by its account. */
function facts(changes: Partial<SignInFacts> = {}): SignInFacts {
  requests++;
  return {
    id: `r${requests}`,
    address: `10.0.${requests >> 8}.${requests & 255}`,
    agent: "test",
    oldSecret: null,
    ...changes,
  };
}

async function user(name: string, role: "viewer" | "operator" | "admin" = "viewer"): Promise<void> {
  await addUser(project.database.pool, { name, role, password: GOOD_PASSWORD }, CLI_ACT);
}

const signedIn = (name: string, changes: Partial<SignInFacts> = {}) =>
  signIn({ name, password: GOOD_PASSWORD }, facts(changes), project.deps());
const who = (secret: string, deps = project.deps()) =>
  authenticate({ cookie: `ng=${secret}`, peer: "127.0.0.1", headers: {} }, deps);

describe("statement 1, the one-time link", () => {
  it("is 256 bits, good for one use as an admin, and for no second one", async () => {
    const secret = await makeLink(project.database.pool);
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    const session = await redeemLink(secret, facts(), project.deps());
    expect(await who(session.secret)).toMatchObject({ kind: "link", role: "admin", dags: null });
    await expect(redeemLink(secret, facts(), project.deps())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("gives one session to two who come at once", async () => {
    const secret = await makeLink(project.database.pool);
    const both = await Promise.allSettled([1, 2].map(() => redeemLink(secret, facts(), project.deps())));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is over after 15 minutes", async () => {
    const secret = await makeLink(project.database.pool);
    const { rows } = await project.database.pool.query(
      "update one_time set expires_at = expires_at - interval '15 minutes' returning expires_at <= now() as over",
    );
    expect(rows).toEqual([{ over: true }]);
    await expect(redeemLink(secret, facts(), project.deps())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("and its session are of no use once others can reach the service", async () => {
    const open = project.deps({ isLoopback: false });
    const { secret } = await redeemLink(await makeLink(project.database.pool), facts(), project.deps());
    expect(await who(secret, open)).toBeNull();
    const link = await makeLink(project.database.pool);
    await expect(redeemLink(link, facts(), open)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});

describe("statement 4, sessions", () => {
  it("have a new secret of 256 bits with each sign-in, which ends the one before", async () => {
    await user("renewed");
    const first = await signedIn("renewed");
    const second = await signedIn("renewed", { oldSecret: first.secret });
    expect(second.secret).not.toBe(first.secret);
    expect(Buffer.from(second.secret, "base64url")).toHaveLength(32);
    expect([await who(first.secret), (await who(second.secret))?.name]).toEqual([null, "renewed"]);
  });

  it("are never begun with a secret that a browser brings (session fixation)", async () => {
    await user("fixed");
    const planted = "A".repeat(43);
    const { secret } = await signedIn("fixed", { oldSecret: planted });
    expect(secret).not.toBe(planted);
    expect(await who(planted)).toBeNull();
  });

  it.each([
    ["12 hours without use", "seen_at", 12],
    ["7 days in all", "created_at", 168],
  ])("end after %s", async (_, column, hours) => {
    await user(`aged_${column}`);
    const { secret } = await signedIn(`aged_${column}`);
    const age = (minutes: number) =>
      project.database.pool.query(`update session set ${column} = now() - $2 * interval '1 minute' where sha256 = $1`, [
        digestOf(secret),
        minutes,
      ]);
    await age(hours * 60 - 1);
    expect(await who(secret)).not.toBeNull();
    await age(hours * 60 + 1);
    expect(await who(secret)).toBeNull();
    await age(hours * 60 + 1);
    const soon = project.deps({ sessions: { idleMs: 2 * 168 * 3_600_000, absoluteMs: 2 * 168 * 3_600_000 } });
    expect(await who(secret, soon)).not.toBeNull();
  });

  it("have the role that the account has at this moment, and none once it is disabled", async () => {
    await user("changing");
    const { secret } = await signedIn("changing");
    expect((await who(secret))?.role).toBe("viewer");
    await setRole(project.database.pool, "changing", "operator", CLI_ACT);
    expect((await who(secret))?.role).toBe("operator");
    await disableUser(project.database.pool, "changing", CLI_ACT);
    expect(await who(secret)).toBeNull();
    await expect(signedIn("changing")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await enableUser(project.database.pool, "changing", CLI_ACT);
    expect([await who(secret), (await signedIn("changing")).secret === secret]).toEqual([null, false]);
  });

  it("that are begun while the account is being disabled are of no use either", async () => {
    await user("racing");
    const { secret } = await signedIn("racing");
    await project.database.pool.query("update account set disabled_at = now() where name = 'racing'");
    expect(await who(secret)).toBeNull();
  });

  it("end by signing out, by an admin, and all at once", async () => {
    await user("leaving");
    const { pool } = project.database;
    const [one, two, three] = [await signedIn("leaving"), await signedIn("leaving"), await signedIn("leaving")];
    const principal = await who(one.secret);
    if (principal === null) throw new Error("not signed in");
    await signOut(pool, { secret: one.secret, principal }, facts());
    expect(await who(one.secret)).toBeNull();
    const sessions = await listSessions(pool, principal.id, PLAIN_SETTINGS.sessions);
    expect(sessions).toHaveLength(2);
    await endSession(pool, sessions[0]?.id ?? "", null, CLI_ACT);
    expect(await listSessions(pool, principal.id, PLAIN_SETTINGS.sessions)).toHaveLength(1);
    expect(await endSessionsOf(pool, "leaving", CLI_ACT)).toBe(1);
    expect([await who(two.secret), await who(three.secret)]).toEqual([null, null]);
  });

  it("of somebody else are not found", async () => {
    await user("mine");
    await user("theirs");
    const { secret } = await signedIn("theirs");
    const mine = await readAccount(project.database.pool, "mine");
    const [session] = await listSessions(project.database.pool, (await who(secret))?.id ?? "", PLAIN_SETTINGS.sessions);
    const ending = endSession(project.database.pool, session?.id ?? "", mine?.id ?? "", CLI_ACT);
    await expect(ending).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
    await expect(endSession(project.database.pool, "1 or 1=1", null, CLI_ACT)).rejects.toMatchObject({
      code: "SESSION_NOT_FOUND",
    });
    expect(await who(secret)).not.toBeNull();
  });

  it("end with a new password, but for the one that asks for it", async () => {
    await user("renaming");
    const [kept, other] = [await signedIn("renaming"), await signedIn("renaming")];
    const request = { name: "renaming", password: `${GOOD_PASSWORD}!`, keep: digestOf(kept.secret) };
    expect(await setPassword(project.database.pool, request, CLI_ACT)).toEqual({ endedSessions: 1 });
    expect([(await who(kept.secret))?.name, await who(other.secret)]).toEqual(["renaming", null]);
    await expect(signedIn("renaming")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("are kept by their SHA-256 alone", async () => {
    await user("hashed");
    const { secret } = await signedIn("hashed");
    const { rows } = await project.database.pool.query("select sha256 from session where sha256 = $1", [
      digestOf(secret),
    ]);
    expect(rows).toHaveLength(1);
    expect(await who(digestOf(secret).toString("base64url"))).toBeNull();
  });

  it("are nobody's when two cookies of the name come: one was planted", async () => {
    await user("tossed");
    const { secret } = await signedIn("tossed");
    expect(await who(`${secret}; ng=${"A".repeat(43)}`)).toBeNull();
    expect((await who(`${secret}; other=1`))?.name).toBe("tossed");
  });
});

describe("statement 6, signing in", () => {
  it("answers alike for a wrong password, an unknown name and a disabled account", async () => {
    await user("known");
    await user("gone");
    await disableUser(project.database.pool, "gone", CLI_ACT);
    const told = await Promise.all(
      (["known", "nobody", "gone"] as const).map((name) =>
        signIn({ name, password: "not the password" }, facts(), project.deps()).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(told)).toEqual(new Set(["Name or password is wrong."]));
  });

  it("takes five tries a minute for an account, wherever they come from; then not even the right password", async () => {
    await user("guessed");
    const guess = (password: string) => signIn({ name: "guessed", password }, facts(), project.deps());
    const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => guess(`guess ${index}`)));
    const codes = tries.map((tried) => (tried.status === "rejected" ? tried.reason.code : "in"));
    expect(codes.filter((code) => code === "UNAUTHENTICATED")).toHaveLength(5);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(3);
    const error = await guess(GOOD_PASSWORD).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "RATE_LIMITED", details: { retryAfterS: expect.any(Number) } });
    await project.database.pool.query("update login_window set started_at = started_at - interval '61 seconds'");
    expect(await guess(GOOD_PASSWORD)).toHaveProperty("secret");
  });

  it("takes five tries a minute from an address, or an IPv6 network, whatever the accounts", async () => {
    const guess = (index: number) =>
      signIn({ name: `n${index}`, password: "x" }, facts({ address: `2001:db8:1:2::${index}` }), project.deps());
    const codes: string[] = [];
    for (let index = 0; index < 6; index++) codes.push(await guess(index).then(String, (error) => error.code));
    expect(codes).toEqual([...Array<string>(5).fill("UNAUTHENTICATED"), "RATE_LIMITED"]);
  });

  it("counts no try against who gets in", async () => {
    await user("frequent");
    for (let index = 0; index < 7; index++)
      expect(await signedIn("frequent", { address: "10.9.9.9" })).toHaveProperty("secret");
  });
});

describe("statement 2, the login of developers", () => {
  it("is refused unless it was switched on and the service listens on loopback", async () => {
    const refused = { code: "FORBIDDEN" };
    await expect(signInAsDeveloper("admin", facts(), project.deps())).rejects.toMatchObject(refused);
    const open = project.deps({ isDevLogin: true, isLoopback: false });
    await expect(signInAsDeveloper("admin", facts(), open)).rejects.toMatchObject(refused);
    const { secret } = await signInAsDeveloper("operator", facts(), project.deps({ isDevLogin: true }));
    expect(await who(secret)).toMatchObject({ kind: "link", role: "operator" });
  });
});

describe("accounts", () => {
  it("keep an admin", async () => {
    const { pool } = project.database;
    expect(await hasLocalAdmin(pool)).toBe(false);
    await user("boss", "admin");
    expect(await hasLocalAdmin(pool)).toBe(true);
    await expect(setRole(pool, "boss", "viewer", CLI_ACT)).rejects.toMatchObject({ code: "ACTION_REFUSED" });
    await expect(disableUser(pool, "boss", CLI_ACT)).rejects.toMatchObject({ code: "ACTION_REFUSED" });
    await user("boss2", "admin");
    const both = await Promise.allSettled(["boss", "boss2"].map((name) => disableUser(pool, name, CLI_ACT)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("have names of their own, and of no other kind", async () => {
    await user("twice");
    await expect(user("twice")).rejects.toMatchObject({ code: "ACCOUNT_EXISTS" });
    for (const name of ["", "Ada", "a b", "-x", "a/b", "x".repeat(65), "a\nb"]) {
      await expect(user(name)).rejects.toMatchObject({ code: "USAGE" });
    }
    await expect(setRole(project.database.pool, "twicee", "admin", CLI_ACT)).rejects.toMatchObject({
      code: "ACCOUNT_NOT_FOUND",
      hint: expect.stringContaining("twice"),
    });
  });
});

describe("statement 12, the audit", () => {
  it("has each sign-in, right or wrong, and no password of a wrong one", async () => {
    await user("audited");
    const before = (await project.acts()).length;
    await signedIn("audited");
    await signIn({ name: "audited", password: "hunter2hunter2" }, facts(), project.deps()).catch(() => undefined);
    await signIn({ name: "my-password-here", password: "x" }, facts(), project.deps()).catch(() => undefined);
    const acts = (await project.acts()).slice(before);
    expect(acts).toEqual([
      { action: "login", by: "audited", target: "audited", how: "session" },
      { action: "login_failed", by: "audited", target: "audited", how: "none" },
      { action: "login_failed", by: "unknown", target: "unknown", how: "none" },
    ]);
  });

  it("is not written without the act, nor the act without it", async () => {
    const { pool } = project.database;
    await pool.query("alter table audit add constraint nothing_new check (action <> 'user_add') not valid");
    await expect(user("unwritten")).rejects.toThrow(/nothing_new/);
    await pool.query("alter table audit drop constraint nothing_new");
    expect(await readAccount(pool, "unwritten")).toBeNull();
  });

  it("only grows", async () => {
    for (const change of ["update audit set done_by = 'x'", "delete from audit", "truncate audit"]) {
      await expect(project.database.pool.query(change)).rejects.toThrow(/stays as it is/);
    }
  });
});
