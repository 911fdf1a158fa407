// What this device keeps for judges, one database and two caches for each account, and whose turn it is. Shared by the pages
// and the service worker. Nobody but its owner is ever shown, or makes the device send, what stands in an account's store.
import { deleteDB, openDB } from "idb";
import { burn } from "./journal.js";

const FLAG = "judge-device";
const storeName = (account) => `judge-${account}`;

export const pagesOf = (account) => `judge-pages-${account}`;
export const filesOf = (account) => `judge-files-${account}`;

/** Opens a database that gives way when another tab deletes it. */
function open(name, upgrade) {
  return openDB(name, 1, { upgrade, blocking: (_current, _blocked, event) => event.target.close() });
}

async function withDevice(act) {
  const db = await open("judge-device", (fresh) => fresh.createObjectStore("facts"));
  try {
    return await act(db);
  } finally {
    db.close();
  }
}

export function openStore(account) {
  return open(storeName(account), (db) => {
    db.createObjectStore("changes", { keyPath: "seq", autoIncrement: true }).createIndex("sheet", "sheet");
    db.createObjectStore("sheets", { keyPath: "sheet" });
    db.createObjectStore("facts");
  });
}

/** The account the device works for now, undefined for none. */
export const current = () => withDevice((db) => db.get("facts", "account"));

/** `account` is signed in: pages of somebody else go, their unsent scores wait for their owner. */
export async function arrive(account) {
  const before = await current();
  if (before === account) return;
  if (before) await forgetCopies(before);
  await withDevice((db) => db.put("facts", account, "account"));
}

/** Empties the device of everything it keeps for `account`. */
export async function forget(account) {
  await forgetCopies(account);
  burn(account);
  await deleteDB(storeName(account));
  if ((await current()) === account) await withDevice((db) => db.delete("facts", "account"));
}

const forgetCopies = (account) => globalThis.caches && Promise.all([caches.delete(pagesOf(account)), caches.delete(filesOf(account))]);

/** Sentences for pages outside the desk, where somebody may sign out; their presence tells that something may be kept. */
export function leaveSentences(texts) {
  try {
    localStorage.setItem(FLAG, JSON.stringify(texts));
  } catch {
    // A browser that forbids this store keeps nothing in the other one either.
  }
}

export function sentences() {
  try {
    return JSON.parse(localStorage.getItem(FLAG) ?? "null");
  } catch {
    return null;
  }
}
