import { Page } from "../../app/page.tsx";

export function AdminScreen() {
  return <Page title="admin">…</Page>;
}
