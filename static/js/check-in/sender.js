// Asks the server about scans, one at a time while somebody waits, many at a time for what was scanned without network.
import { toSend } from "./store.js";

const PATIENCE = 3000;
const AT_ONCE = 50;

export class Away extends Error {}

async function fetched(address, options = {}, patience = PATIENCE) {
  let answer;
  try {
    answer = await fetch(address, { ...options, signal: AbortSignal.timeout(patience), credentials: "same-origin" });
  } catch {
    throw new Away("no network");
  }
  if (answer.status >= 500 || answer.status === 429) throw new Away(`status ${answer.status}`);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

export const ask = (address, patience) => fetched(address, {}, patience);

export function post(address, body, patience) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return fetched(address, options, patience);
}

/** Sends scans and returns the answers by key. */
export async function send(address, scans, { offline }) {
  const body = { sent_at: new Date().toISOString(), scans: scans.map((scan) => toSend(scan, offline)) };
  const { results } = await post(address, body, offline ? 20_000 : PATIENCE);
  return new Map(results.map((result) => [result.key, result]));
}

/** Sends what waits, oldest first; calls `answered(scan, result)` for each and strikes it out. */
export async function sendWaiting(store, address, answered) {
  const waiting = (await store.unsent()).toSorted((one, other) => one.at.localeCompare(other.at));
  for (let start = 0; start < waiting.length; start += AT_ONCE) {
    const part = waiting.slice(start, start + AT_ONCE);
    const results = await send(address, part, { offline: true });
    for (const scan of part) {
      const result = results.get(scan.key);
      if (!result) continue;
      await store.answered(scan.key);
      await answered(scan, result);
    }
  }
  return waiting.length;
}
