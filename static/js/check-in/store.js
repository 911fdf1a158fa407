// What a device at a gate keeps: the list of tickets, the scans the server has not answered yet, and how wrong its clock is.
import { openDB } from "idb";

const SESSION = crypto.randomUUID();

/** One database for each link, so that two events on one telephone stay apart. */
export async function openStore(token) {
  const db = await openDB(`check-in-${token}`, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("tickets", { keyPath: "i" }).createIndex("h", "h");
      fresh.createObjectStore("scans", { keyPath: "key" });
      fresh.createObjectStore("facts");
    },
  });
  return new Store(db);
}

export class Store {
  constructor(db) {
    this.db = db;
  }

  fact = (name) => this.db.get("facts", name);
  keepFact = (name, value) => this.db.put("facts", value, name);

  /** Takes a list from the server, whole or what changed; entries this device made and has not sent yet stay. */
  async takeList({ tickets, types, event, zone, gate, at, now }, whole) {
    const mine = await this.unsent();
    const act = this.db.transaction(["tickets", "facts"], "readwrite");
    const list = act.objectStore("tickets");
    if (whole) list.clear();
    for (const ticket of tickets) {
      const own = mine.filter((scan) => scan.ticket === ticket.i && scan.stay && !scan.undone).map((scan) => scan.stay);
      list.put({ ...ticket, e: [...ticket.e, ...own.filter((stay) => !ticket.e.some(({ p }) => p === stay.p))] });
    }
    act.objectStore("facts").put({ types, event, zone, gate, at }, "about");
    act.objectStore("facts").put(Date.parse(now) - Date.now(), "offset");
    await act.done;
  }

  ticketByHash = (hash) => this.db.getFromIndex("tickets", "h", hash);
  ticket = (id) => this.db.get("tickets", id);
  tickets = () => this.db.getAll("tickets");
  count = () => this.db.count("tickets");

  /** Notes a scan and, when the device decided it itself, the entry it makes: both or neither. */
  async note(scan, ticket) {
    const act = this.db.transaction(["scans", "tickets"], "readwrite", { durability: "strict" });
    act.objectStore("scans").put({ ...scan, session: SESSION, ticking: performance.now() });
    if (ticket) act.objectStore("tickets").put(ticket);
    await act.done;
  }

  unsent = () => this.db.getAll("scans");

  /** Takes a scan of this device back before the server knew of it; its entry goes too. */
  async takeBack(key) {
    const act = this.db.transaction(["scans", "tickets"], "readwrite");
    const scan = await act.objectStore("scans").get(key);
    const ticket = scan?.ticket && (await act.objectStore("tickets").get(scan.ticket));
    if (ticket) act.objectStore("tickets").put(withoutStay(ticket, scan));
    if (scan) act.objectStore("scans").delete(key);
    await act.done;
    return Boolean(scan);
  }

  async answered(key) {
    await this.db.delete("scans", key);
  }

  async putTicket(ticket) {
    await this.db.put("tickets", ticket);
  }
}

function withoutStay(ticket, { stay, outcome }) {
  if (outcome === "admitted") return { ...ticket, e: ticket.e.filter(({ p }) => p !== stay?.p) };
  if (outcome === "left") return { ...ticket, e: ticket.e.map((each) => (each.p === stay?.p ? { ...each, l: false } : each)) };
  return ticket;
}

/** A scan as the server takes it. While the page was open all along, a clock that was set meanwhile changes nothing. */
export function toSend({ key, text, ticketId, direction, at, force, session, ticking }, offline) {
  const moment = session === SESSION ? new Date(Date.now() - (performance.now() - ticking)).toISOString() : at;
  return { key, text, ticket: ticketId, direction, at: moment, force, offline };
}
