import { useMutation } from "@tanstack/react-query";
import { runPath } from "../../api/queries.ts";
import { getText } from "../../api/request.ts";
import { saveAs } from "../../state/save-as.ts";

/** Saves the whole log as text. */
export function DownloadLog({ run }: { readonly run: string }) {
  const download = useMutation({
    mutationFn: async () => saveAs(`${run}.log`, await getText(`${runPath(run)}/logs`)),
  });
  return (
    <button
      type="button"
      disabled={download.isPending}
      title={download.error?.message}
      onClick={() => download.mutate()}
    >
      {download.isPending ? "Reading…" : "Download"}
    </button>
  );
}
