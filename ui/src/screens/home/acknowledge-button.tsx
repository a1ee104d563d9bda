import { useMutation, useQueryClient } from "@tanstack/react-query";
import { change } from "../../api/request.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { useMayChange } from "../../state/use-may-change.ts";

/** Takes an alarm on: it is not told again until it is over. */
export function AcknowledgeButton({ alarm }: { readonly alarm: string }) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const take = useMutation({
    mutationFn: () => change("POST", `/alarms/${alarm.split("/").map(encodeURIComponent).join("/")}/ack`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ["overview"] }),
  });
  return (
    <>
      <button type="button" disabled={!mayChange || take.isPending} onClick={() => take.mutate()}>
        Take it on
      </button>
      {take.error !== null && <ErrorBox error={take.error} />}
    </>
  );
}
