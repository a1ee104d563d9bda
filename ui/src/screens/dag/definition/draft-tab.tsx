import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { definitionQuery, draftQuery } from "../../../api/queries.ts";
import type { DagDetail } from "../../../api/shapes.ts";
import { ErrorBox } from "../../../components/answers/error-box.tsx";
import { StateBadge } from "../../../components/state-badge.tsx";
import { useDelayed } from "../../../state/use-delayed.ts";
import { Diagnostics } from "./diagnostics.tsx";

/** A place to try a change of the file. It is only checked: nothing is saved, and nothing is run. */
export function DraftTab({ detail: { dag } }: { readonly detail: DagDetail }) {
  const known = useQuery(definitionQuery(dag));
  const [draft, setDraft] = useState<string | null>(null);
  const yaml = draft ?? known.data?.yaml ?? "";
  const asked = useDelayed(yaml, 400);
  const { data, error, refetch } = useQuery({ ...draftQuery(asked), enabled: asked !== "" });
  const text = useRef<HTMLTextAreaElement>(null);
  const checked = data?.files[0];
  const goTo = (line: number, column: number) => {
    const at =
      yaml
        .split("\n")
        .slice(0, line - 1)
        .reduce((sum, one) => sum + one.length + 1, 0) +
      column -
      1;
    text.current?.focus();
    text.current?.setSelectionRange(at, at);
  };
  return (
    <section className="card" aria-label="Draft">
      <header>
        <h2>Draft</h2>
        <span className="soft">It is only checked. To keep it, copy it into the file.</span>
        {checked !== undefined && (
          <StateBadge state={checked.valid ? "ok" : "broken"} label={checked.valid ? "can be run" : "has errors"} />
        )}
      </header>
      <div className="body stack tight">
        <textarea
          ref={text}
          className="draft"
          aria-label="Text of a DAG file"
          spellCheck={false}
          rows={24}
          value={yaml}
          onChange={({ target }) => setDraft(target.value)}
        />
        {error !== null && <ErrorBox error={error} retry={() => void refetch()} />}
        <div aria-live="polite">
          <Diagnostics diagnostics={checked?.diagnostics ?? []} goTo={goTo} />
        </div>
      </div>
    </section>
  );
}
