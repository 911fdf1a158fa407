// What can be done with the plan, by button and by key alike.
import { unite } from "./geometry.js";
import { nextNumber, numbersByRows } from "./numbers.js";
import { boxOfItem, newId } from "./plan.js";

export const STANDARD = { width: 300, depth: 300, angle: 0, kind: "shell", zone: "", price: 0, blocked: false, note: "" };
const whole = (item) => ({ ...item, x: Math.round(item.x), y: Math.round(item.y) });

export class Acts {
  constructor(plan, tell) {
    Object.assign(this, { plan, tell });
  }

  /** A new booth takes kind, zone and price of the last one drawn. */
  newBooth(values) {
    const { number, id, holder, claim, points, x, y, note, blocked, width, depth, angle, ...like } = [...this.plan.booths.values()].at(-1) ?? {};
    const letter = number?.match(/^[A-Z]+/i)?.[0] ?? "A";
    return { ...STANDARD, ...like, id: newId(), number: nextNumber(this.plan.numbers, letter), ...values };
  }

  add(items) {
    this.plan.change(items.map((item) => [item.id, whole(item)]));
    this.plan.select(items.map((item) => item.id));
  }

  rows({ count, rows, width, depth, gap, aisle, price }, [x, y]) {
    const [across, down] = [count * width + (count - 1) * gap, rows * depth + (rows - 1) * aisle];
    const left = Math.max(width / 2, Math.round((x - across / 2) / 50) * 50 + width / 2);
    const top = Math.max(depth / 2, Math.round((y - down / 2) / 50) * 50 + depth / 2);
    const made = [];
    for (let row = 0; row < rows; row += 1) {
      for (let i = 0; i < count; i += 1) {
        made.push({ ...STANDARD, id: newId(), price, width, depth, x: left + i * (width + gap), y: top + row * (depth + aisle) });
      }
    }
    const taken = this.plan.numbers;
    const free = freeLetters(taken);
    const numbers = numbersByRows(made, []);
    const named = made.map((booth) => ({ ...booth, number: free(numbers.get(booth.id)) }));
    this.add(named);
  }

  move(dx, dy, gesture) {
    this.plan.change(this.plan.selected.map((item) => [item.id, { ...item, x: item.x + dx, y: item.y + dy }]), { gesture });
  }

  resize(dw, dd, gesture) {
    const pairs = [];
    for (const item of this.plan.selected) {
      if (item.points) continue;
      const [width, depth] = [Math.max(20, item.width + dw), Math.max(20, item.depth + dd)];
      if (item.holder && width * depth < item.width * item.depth) {
        this.tell("taken-size", { number: item.number });
        continue;
      }
      pairs.push([item.id, { ...item, width, depth, x: Math.round(item.x + (width - item.width) / 2), y: Math.round(item.y + (depth - item.depth) / 2) }]);
    }
    this.plan.change(pairs, { gesture });
  }

  turn(degrees, gesture) {
    this.plan.change(this.plan.selected.map((item) => [item.id, { ...item, angle: ((item.angle ?? 0) + degrees + 360) % 360 }]), { gesture });
  }

  duplicate() {
    const items = this.plan.selected;
    if (!items.length) return;
    const box = unite(items.map(boxOfItem));
    const taken = new Set(this.plan.numbers);
    const step = box.right - box.left;
    const beside = box.right + step <= this.plan.hall.width ? [step, 0] : [0, box.bottom - box.top];
    this.add(items.map((item) => {
      const { holder, claim, ...copy } = item;
      Object.assign(copy, { id: newId(), x: item.x + beside[0], y: item.y + beside[1] });
      if ("number" in copy) {
        copy.number = nextNumber(taken, copy.number.match(/^\D*/)[0] || "A");
        taken.add(copy.number);
      }
      return copy;
    }));
  }

  remove() {
    const items = this.plan.selected;
    for (const item of items.filter((each) => each.holder)) this.tell("taken-stays", { number: item.number });
    const ids = items.filter((item) => !item.holder).map((item) => item.id);
    this.plan.change(ids.map((id) => [id, null]));
    this.plan.select([]);
  }

  number() {
    const chosen = this.plan.selectedBooths.length ? this.plan.selectedBooths : [...this.plan.booths.values()];
    const ids = new Set(chosen.map((booth) => booth.id));
    const others = [...this.plan.booths.values()].filter((booth) => !ids.has(booth.id)).map((booth) => booth.number);
    const numbers = numbersByRows(chosen, [...others, ...this.plan.elsewhere]);
    this.plan.change(chosen.map((booth) => [booth.id, { ...booth, number: numbers.get(booth.id) }]));
    this.tell("numbered", { n: chosen.length });
  }

  align(side) {
    const items = this.plan.selected;
    if (items.length < 2) return;
    const all = unite(items.map(boxOfItem));
    const shift = {
      left: (box) => [all.left - box.left, 0],
      right: (box) => [all.right - box.right, 0],
      centre: (box) => [(all.left + all.right - box.left - box.right) / 2, 0],
      top: (box) => [0, all.top - box.top],
      bottom: (box) => [0, all.bottom - box.bottom],
      middle: (box) => [0, (all.top + all.bottom - box.top - box.bottom) / 2],
    }[side];
    this.plan.change(items.map((item) => {
      const [dx, dy] = shift(boxOfItem(item));
      return [item.id, whole({ ...item, x: item.x + dx, y: item.y + dy })];
    }));
  }

  distribute(axis) {
    const items = this.plan.selected;
    if (items.length < 3) return;
    const [low, high] = axis === "x" ? ["left", "right"] : ["top", "bottom"];
    const boxes = new Map(items.map((item) => [item.id, boxOfItem(item)]));
    const order = [...items].sort((a, b) => boxes.get(a.id)[low] - boxes.get(b.id)[low]);
    const all = unite([...boxes.values()]);
    const filled = order.reduce((sum, item) => sum + boxes.get(item.id)[high] - boxes.get(item.id)[low], 0);
    const gap = (all[high] - all[low] - filled) / (items.length - 1);
    let at = all[low];
    this.plan.change(order.map((item) => {
      const box = boxes.get(item.id);
      const by = at - box[low];
      at += box[high] - box[low] + gap;
      return [item.id, whole({ ...item, [axis]: item[axis] + by })];
    }));
  }
}

/** Gives "A01" the first letter whose numbers are all free, so that new rows do not mix with old ones. */
function freeLetters(taken) {
  const used = new Set(taken.map((each) => each.match(/^[A-Z]+/i)?.[0]?.toUpperCase()).filter(Boolean));
  const given = new Map();
  const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ", ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((each, i) => (i < 26 ? each : `A${each}`));
  return (number) => {
    const [, letter, digits] = number.match(/^([A-Z]+)(\d+)$/);
    if (!given.has(letter)) {
      const next = alphabet.find((each) => !used.has(each)) ?? letter;
      used.add(next);
      given.set(letter, next);
    }
    return given.get(letter) + digits;
  };
}
