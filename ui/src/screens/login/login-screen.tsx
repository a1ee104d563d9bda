import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiUrl } from "../../api/address.ts";
import { signInWaysQuery } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import { type Me, ROLES } from "../../api/shapes.ts";
import { Page } from "../../app/page.tsx";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { QueryView } from "../../components/answers/query-view.tsx";

/** Asks who it is, in the ways that this service knows. The address stays, so that one gets where one wanted to. */
export function LoginScreen() {
  const ways = useQuery(signInWaysQuery());
  return (
    <Page title="Sign in">
      <QueryView query={ways} lines={4}>
        {({ password, oidc, developer }) => (
          <div className="login">
            {oidc && (
              <a className="button" href={apiUrl("/auth/oidc/start")}>
                Sign in with your organisation
              </a>
            )}
            {password && <PasswordForm />}
            {developer && <DeveloperButtons />}
            {!password && !oidc && !developer && (
              <p className="note">
                Nobody has an account yet. Open the one-time link that “nightgrid up” has printed, or make an account:{" "}
                <code>npx nightgrid users add</code>
              </p>
            )}
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: unknown }) => change<Me>("POST", path, body),
    onSuccess: () => client.invalidateQueries(),
  });
}

function PasswordForm() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ path: "/auth/login", body: { name, password } });
  };
  return (
    <form className="card" onSubmit={submit}>
      <div className="body stack">
        <label className="field">
          <span>Name</span>
          <input
            name="username"
            autoComplete="username"
            required
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <label className="field">
          <span>Password</span>
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </label>
        {signIn.error !== null && <ErrorBox error={signIn.error} />}
        <button type="submit" className="primary" disabled={signIn.isPending}>
          Sign in
        </button>
      </div>
    </form>
  );
}

function DeveloperButtons() {
  const signIn = useSignIn();
  return (
    <section className="card" aria-label="For developers">
      <header>
        <h2>On the machine of a developer</h2>
      </header>
      <div className="body row">
        {ROLES.map((role) => (
          <button
            key={role}
            type="button"
            disabled={signIn.isPending}
            onClick={() => signIn.mutate({ path: "/auth/developer", body: { role } })}
          >
            As {role}
          </button>
        ))}
        {signIn.error !== null && <ErrorBox error={signIn.error} />}
      </div>
    </section>
  );
}
