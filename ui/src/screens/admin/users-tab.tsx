import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { usersQuery } from "../../api/queries.ts";
import { change, type ChangeMethod } from "../../api/request.ts";
import { type Account, type Role, ROLES } from "../../api/shapes.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Time } from "../../components/time.tsx";

interface Step {
  readonly method: ChangeMethod;
  readonly path: string;
  readonly body: unknown;
}

/** Who has an account, and what they may. */
export function UsersTab() {
  const query = useQuery(usersQuery());
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: ({ method, path, body }: Step) => change(method, path, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["users"] }),
  });
  return (
    <>
      {act.error !== null && <ErrorBox error={act.error} />}
      <QueryView query={query} lines={6}>
        {({ accounts }) => (
          <section className="card" aria-label="Accounts">
            <ul className="plain-list">
              {accounts.map((account) => (
                <AccountRow key={account.name} account={account} act={act.mutate} />
              ))}
            </ul>
          </section>
        )}
      </QueryView>
      <AddUser isBusy={act.isPending} add={(body) => act.mutate({ method: "POST", path: "/users", body })} />
    </>
  );
}

function AccountRow({ account, act }: { readonly account: Account; readonly act: (step: Step) => void }) {
  const { name, role, issuer, disabled_at: disabledAt, seen_at: seenAt } = account;
  const path = `/users/${encodeURIComponent(name)}`;
  return (
    <li className="row">
      <b>{name}</b>
      {disabledAt === null ? (
        <StateBadge state="ok" label="may enter" />
      ) : (
        <StateBadge state="cancelled" label="kept out" />
      )}
      <span className="soft">{issuer === "local" ? "password" : issuer}</span>
      <span className="soft">
        seen <Time at={seenAt} />
      </span>
      <span className="row push">
        <select
          aria-label={`Role of ${name}`}
          value={role}
          onChange={({ target }) => act({ method: "PATCH", path, body: { role: target.value } })}
        >
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <button type="button" onClick={() => act({ method: "DELETE", path: `${path}/sessions`, body: undefined })}>
          End sessions
        </button>
        <button
          type="button"
          className="danger"
          onClick={() => act({ method: "PATCH", path, body: { disabled: disabledAt === null } })}
        >
          {disabledAt === null ? "Keep out" : "Let in"}
        </button>
      </span>
    </li>
  );
}

interface AddUserProps {
  readonly isBusy: boolean;
  readonly add: (body: { readonly name: string; readonly role: Role; readonly password: string }) => void;
}

function AddUser({ isBusy, add }: AddUserProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add({ name, role, password });
  };
  return (
    <form className="card" aria-label="New account" onSubmit={submit}>
      <header>
        <h2>New account</h2>
      </header>
      <div className="body row">
        <input
          aria-label="Name"
          placeholder="name"
          required
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <input
          aria-label="Password, 12 characters or more"
          placeholder="password, 12 characters or more"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={128}
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <select
          aria-label="Role"
          value={role}
          onChange={({ target }) => setRole(ROLES.find((one) => one === target.value) ?? "viewer")}
        >
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <button type="submit" disabled={isBusy}>
          Add
        </button>
      </div>
    </form>
  );
}
