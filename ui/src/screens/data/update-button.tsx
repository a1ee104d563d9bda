import { useMutation, useQueryClient } from "@tanstack/react-query";
import { change } from "../../api/request.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { useMayChange } from "../../state/use-may-change.ts";

interface UpdateButtonProps {
  readonly label: string;
  /** Of the request; empty for all series. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Fetches the missing tail; how far that is, `FetchList` shows. */
export function UpdateButton({ label, body }: UpdateButtonProps) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const update = useMutation({
    mutationFn: () => change("POST", "/data/update", body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["fetches"] }),
  });
  return (
    <>
      <button
        type="button"
        className="primary"
        disabled={!mayChange || update.isPending}
        onClick={() => update.mutate()}
      >
        {label}
      </button>
      {update.error !== null && <ErrorBox error={update.error} />}
    </>
  );
}
