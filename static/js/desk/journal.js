// What was typed a moment ago and may not stand in the store yet. The store answers later, and a tab that is closed in between
// would take the last score with it; these notes are written at once and struck out when the store has them.
const PREFIX = "judge-typed-";
const nameOf = (account, sheet) => `${PREFIX}${account}-${sheet}`;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null; // Forbidden or not ours: then there is nothing to be had.
  }
}

function write(name, note) {
  try {
    if (Object.keys(note.typed).length) localStorage.setItem(name, JSON.stringify(note));
    else localStorage.removeItem(name);
  } catch {
    // A browser that forbids this store, or a full one: the other store keeps it a moment later.
  }
}

/** Notes what was typed on a sheet; `typed` and `about` as Store.keep takes them. */
export function jot(account, sheet, typed, about) {
  const name = nameOf(account, sheet);
  write(name, { about, typed: { ...read(name)?.typed, ...typed } });
}

/** The store has these values: strike them out, unless something newer was typed meanwhile. */
export function strike(account, sheet, typed) {
  const name = nameOf(account, sheet);
  const note = read(name);
  if (!note) return;
  for (const [field, { value }] of Object.entries(typed)) if (note.typed[field]?.value === value) delete note.typed[field];
  write(name, note);
}

function namesOf(account) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(nameOf(account, "")));
  } catch {
    return [];
  }
}

/** Brings what a closed tab left behind into the store. */
export async function recover(account, store) {
  for (const name of namesOf(account)) {
    const note = read(name);
    const sheet = name.slice(nameOf(account, "").length);
    if (!note?.typed) continue;
    await store.keep(sheet, note.typed, note.about);
    strike(account, sheet, note.typed);
  }
}

/** Forgets the notes of an account. */
export function burn(account) {
  for (const name of namesOf(account)) localStorage.removeItem(name);
}
