import { Page } from "../../app/page.tsx";

export function RunScreen({ run }: { readonly run: string }) {
  return <Page title={run}>…</Page>;
}
