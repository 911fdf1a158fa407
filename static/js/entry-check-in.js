// The check-in at a gate. A scan is noted on the device first and asked of the server then; without network the device decides by
// its list, and sends later what it noted. The server's answer stands: where it differs, the doorkeeper is told.
import { dayIn, decide, listHash, readScan, tagOf } from "./check-in/decide.js";
import { Screen } from "./check-in/screen.js";
import { ask, Away, post, send, sendWaiting } from "./check-in/sender.js";
import { openStore } from "./check-in/store.js";
import { keepPage } from "./kept-page.js";
import { fold, on } from "./page.js";
import { Scanner, signal } from "./scanner.js";

const root = document.querySelector("[data-check-in]");
const addresses = JSON.parse(root.dataset.addresses);
const screen = new Screen(root);
const store = await openStore(root.dataset.token);
const LIST_EVERY = 20_000;
const TRY_EVERY = 4_000;
const ENOUGH = 20;

let isOnline = navigator.onLine;
let about = await store.fact("about");
let offset = (await store.fact("offset")) ?? 0;
let people = [];
let last = null;
let isSending = false;
let isListing = false;

const direction = () => root.querySelector("[name=direction]:checked").value;
const serverTime = () => new Date(Date.now() + offset);
const typeName = (id) => {
  const type = (about?.types ?? JSON.parse(root.dataset.types))[id];
  return type ? (document.documentElement.lang === "en" ? type.name_en : type.name) : "";
};

async function showState() {
  const waiting = (await store.unsent()).length;
  screen.state({ isOnline, waiting, tickets: people.length, listedAt: about?.at, offset });
}

async function turn(online) {
  isOnline = online;
  await showState();
}

async function loadPeople() {
  people = (await store.tickets()).map((ticket) => ({ ...ticket, words: fold(`${ticket.n} ${ticket.o}`) }));
}

/** Fetches the list, whole at first, then what changed. */
async function refresh() {
  if (isListing) return;
  isListing = true;
  try {
    const since = about?.at;
    const list = await ask(since ? `${addresses.tickets}?since=${encodeURIComponent(since)}` : addresses.tickets, 30_000);
    await store.takeList(list, !since);
    about = await store.fact("about");
    offset = await store.fact("offset");
    if (list.tickets.length || !people.length) await loadPeople();
    screen.figures((await ask(addresses.count)).gates);
    await turn(true);
  } catch (error) {
    if (error instanceof Away) await turn(false);
    else await screen.state({ isOnline: false, waiting: 0, tickets: people.length, listedAt: about?.at, offset });
  } finally {
    isListing = false;
  }
}

async function flush() {
  if (isSending || !(await store.unsent()).length) return;
  isSending = true;
  try {
    await sendWaiting(store, addresses.scans, settled);
    await turn(true);
  } catch (error) {
    await turn(!(error instanceof Away) && isOnline);
  } finally {
    isSending = false;
  }
}

/** The server answered a scan that was decided here: what it says stands. */
async function settled(scan, result) {
  const differs = scan.outcome && scan.outcome !== result.outcome;
  if (differs && ["admitted", "left"].includes(scan.outcome)) {
    screen.conflict(scan, result);
    signal("warning");
  }
  screen.remember({ ...told(result), isConflict: differs });
}

const told = (result) => ({ ...result, typeName: typeName(result.type) });

function newScan(values) {
  return { key: crypto.randomUUID(), direction: direction(), at: new Date().toISOString(), ...values };
}

/** One scan: noted, asked, shown. */
async function take(values) {
  const scan = newScan(values);
  await store.note(scan);
  let answer = isOnline ? await asked(scan) : null;
  answer ??= await decidedHere(scan);
  last = { scan, answer };
  signal(screen.show(answer));
  screen.remember(answer);
  await showState();
  if (answer.outcome === "admitted" && isOnline && !answer.isOffline) ask(addresses.count).then(({ gates }) => screen.figures(gates), () => {});
}

async function asked(scan) {
  try {
    const result = (await send(addresses.scans, [scan], { offline: false })).get(scan.key);
    await store.answered(scan.key);
    await noteAnswer(result);
    return told(result);
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    await turn(false);
    return null;
  }
}

/** What the server let in is in this device's list too, should the network go a moment later. */
async function noteAnswer(result) {
  const ticket = result.ticket && (await store.ticket(result.ticket));
  if (!ticket || !["admitted", "left"].includes(result.outcome)) return;
  const day = dayIn(about.zone, serverTime());
  const { period, stay } = decide(ticket, about.types[ticket.t], result.outcome === "left" ? "out" : "in", day);
  if (result.outcome === "left" && stay) stay.l = true;
  if (result.outcome === "admitted" && period && !ticket.e.some(({ p }) => p === period)) {
    ticket.e.push({ p: period, a: result.at, g: result.gate, l: false });
  }
  await store.putTicket(ticket);
}

