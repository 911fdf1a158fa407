// The plan being drawn: items are never changed in place, so that undo keeps what was, and only what changed is sent.
import { boxOf, cornersOf, liesInside, overlappingPairs } from "./geometry.js";

const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

export class Plan extends EventTarget {
  constructor(data) {
    super();
    this.load(data);
  }

  load(data) {
    Object.assign(this, { version: data.version, zones: data.zones, elsewhere: data.elsewhere ?? [] });
    this.halls = new Map([["hall", data.hall]]); // one, kept like the items in it: its outline is undone and saved like them
    this.booths = new Map(data.booths.map((booth) => [booth.id, booth]));
    this.background = new Map(data.background.map((item) => [item.id, item]));
    this.dirty = new Set();
    this.done = [];
    this.undone = [];
    this.selection = new Set();
    this.changed({ all: true });
  }

  get hall() {
    return this.halls.get("hall");
  }

  item(id) {
    return this.booths.get(id) ?? this.background.get(id) ?? this.halls.get(id);
  }

  isBooth(id) {
    return this.booths.has(id);
  }

  get selected() {
    return [...this.selection].map((id) => this.item(id)).filter(Boolean);
  }

  get selectedBooths() {
    return [...this.selection].map((id) => this.booths.get(id)).filter(Boolean);
  }

  get numbers() {
    return [...[...this.booths.values()].map((booth) => booth.number), ...this.elsewhere];
  }

  get outline() {
    const { width, depth, outline } = this.hall;
    return outline?.length ? outline : [[0, 0], [width, 0], [width, depth], [0, depth]];
  }

  /** Applies [id, item or null] pairs as one step that can be undone; steps of one `gesture` become one. */
  change(pairs, { gesture = null } = {}) {
    const steps = pairs.map(([id, after]) => ({ id, list: this.listOf(id, after), before: this.item(id) ?? null, after }));
    if (!steps.length) return;
    const last = this.done.at(-1);
    if (gesture && last?.gesture === gesture) {
      for (const step of steps) {
        const same = last.steps.find((each) => each.id === step.id);
        if (same) same.after = step.after;
        else last.steps.push(step);
      }
    } else this.done.push({ steps, gesture });
    this.undone = [];
    this.apply(steps, "after");
  }

  listOf(id, after) {
    if (this.booths.has(id)) return "booths";
    if (this.background.has(id)) return "background";
    if (this.halls.has(id)) return "halls";
    return after && "number" in after ? "booths" : "background";
  }

  apply(steps, side) {
    for (const { id, list, [side]: item } of steps) {
      if (item) this[list].set(id, item);
      else {
        this[list].delete(id);
        this.selection.delete(id);
      }
      this.dirty.add(`${list}/${id}`);
    }
    this.changed({ ids: steps.map((step) => step.id) });
  }

  undo() {
    const step = this.done.pop();
    if (!step) return false;
    this.undone.push(step);
    this.apply(step.steps, "before");
    return true;
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return false;
    this.done.push(step);
    this.apply(step.steps, "after");
    return true;
  }

  select(ids, { add = false } = {}) {
    if (!add) this.selection.clear();
    for (const id of ids) this.selection.add(id);
    this.dispatchEvent(new Event("select"));
  }

  toggle(id) {
    if (!this.selection.delete(id)) this.selection.add(id);
    this.dispatchEvent(new Event("select"));
  }

  changed(detail) {
    this.found = null;
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }

  get problems() {
    return (this.found ??= this.look());
  }

  look() {
    const booths = [...this.booths.values()];
    const corners = booths.map(cornersOf);
    const found = overlappingPairs(corners).map(([i, j]) => ({ kind: "overlap", ids: [booths[i].id, booths[j].id], first: booths[i].number, second: booths[j].number }));
    booths.forEach((booth, i) => {
      if (!liesInside(corners[i], this.outline)) found.push({ kind: "outside", ids: [booth.id], number: booth.number });
    });
    const seen = new Map(this.elsewhere.map((number) => [number, null]));
    for (const booth of booths) {
      if (seen.has(booth.number)) found.push({ kind: "doubled", ids: [booth.id], number: booth.number });
      seen.set(booth.number, booth.id);
    }
    return found;
  }

  /** What the server does not know yet. */
  unsaved() {
    const changes = { booths: [], removed: [] };
    for (const key of this.dirty) {
      const [list, id] = key.split("/");
      if (list !== "booths") continue;
      const booth = this.booths.get(id);
      if (booth) changes.booths.push(asSent(booth));
      else changes.removed.push(id);
    }
    if ([...this.dirty].some((key) => key.startsWith("background/"))) changes.background = [...this.background.values()];
    if (this.dirty.has("halls/hall")) changes.hall = this.hall;
    return changes;
  }

  /** Puts changes that were kept on this device onto what the server has. */
  putOn(changes) {
    const pairs = [
      ...changes.booths.map((booth) => [booth.id, { ...this.booths.get(booth.id), ...booth }]),
      ...changes.removed.filter((id) => this.booths.has(id) && !this.booths.get(id).holder).map((id) => [id, null]),
    ];
    if (changes.hall) pairs.push(["hall", { ...this.hall, ...changes.hall }]);
    if (changes.background) {
      const kept = new Set(changes.background.map((item) => item.id));
      pairs.push(...changes.background.map((item) => [item.id, item]));
      for (const id of this.background.keys()) if (!kept.has(id)) pairs.push([id, null]);
    }
    this.change(pairs);
  }
}

export function asSent(booth) {
  const { holder, claim, ...sent } = booth;
  return sent;
}

export function boxOfItem(item) {
  return boxOf(cornersOf(item));
}
