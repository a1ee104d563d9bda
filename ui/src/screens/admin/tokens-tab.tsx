import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { tokensQuery } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import { type CreatedToken, type Role, ROLES, type Token } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Time } from "../../components/time.tsx";

/** Tokens of programs: made here, shown once, ended here. */
export function TokensTab() {
  const query = useQuery(tokensQuery());
  const client = useQueryClient();
  const [made, setMade] = useState<CreatedToken | null>(null);
  const reread = () => client.invalidateQueries({ queryKey: ["tokens"] });
  const create = useMutation({
    mutationFn: (body: { readonly name: string; readonly role: Role; readonly days: number }) =>
      change<CreatedToken>("POST", "/tokens", body),
    onSuccess: async (token) => {
      setMade(token);
      await reread();
    },
  });
  const end = useMutation({
    mutationFn: (prefix: string) => change("DELETE", `/tokens/${encodeURIComponent(prefix)}`, undefined),
    onSuccess: reread,
  });
  return (
    <>
      {made !== null && (
        <section className="note" role="status">
          <p>Copy the token “{made.name}” now: it is shown this once.</p>
          <code className="secret">{made.token}</code>
        </section>
      )}
      {(create.error ?? end.error) !== null && <ErrorBox error={create.error ?? end.error} />}
      <QueryView query={query} lines={5}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty>There are no tokens. Programs, notebooks and Grafana need one each.</Empty>
          ) : (
            <section className="card" aria-label="Tokens">
              <ul className="plain-list">
                {tokens.map((token) => (
                  <TokenRow key={token.prefix} token={token} end={end.mutate} />
                ))}
              </ul>
            </section>
          )
        }
      </QueryView>
      <NewToken isBusy={create.isPending} create={create.mutate} />
    </>
  );
}

function TokenRow({ token, end }: { readonly token: Token; readonly end: (prefix: string) => void }) {
  const { prefix, name, role, dags, expires_at: expires, last_used_at: used, revoked_at: revoked } = token;
  const isOver = revoked !== null || Date.parse(expires) < Date.now();
  return (
    <li className="row">
      <code>ng_{prefix}…</code> <b>{name}</b>{" "}
      <StateBadge state={isOver ? "stopped" : "live"} label={isOver ? "ended" : role} />
      {dags !== null && <span className="soft">only {dags.join(", ")}</span>}
      <span className="soft">
        until <Time at={expires} precision="day" /> · used <Time at={used} />
      </span>
      {!isOver && (
        <button type="button" className="danger push" onClick={() => end(prefix)}>
          End
        </button>
      )}
    </li>
  );
}

interface NewTokenProps {
  readonly isBusy: boolean;
  readonly create: (body: { readonly name: string; readonly role: Role; readonly days: number }) => void;
}

function NewToken({ isBusy, create }: NewTokenProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ name, role, days: Number(days) });
  };
  return (
    <form className="card" aria-label="New token" onSubmit={submit}>
      <header>
        <h2>New token</h2>
      </header>
      <div className="body row">
        <input
          aria-label="What it is for"
          placeholder="what it is for"
          required
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <select
          aria-label="What it may"
          value={role}
          onChange={({ target }) => setRole(ROLES.find((one) => one === target.value) ?? "viewer")}
        >
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <label>
          <input
            type="number"
            min={1}
            max={365}
            aria-label="Days that it lives"
            value={days}
            onChange={({ target }) => setDays(target.value)}
          />
          days
        </label>
        <button type="submit" disabled={isBusy}>
          Make
        </button>
      </div>
    </form>
  );
}
