// The judge's unsent changes, in IndexedDB. A change holds the fields of one sheet that were typed since the last try, the mark
// of the value each was based on, and becomes unchangeable once it was tried: sent again it is the same change with the same key.
// A change the server cannot take is held for the judge to decide; nothing is dropped here by itself.
import { openStore } from "./device.js";

/** One of a kind on this device: a random id, also where the page is not a secure context. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replace(/\W/g, "");
}

export class Store {
  constructor(db, client) {
    this.db = db;
    this.client = client;
  }

  static async open(account) {
    const db = await openStore(account);
    const tx = db.transaction("facts", "readwrite");
    const client = (await tx.store.get("client")) ?? randomId();
    await tx.store.put(client, "client");
    await tx.done;
    return new Store(db, client);
  }

  close() {
    this.db.close();
  }

  keyOf(change) {
    return `${this.client}-${change.seq}`;
  }

  fact(name) {
    return this.db.get("facts", name);
  }

  note(name, value) {
    return this.db.put("facts", value, name);
  }

  changes(sheet) {
    return sheet === undefined ? this.db.getAll("changes") : this.db.getAllFromIndex("changes", "sheet", sheet);
  }

  known(sheet) {
    return this.db.get("sheets", sheet);
  }

  /** How many fields wait to be sent, and how many for a decision. */
  async counts() {
    const found = { waiting: 0, held: 0 };
    for (const change of await this.changes()) found[change.state] += Object.keys(change.fields).length;
    return found;
  }

  /** Keeps what was typed: `typed` maps a field to {value, seen, label}; `about` names the entry. */
  async keep(sheet, typed, about) {
    const tx = this.db.transaction("changes", "readwrite");
    const present = await tx.store.index("sheet").getAll(sheet);
    const touched = new Set();
    const fresh = takeOver(present, typed, touched);
    if (Object.keys(fresh).length) {
      const waiting = present.filter((change) => change.state === "waiting");
      const change = waiting.findLast((each) => !each.tried) ?? { sheet, ...about, state: "waiting", fields: {}, seen: {}, labels: {} };
      for (const [name, { value, seen, label }] of Object.entries(fresh)) {
        // Typed on top of something unsent: the mark to compare with comes with the answer to that.
        const follows = waiting.some((each) => name in each.fields);
        if (!follows) change.seen[name] = seen;
        change.fields[name] = value;
        change.labels[name] = label;
      }
      touched.add(change);
    }
    for (const change of touched) await (Object.keys(change.fields).length ? tx.store.put(change) : tx.store.delete(change.seq));
    await tx.done;
  }

  /** The next change to send, made unchangeable; null when nothing waits. */
  async next() {
    const tx = this.db.transaction(["changes", "sheets"], "readwrite");
    const change = (await tx.objectStore("changes").getAll()).find((each) => each.state === "waiting");
    if (change && !change.tried) {
      const known = (await tx.objectStore("sheets").get(change.sheet))?.values ?? {};
      for (const name of Object.keys(change.fields)) change.seen[name] ??= known[name]?.mark ?? "";
      change.tried = true;
      await tx.objectStore("changes").put(change);
    }
    await tx.done;
    return change ?? null;
  }

  /** The server has it: `answer` tells the marks of what is stored now. */
  async accept(change, answer) {
    const tx = this.db.transaction(["changes", "sheets", "facts"], "readwrite");
    await tx.objectStore("changes").delete(change.seq);
    const values = Object.entries(change.fields).map(([name, value]) => [name, { value, mark: answer.marks[name], at: answer.now }]);
    await learn(tx, change.sheet, values);
    await tx.objectStore("facts").put(answer.saved_at, "saved_at");
    await tx.done;
  }

  /**
   * The server did not take these fields of a change: they wait for a decision, and what was typed on top of them with them. The
   * others of the change wait to be sent anew. `told` is {kind, message, errors, theirs, marks}.
   */
  async hold(change, names, told) {
    const tx = this.db.transaction("changes", "readwrite");
    const present = await tx.store.index("sheet").getAll(change.sheet);
    const held = { ...pick(change, names), ...told, state: "held" };
    const rest = Object.keys(change.fields).filter((name) => !names.includes(name));
    await tx.store.delete(change.seq);
    for (const later of present.filter((each) => each.seq > change.seq && each.state === "waiting")) {
      for (const name of names.filter((each) => each in later.fields)) {
        held.fields[name] = later.fields[name];
        drop(later, name);
      }
      await (Object.keys(later.fields).length ? tx.store.put(later) : tx.store.delete(later.seq));
    }
    if (rest.length) await tx.store.add(pick(change, rest));
    await tx.store.add(held);
    await tx.done;
  }

  /** The judge's decision on a field that is held: "mine" is sent again, "theirs" is taken, "drop" gives mine up. */
  async decide(seq, name, decision) {
    const tx = this.db.transaction(["changes", "sheets"], "readwrite");
    const changes = tx.objectStore("changes");
    const held = await changes.get(seq);
    if (!held || !(name in held.fields)) return;
    if (decision === "mine") {
      const again = pick(held, [name]);
      if (held.kind === "changed") again.seen[name] = held.marks[name];
      await changes.add(again);
    } else if (decision === "theirs") {
      await learn(tx, held.sheet, [[name, { value: held.theirs[name], mark: held.marks[name], at: held.at }]]);
    }
    drop(held, name);
    await (Object.keys(held.fields).length ? changes.put(held) : changes.delete(seq));
    await tx.done;
  }
}

/** Fields that are held: a decision stays open with the newer value, a refused value is replaced by the new try. */
function takeOver(present, typed, touched) {
  const fresh = { ...typed };
  for (const held of present.filter((change) => change.state === "held")) {
    for (const name of Object.keys(typed).filter((each) => each in held.fields)) {
      if (held.kind === "invalid") {
        fresh[name] = { ...typed[name], seen: held.seen[name] };
        drop(held, name);
      } else {
        held.fields[name] = typed[name].value;
        delete fresh[name];
      }
      touched.add(held);
    }
  }
  return fresh;
}

async function learn(tx, sheet, values) {
  const store = tx.objectStore("sheets");
  const known = (await store.get(sheet)) ?? { sheet, values: {} };
  Object.assign(known.values, Object.fromEntries(values));
  await store.put(known);
}

function drop(change, name) {
  for (const part of [change.fields, change.seen, change.labels]) delete part[name];
}

function pick(change, names) {
  const { sheet, title, url } = change;
  const part = (values) => Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));
  return { sheet, title, url, state: "waiting", fields: part(change.fields), seen: part(change.seen), labels: part(change.labels) };
}
