import { apiUrl } from "../../api/address.ts";
import { OfflineError, ProblemError } from "../../api/problem.ts";

/** What went wrong, what was allowed, what to do, and the button that tries again. */
export function ErrorBox({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { title, detail, hint, code, docs, fields } = explained(error);
  return (
    <section className="error-box" role="alert">
      <h2>{title}</h2>
      <p>{detail}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <code>{pointer}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {hint !== null && <p>{hint}</p>}
      <div className="row">
        {retry !== undefined && (
          <button type="button" onClick={retry}>
            Try again
          </button>
        )}
        {code !== "" &&
          (docs === null ? (
            <code>{code}</code>
          ) : (
            <a href={docs}>
              <code>{code}</code>
            </a>
          ))}
      </div>
    </section>
  );
}

interface Explained {
  readonly title: string;
  readonly detail: string;
  readonly hint: string | null;
  readonly code: string;
  readonly docs: string | null;
  readonly fields: readonly { readonly pointer: string; readonly message: string }[];
}

function explained(error: unknown): Explained {
  if (error instanceof ProblemError) {
    const { title, detail, hint, code, type, status, errors, request_id: id } = error.problem;
    const more = status >= 500 && id !== null ? ` The server's log has more under request ${id}.` : "";
    return { title: titleOf(status, title), detail: detail + more, hint, code, docs: linkOf(type), fields: errors };
  }
  const nothing = { hint: null, code: "", docs: null, fields: [] };
  if (error instanceof OfflineError)
    return {
      ...nothing,
      title: "Not connected",
      detail: error.message,
      hint: "The page asks again by itself. If this lasts, look at the terminal of “nightgrid up”.",
    };
  return { ...nothing, title: "This page has a fault", detail: error instanceof Error ? error.message : String(error) };
}

function titleOf(status: number, title: string): string {
  if (status === 403) return "You may not see this";
  if (status === 410) return "No longer kept";
  return title;
}

/** The page of the code, as the API names it from its own root; other URIs are no links. */
function linkOf(type: string): string | null {
  const code = /^\/api\/v1\/errors\/([A-Z_]+)$/.exec(type)?.[1];
  return code === undefined ? null : apiUrl(`/errors/${code}`);
}
