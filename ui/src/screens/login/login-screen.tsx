import { Page } from "../../app/page.tsx";

export function LoginScreen() {
  return <Page title="login">…</Page>;
}
