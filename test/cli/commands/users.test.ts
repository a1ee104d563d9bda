import { expect, it } from "vitest";
import { authenticate } from "../../../src/access/authenticate.ts";
import { signIn } from "../../../src/access/sign-in.ts";
import { PLAIN_SETTINGS } from "../../access/support/access-project.ts";
import { silentLog } from "../../support/test-project.ts";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();
const PASSWORD = "copper lantern drifts 94";

async function piped(args: readonly string[], input: string) {
  const command = project.start(args);
  command.child.stdin.end(input);
  return command.ended;
}

const deps = () => ({ database: project.database.pool, settings: PLAIN_SETTINGS, log: silentLog });
const signedIn = (name: string, password = PASSWORD) =>
  signIn({ name, password }, { id: "r", address: "10.0.0.1", agent: null, oldSecret: null }, deps());

it("makes accounts with a password from stdin, and changes, disables and lists them", async () => {
  expect(await piped(["users", "add", "ada", "--role", "admin"], `${PASSWORD}\n`)).toMatchObject({ code: 0 });
  expect(await piped(["users", "add", "bob"], PASSWORD)).toMatchObject({ code: 0 });
  const { secret } = await signedIn("bob");
  const { document: seen } = await project.json("sessions", ["users", "sessions", "bob"]);
  expect(seen.sessions).toMatchObject([{ name: "bob", role: "viewer", address: "10.0.0.1" }]);
  const { document: operator } = await project.json("account", ["users", "role", "bob", "operator", "--by", "me"]);
  expect(operator).toMatchObject({ name: "bob", role: "operator", issuer: "local" });
  expect(await piped(["users", "password", "bob"], `${PASSWORD}!`)).toMatchObject({
    stdout: "bob has a new password; 1 session ended\n",
  });
  expect(await authenticate({ cookie: `ng=${secret}`, peer: "", headers: {} }, deps())).toBeNull();
  await signedIn("bob", `${PASSWORD}!`);
  const { document: ended } = await project.json("ended_sessions", ["users", "logout", "bob"]);
  expect(ended).toEqual({ name: "bob", ended: 1 });
  await project.run(["users", "disable", "bob", "--reason", "left"]);
  await expect(signedIn("bob", `${PASSWORD}!`)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  const { stdout } = await project.run(["users", "list"]);
  expect(stdout).toMatch(/ada\s+admin\s+password/);
  expect(stdout).toMatch(/bob\s+operator\s+password\s+disabled/);
  const { document: audit } = await project.json("audit", ["audit"]);
  expect(audit.actions.find(({ action }) => action === "user_role")).toMatchObject({
    by: "me",
    origin: "cli",
    how: "cli",
    target: "bob",
    details: { before: "viewer", after: "operator" },
  });
});

it.each([
  [["users", "add", "eve"], "", 2, "No password came from stdin"],
  [["users", "add", "eve"], "two\nlines", 2, "one line"],
  [["users", "add", "eve"], "short", 3, "12 to 128"],
  [["users", "add", "eve"], "passwordpassword", 3, "tried first"],
  [["users", "add", "ada"], PASSWORD, 3, "already"],
  [["users", "add", "eve", "--role", "admn"], PASSWORD, 2, `Did you mean "admin"?`],
  [["users", "add", "Eve!"], PASSWORD, 2, "lowercase"],
  [["users", "password", "adda"], PASSWORD, 4, `Did you mean "ada"?`],
  [["users", "disable", "ada"], "", 3, "last admin"],
  [["users", "role", "ada", "viewer"], "", 3, "last admin"],
])("%s refuses %j with %i", async (args, input, code, told) => {
  const said = await piped(args, input);
  expect(said.code).toBe(code);
  expect(said.stderr).toContain(told);
  if (input.length > 8) expect(said.stderr + said.stdout).not.toContain(input);
});

it("prints a token once, and revokes it", async () => {
  const made = await project.run(["tokens", "create", "--name", "grafana", "--dag", "nightly", "--dag", "weekly"]);
  const token = made.stdout.trim();
  const who = () => authenticate({ authorization: `Bearer ${token}`, peer: "", headers: {} }, deps());
  expect(await who()).toMatchObject({ name: "grafana", role: "viewer", dags: ["nightly", "weekly"] });
  const listed = await project.run(["tokens", "list"]);
  expect(listed.stdout).toContain(token.slice(3, 11));
  expect(listed.stdout).not.toContain(token.slice(12));
  expect(await project.run(["tokens", "revoke", token.slice(3, 11)])).toMatchObject({ code: 0 });
  expect(await who()).toBeNull();
  expect((await project.run(["tokens", "list"])).stdout).toContain("revoked");
});

it("gives no token that is more than its owner", async () => {
  await piped(["users", "add", "vic"], PASSWORD);
  const said = await project.run(["tokens", "create", "--name", "x", "--role", "operator", "--user", "vic"]);
  expect(said).toMatchObject({ code: 2, stderr: expect.stringContaining("viewer, not operator") });
  for (const days of ["0", "367"]) {
    expect((await project.run(["tokens", "create", "--name", "x", "--days", days])).code).toBe(2);
  }
});
