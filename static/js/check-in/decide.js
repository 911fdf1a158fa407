// The same decision as ecosystem/visitors/domain/admission.py, for a device without network; tests hold the two together.
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const TOKEN = new RegExp(`^EV1-([${LETTERS}]{6})-([${LETTERS}]{12})-([A-Z2-7]{12})$`);
const TYPED = new RegExp(`^[${LETTERS}]{12}$`);

/** What was scanned or typed: {code, tag} or null for what is no ticket's text. */
export function readScan(text) {
  const wanted = text.trim().toUpperCase().slice(0, 200);
  const found = TOKEN.exec(wanted);
  if (found) return { tag: found[1], code: found[2] };
  const typed = wanted.replace(/[\s-]/g, "");
  return TYPED.test(typed) ? { tag: "", code: typed } : null;
}

export const tagOf = (event) => event.slice(0, 6).toUpperCase();

/** The hash under which the device's list holds a code. */
export async function listHash(event, code) {
  const bytes = new TextEncoder().encode(`${event}|${code}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
}

export function periodOf(policy, stays, day) {
  if (policy === "once") return "once";
  if (policy === "daily") return day;
  return `stay-${1 + stays.filter((stay) => stay.l).length}`;
}

/** `ticket` as in the list: {s: state, e: [{p: period, a: at, g: gate, l: left}]}; `type`: {policy, days}. */
export function decide(ticket, type, direction, day) {
  const stays = ticket.e;
  if (direction === "out") {
    const open = stays.findLast((stay) => !stay.l);
    return open ? { outcome: "left", stay: open } : { outcome: "not_inside" };
  }
  if (ticket.s !== "valid") return { outcome: ticket.s };
  if (!type.days.includes(day)) return { outcome: "other_day" };
  const period = periodOf(type.policy, stays, day);
  const used = stays.find((stay) => stay.p === period);
  return used ? { outcome: "already_in", period, stay: used } : { outcome: "admitted", period };
}

/** The day in the event's zone, as ISO. */
export function dayIn(zone, instant) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
}
