// Sends what waits, one change after the other, for the pages and for the service worker. The server counts a change once, by its
// key, however often it comes; so whatever is not answered is sent again. Who listens on the channel hears how it went.
import { sentences } from "./device.js";
import { Store } from "./store.js";

export const CHANNEL = "judge-desk";
const AWAY = new Set([408, 429, 500, 502, 503, 504, 507]);
const PATIENCE = 20_000;

const channel = () => new BroadcastChannel(CHANNEL);

/** Where the desk is: the service worker's scope, or what a page of the desk says or once said. */
function base() {
  if (globalThis.registration) return registration.scope;
  return new URL(document.querySelector('meta[name="desk"]')?.content ?? sentences().desk, location.href).href;
}

function tell(message) {
  const speaker = channel();
  speaker.postMessage(message);
  speaker.close();
}

class Trouble extends Error {}

/** Asks the server, which may be away. */
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, base()), {
      ...options,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: "application/json", ...options.headers },
    });
  } catch {
    throw new Trouble("offline");
  }
  if (AWAY.has(response.status)) throw new Trouble("offline");
  if (response.status === 401) throw new Trouble("sign-in");
  return response;
}

/** Who is signed in here, and the token for sending: {account, csrf_token}. */
export async function hello() {
  const response = await ask("device");
  if (!response.ok) throw new Trouble("offline");
  return response.json();
}

/** Sends everything that waits for `account`; returns what stands in the way: "", "offline", "sign-in" or "other-account". */
export async function sync(account, token = "") {
  const run = () => inTurn(account, token);
  const trouble = await (globalThis.navigator.locks ? navigator.locks.request(`judge-${account}`, run) : run());
  tell({ account, trouble });
  return trouble;
}

async function inTurn(account, token) {
  const store = await Store.open(account);
  const sender = new Sender(account, store, token);
  try {
    for (let change = await store.next(); change; change = await store.next()) await sender.send(change);
    return "";
  } catch (error) {
    if (error instanceof Trouble) return error.message;
    throw error;
  } finally {
    store.close();
  }
}

class Sender {
  constructor(account, store, token) {
    Object.assign(this, { account, store, token });
  }

  async greet() {
    const { account, csrf_token: token } = await hello();
    if (account !== this.account) throw new Trouble("other-account");
    this.token = token;
  }

  post(change) {
    const version = Object.entries(change.seen).map(([name, mark]) => `${name}=${mark}`);
    return ask(`sheets/${change.sheet}`, {
      method: "POST",
      body: JSON.stringify({ fields: change.fields, version: version.join(";") }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, "Idempotency-Key": this.store.keyOf(change) },
    });
  }

  async send(change) {
    if (!this.token) await this.greet();
    let response = await this.post(change);
    if (response.status === 400) {
      // The token is of a session that is over: a new one, and once more.
      await this.greet();
      response = await this.post(change);
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) await this.accepted(change, answer);
    else await this.refused(change, response.status, answer);
  }

  async accepted(change, answer) {
    const marks = Object.fromEntries(answer.version.split(";").map((part) => part.split("=")));
    await this.store.accept(change, { ...answer, marks });
    tell({ account: this.account, sheet: change.sheet, accepted: answer, fields: change.fields });
  }

  async refused(change, status, answer) {
    // Not allowed may mean that somebody else signed in meanwhile: then this simply waits.
    if (status === 403 || status === 404) await this.greet();
    const all = Object.keys(change.fields);
    const { message = "", errors = {}, theirs = {}, marks = {}, now } = answer;
    const kind = answer.kind ?? "gone";
    const named = Object.keys({ invalid: errors, changed: theirs }[kind] ?? {}).filter((name) => all.includes(name));
    await this.store.hold(change, named.length ? named : all, { kind, message, errors, theirs, marks, at: now });
    tell({ account: this.account, sheet: change.sheet, held: true });
  }
}
