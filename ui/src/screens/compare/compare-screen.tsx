import { Page } from "../../app/page.tsx";

export function CompareScreen() {
  return <Page title="compare">…</Page>;
}
