import { describe, expect, it } from "vitest";
import { addUser, disableUser, setRole } from "../../src/access/accounts.ts";
import { authenticate } from "../../src/access/authenticate.ts";
import { createToken, endToken, type TokenRequest } from "../../src/access/tokens.ts";
import { listTokens } from "../../src/store/access/tokens.ts";
import { accessProject, CLI_ACT, GOOD_PASSWORD } from "./support/access-project.ts";

const project = accessProject();
const MACHINE = { accountId: null, role: "admin" } as const;
const GRAFANA: TokenRequest = { name: "grafana", role: "viewer", dags: null, days: 90 };

const make = (changes: Partial<TokenRequest> = {}, maker: Parameters<typeof createToken>[2] = MACHINE) =>
  createToken(project.database.pool, { ...GRAFANA, ...changes }, maker, CLI_ACT);
const who = (authorization: string, cookie?: string) =>
  authenticate({ authorization, cookie, peer: "127.0.0.1", headers: {} }, project.deps());

describe("statement 7, tokens", () => {
  it("are ng_, eight characters that may be seen, and 256 bits that may not", async () => {
    const { token, row } = await make();
    expect(token).toMatch(/^ng_[0-9a-z]{8}_[A-Za-z0-9_-]{43}$/);
    expect(token.slice(3, 11)).toBe(row.prefix);
    expect(await who(`Bearer ${token}`)).toMatchObject({ kind: "token", name: "grafana", role: "viewer", dags: null });
    expect(await who(`bearer  ${token}`)).not.toBeNull();
  });

  it("are good in the header alone, whole, and with no other secret behind their prefix", async () => {
    const { token } = await make();
    const [, , secret = ""] = token.split("_");
    const forged = `${token.slice(0, 12)}${"A".repeat(43)}`;
    for (const wrong of [`Bearer ${forged}`, `Basic ${token}`, `Bearer ${secret}`, token, "Bearer", "Bearer ", ""]) {
      expect(await who(wrong)).toBeNull();
    }
    expect(await who(`Bearer ${forged}`, `ng=${token.slice(12)}`)).toBeNull();
  });

  it("end when they are revoked and when their time is over", async () => {
    const [revoked, old] = [await make(), await make()];
    await endToken(project.database.pool, { prefix: revoked.row.prefix, accountId: null }, CLI_ACT);
    expect(await who(`Bearer ${revoked.token}`)).toBeNull();
    await project.database.pool.query("update token set expires_at = now() where id = $1", [old.row.id]);
    expect(await who(`Bearer ${old.token}`)).toBeNull();
    const missing = endToken(project.database.pool, { prefix: "00000000", accountId: null }, CLI_ACT);
    await expect(missing).rejects.toMatchObject({ code: "TOKEN_NOT_FOUND" });
  });

  it("live a year at most", async () => {
    for (const days of [0, 367, 1.5, Number.NaN, -1]) {
      await expect(make({ days })).rejects.toMatchObject({ code: "USAGE" });
    }
    const { row } = await make({ days: 366 });
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(366 * 86_400_000);
  });

  it("may never more than who made them: neither when they are made, nor when that one's role is taken", async () => {
    const { pool } = project.database;
    const ada = await addUser(pool, { name: "ada", role: "operator", password: GOOD_PASSWORD }, CLI_ACT);
    const maker = { accountId: ada.id, role: ada.role };
    await expect(make({ role: "admin" }, maker)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { token, row } = await make({ role: "operator" }, maker);
    expect((await who(`Bearer ${token}`))?.role).toBe("operator");
    await setRole(pool, "ada", "viewer", CLI_ACT);
    expect((await who(`Bearer ${token}`))?.role).toBe("viewer");
    await disableUser(pool, "ada", CLI_ACT);
    expect(await who(`Bearer ${token}`)).toBeNull();
    expect((await listTokens(pool, ada.id)).map(({ prefix }) => prefix)).toEqual([row.prefix]);
    const stranger = endToken(pool, { prefix: row.prefix, accountId: "0" }, CLI_ACT);
    await expect(stranger).rejects.toMatchObject({ code: "TOKEN_NOT_FOUND" });
  });

  it("can be limited to DAGs", async () => {
    const { token } = await make({ dags: ["nightly"] });
    expect((await who(`Bearer ${token}`))?.dags).toEqual(["nightly"]);
  });

  it("say when they were used last", async () => {
    const { token, row } = await make();
    expect(row.lastUsedAt).toBeNull();
    await who(`Bearer ${token}`);
    const used = (await listTokens(project.database.pool, null)).find(({ id }) => id === row.id);
    expect(used?.lastUsedAt).toBeInstanceOf(Date);
  });

  it("are kept by their SHA-256 alone, and are in no audit", async () => {
    const { token } = await make();
    const { rows } = await project.database.pool.query(
      "select t::text from token t union all select a::text from audit a",
    );
    const text = JSON.stringify(rows);
    expect(text).toContain(token.slice(3, 11));
    expect(text).not.toContain(token.slice(12));
  });
});
