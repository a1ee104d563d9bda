import { describe, expect, it } from "vitest";
import { addUser, disableUser, setPassword } from "../../src/access/accounts.ts";
import { authenticate } from "../../src/access/authenticate.ts";
import { signInVouched, type Vouched } from "../../src/access/sign-in-vouched.ts";
import { listAccounts } from "../../src/store/access/accounts.ts";
import { accessProject, CLI_ACT, GOOD_PASSWORD, PROVIDER } from "./support/access-project.ts";

const project = accessProject();
const FACTS = { id: "r", address: "10.0.0.1", agent: null, oldSecret: null };
const ADA: Vouched = { issuer: "https://id.example.com", subject: "u-1", name: "ada", groups: ["quants"] };

async function signedIn(changes: Partial<Vouched> = {}) {
  const deps = project.deps({ oidc: PROVIDER });
  const { secret } = await signInVouched({ ...ADA, ...changes }, FACTS, deps);
  return authenticate({ cookie: `ng=${secret}`, peer: "127.0.0.1", headers: {} }, deps);
}

describe("statement 8, whom an identity provider vouches for", () => {
  it("has the role of their groups, each time anew", async () => {
    const first = await signedIn();
    expect(first).toMatchObject({ kind: "user", name: "ada", role: "operator" });
    expect(await signedIn({ groups: ["quants", "leads"] })).toMatchObject({ id: first?.id, role: "admin" });
    expect(await signedIn()).toMatchObject({ id: first?.id, role: "operator" });
  });

  it("has no access without a group that has a role", async () => {
    await expect(signedIn({ groups: ["visitors"] })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(signedIn({ subject: "u-2", groups: [] })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listAccounts(project.database.pool)).map(({ subject }) => subject)).not.toContain("u-2");
  });

  it("is known by issuer and subject, never by a name: that of somebody else gives no account of theirs", async () => {
    const { pool } = project.database;
    const boss = await addUser(pool, { name: "boss", role: "admin", password: GOOD_PASSWORD }, CLI_ACT);
    const others = [await signedIn({ subject: "u-3", name: "boss" }), await signedIn({ subject: "u-4", name: "boss" })];
    expect(new Set([boss.id, ...others.map((other) => other?.id)]).size).toBe(3);
    expect(new Set(["boss", ...others.map((other) => other?.name)]).size).toBe(3);
    expect(others.map((other) => other?.role)).toEqual(["operator", "operator"]);
    const elsewhere = await signedIn({ issuer: "https://other.example.com", name: "ada" });
    expect(elsewhere?.name).toBe("ada at other.example.com");
  });

  it("stays out once they are disabled here, and has no password here", async () => {
    const password = setPassword(project.database.pool, { name: "ada", password: GOOD_PASSWORD, keep: null }, CLI_ACT);
    await expect(password).rejects.toMatchObject({ code: "ACTION_REFUSED" });
    await disableUser(project.database.pool, "ada", CLI_ACT);
    await expect(signedIn()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
