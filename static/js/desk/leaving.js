// Signing out empties the device, but never of something unsent without a word.
import { ask } from "../dialogs.js";
import { fill } from "../page.js";
import { showToast } from "../toasts.js";
import { current, forget, sentences } from "./device.js";
import { hello, sync } from "./sender.js";
import { Store } from "./store.js";

async function unsent(account) {
  const store = await Store.open(account);
  const { waiting, held } = await store.counts();
  store.close();
  return waiting + held;
}

/** Whether the person may go: what waits was sent, or is given up knowingly. */
async function mayGo(texts) {
  const account = await current();
  let signedIn;
  try {
    signedIn = (await hello()).account;
  } catch (error) {
    if (error.message === "sign-in") return true; // Signed out already, elsewhere: what waits keeps waiting.
    showToast(texts.offline, "warning");
    return false;
  }
  if (signedIn !== account) return true;
  await sync(account);
  const n = await unsent(account);
  if (n && !(await ask(fill(texts.warn, { n }), texts.yes))) return false;
  await forget(account);
  return true;
}

export async function leave(form) {
  const texts = sentences();
  if (await mayGo(texts)) form.submit();
}