async function decidedHere(scan) {
  const ticket = await ticketOf(scan);
  const base = { key: scan.key, at: serverTime().toISOString(), isOffline: true };
  if (typeof ticket === "string") return noted(scan, { ...base, outcome: ticket });
  const known = { ...base, name: ticket.n, organisation: ticket.o, typeName: typeName(ticket.t), ticket: ticket.i };
  const decision = decide(ticket, about.types[ticket.t], scan.direction, dayIn(about.zone, serverTime()));
  const answer = { ...known, outcome: decision.outcome, since: decision.stay?.a, gate: decision.stay?.g };
  if (decision.outcome === "admitted") {
    const stay = { p: decision.period, a: base.at, g: about.gate, l: false };
    return noted(scan, answer, { ...ticket, e: [...ticket.e, stay] }, stay);
  }
  if (decision.outcome === "left") {
    const stays = ticket.e.map((each) => (each === decision.stay ? { ...each, l: true } : each));
    return noted(scan, answer, { ...ticket, e: stays }, decision.stay);
  }
  return noted(scan, answer);
}

async function noted(scan, answer, ticket, stay) {
  await store.note({ ...scan, outcome: answer.outcome, name: answer.name, ticket: answer.ticket, stay }, ticket);
  return answer;
}

/** The ticket in the list, or what is wrong with what was scanned. */
async function ticketOf({ text, ticketId }) {
  if (!about) return "unknown";
  if (ticketId) return (await store.ticket(ticketId)) ?? "unknown";
  const scanned = readScan(text);
  if (!scanned) return "unknown";
  if (scanned.tag && scanned.tag !== tagOf(about.event)) return "other_event";
  return (await store.ticketByHash(await listHash(about.event, scanned.code))) ?? (scanned.tag ? "forged" : "unknown");
}

async function undo() {
  if (!last) return;
  const { scan, answer } = last;
  try {
    const wasHere = await store.takeBack(scan.key);
    if (!wasHere) {
      await post(addresses.undo, { key: scan.key });
      const ticket = answer.ticket && (await store.ticket(answer.ticket));
      if (ticket) await store.putTicket({ ...ticket, e: answer.outcome === "admitted" ? ticket.e.slice(0, -1) : ticket.e });
    }
    screen.remember({ ...answer, isUndone: true });
    screen.hideAnswer();
    last = null;
    await refresh();
  } catch {
    screen.part("why").textContent = screen.text("undo-needs-network");
    screen.part("why").hidden = false;
  }
}

const box = screen.part("query");
function search() {
  const query = box.value.trim();
  if (query) screen.hideAnswer(); // who looks for the next person must not read the answer about the last
  if (query.length < 2 || readScan(query)) return screen.found([], typeName, () => {});
  const words = fold(query).split(/\s+/);
  const fitting = people.filter((ticket) => words.every((word) => ticket.words.includes(word))).slice(0, ENOUGH);
  if (!fitting.length) return screen.nobody(query);
  screen.found(fitting, (ticket) => typeName(ticket.t), async (ticket) => {
    clearQuery();
    await take({ ticketId: ticket.i, name: ticket.n });
  });
}

function clearQuery() {
  box.value = "";
  screen.found([], typeName, () => {});
}

const scanner = new Scanner(screen.part("video"), (text) => take({ text }));

async function startCamera() {
  const note = screen.part("camera-note");
  try {
    await scanner.start();
    screen.part("camera").dataset.on = "";
    screen.part("torch").hidden = !scanner.hasTorch;
    note.hidden = true;
  } catch (error) {
    note.textContent = screen.text(error.name === "NotAllowedError" ? "camera-refused" : "camera-missing");
    note.hidden = false;
  }
}

on("click", "[data-act]", (button) => {
  const acts = {
    camera: startCamera,
    undo,
    next: () => screen.hideAnswer(),
    force: () => take({ ...last.scan, key: crypto.randomUUID(), force: true }),
    torch: () => scanner.torch(button.toggleAttribute("data-on")),
    conflicts: () => screen.putConflictsAway(),
  };
  acts[button.dataset.act]?.();
});
box.addEventListener("input", search);
screen.part("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!readScan(text)) return search();
  clearQuery();
  await take({ text });
});
addEventListener("online", () => turn(true).then(refresh).then(flush));
addEventListener("offline", () => turn(false));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});

await loadPeople();
await showState();
root.dataset.ready = "";
await refresh();
await flush();
keepPage(root.dataset.worker, root.dataset.scope);
setInterval(refresh, LIST_EVERY);
setInterval(async () => {
  await flush();
  if (!isOnline) await refresh();
}, TRY_EVERY);
