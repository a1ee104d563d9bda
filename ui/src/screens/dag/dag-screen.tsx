import { Page } from "../../app/page.tsx";

export function DagScreen({ dag }: { readonly dag: string }) {
  return <Page title={dag}>…</Page>;
}
