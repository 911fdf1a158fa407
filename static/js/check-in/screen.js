// What a doorkeeper sees: one big answer, what was scanned last, what the server decided otherwise, the figures.
import { fill, formatNumber } from "../page.js";

const RECENT = 12;

export class Screen {
  constructor(root) {
    this.root = root;
    this.outcomes = JSON.parse(root.dataset.outcomes);
    this.recent = [];
  }

  part = (name) => this.root.querySelector(`[data-part="${name}"]`);
  text = (name, values = {}) => fill(this.root.getAttribute(`data-text-${name}`) ?? "", values);

  time(instant) {
    const zone = this.root.dataset.zone;
    return new Intl.DateTimeFormat("vi", { timeZone: zone, hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(instant));
  }

  /** Shows the answer to a scan; returns its tone. */
  show(answer) {
    const { word, sentence, tone } = this.outcomes[answer.outcome];
    const panel = this.part("answer");
    panel.dataset.tone = tone;
    panel.dataset.outcome = answer.outcome;
    panel.hidden = false;
    this.#say("word", word);
    this.#say("name", answer.name || "");
    this.#say("about", [answer.organisation, answer.typeName].filter(Boolean).join(" · "));
    this.#say("why", this.#why(answer, sentence));
    this.#say("offline-note", answer.isOffline ? this.text("decided-here") : "");
    this.part("force").hidden = answer.outcome !== "full";
    this.part("undo").hidden = !["admitted", "left"].includes(answer.outcome);
    return tone;
  }

  #why({ outcome, since, gate }, sentence) {
    if (outcome === "already_in" && since) return this.text("already", { time: this.time(since), gate });
    return outcome === "admitted" ? "" : sentence;
  }

  #say(name, words) {
    const element = this.part(name);
    element.textContent = words;
    element.hidden = !words;
  }

  hideAnswer() {
    this.part("answer").hidden = true;
  }

  /** Adds a line to what was scanned last, or changes the line of the same scan. */
  remember(answer) {
    const line = { ...answer, shownAt: answer.at };
    const known = this.recent.findIndex(({ key }) => key === answer.key);
    if (known >= 0) this.recent[known] = line;
    else this.recent.unshift(line);
    this.recent.length = Math.min(this.recent.length, RECENT);
    const list = this.part("recent");
    list.replaceChildren(...this.recent.map((each) => this.#line(each)));
    this.part("recent-box").hidden = !this.recent.length;
  }

  #line(answer) {
    const { word, tone } = this.outcomes[answer.outcome];
    const line = document.createElement("li");
    line.className = "check-in-line";
    line.append(this.#span("check-in-dot", "", tone), this.#span("num", this.time(answer.at)), this.#span("check-in-line-name", answer.name || "–"));
    line.append(this.#span("check-in-line-word", answer.isUndone ? this.text("undone") : answer.isConflict ? this.text("conflict") : word));
    return line;
  }

  #span(className, words, tone) {
    const span = document.createElement("span");
    span.className = className;
    span.textContent = words;
    if (tone) span.dataset.tone = tone;
    return span;
  }

  /** Somebody was let in here whom the server counts elsewhere: says so until it is put away. */
  conflict(scan, result) {
    const row = document.createElement("li");
    const when = result.since ? this.time(result.since) : "";
    const { word } = this.outcomes[result.outcome];
    row.textContent =
      result.outcome === "already_in"
        ? this.text("conflict-already", { name: result.name, time: when, gate: result.gate })
        : this.text("conflict-other", { name: scan.name || scan.text, word });
    this.part("conflicts").append(row);
    this.part("conflict-box").hidden = false;
  }

  putConflictsAway() {
    this.part("conflicts").replaceChildren();
    this.part("conflict-box").hidden = true;
  }

  state({ isOnline, waiting, tickets, listedAt, offset }) {
    const badge = this.part("state");
    badge.dataset.tone = isOnline ? (waiting ? "warning" : "success") : "warning";
    badge.textContent = isOnline ? (waiting ? this.text("sending", { n: waiting }) : this.text("online")) : this.text("offline", { n: waiting });
    const kept = tickets ? this.text("kept", { n: formatNumber(tickets), time: listedAt ? this.time(listedAt) : "–" }) : this.text("nothing-kept");
    this.#say("kept", kept);
    const minutes = Math.round(Math.abs(offset) / 60_000);
    this.#say("clock", minutes >= 1 ? this.text(offset > 0 ? "clock-behind" : "clock-ahead", { n: minutes }) : "");
  }

  figures(gates) {
    const here = gates.find((gate) => gate.here);
    if (here) {
      const words = here.capacity ? this.text("inside-of", { n: formatNumber(here.inside), most: formatNumber(here.capacity) }) : this.text("inside", { n: formatNumber(here.inside) });
      this.#say("count", words);
      this.part("count").dataset.tone = here.capacity && here.inside >= here.capacity ? "error" : here.capacity && here.inside >= 0.9 * here.capacity ? "warning" : "";
    }
    const rows = gates.map((gate) => {
      const row = document.createElement("tr");
      for (const [index, cell] of [gate.name, formatNumber(gate.inside), formatNumber(gate.today)].entries()) {
        const element = document.createElement("td");
        element.textContent = cell;
        if (index) element.className = "is-number";
        row.append(element);
      }
      return row;
    });
    this.root.querySelector("#gates").replaceChildren(...rows);
  }

  /** People whose names fit; `choose(ticket)` when one is tapped. */
  found(tickets, typeName, choose) {
    const list = this.part("found");
    list.replaceChildren(
      ...tickets.map((ticket) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "check-in-person";
        button.append(this.#span("check-in-person-name", ticket.n), this.#span("check-in-person-about", [ticket.o, typeName(ticket)].filter(Boolean).join(" · ")));
        button.addEventListener("click", () => choose(ticket));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    list.hidden = !tickets.length;
  }

  nobody(query) {
    const item = document.createElement("li");
    item.className = "text-muted py-3";
    item.textContent = this.text("nobody", { query });
    this.part("found").replaceChildren(item);
    this.part("found").hidden = false;
  }
}
