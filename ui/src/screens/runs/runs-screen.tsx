import { Page } from "../../app/page.tsx";

export function RunsScreen() {
  return <Page title="runs">…</Page>;
}
