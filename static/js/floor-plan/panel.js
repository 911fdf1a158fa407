// The settings of what is selected; fields of several booths show what they have in common.
import { area, cornersOf } from "./geometry.js";
import { metres } from "./pointer.js";

const LENGTHS = new Set(["x", "y", "width", "depth"]);
const ITEM_FIELDS = new Set(["x", "y", "width", "depth", "angle", "note"]);

export class Panel {
  constructor(root, plan, words, { mayEdit, tell }) {
    Object.assign(this, { root, plan, words, mayEdit, tell });
    this.form = root.querySelector("[data-fields]");
    this.fillZones();
    this.form.addEventListener("change", (event) => this.typed(event.target));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    plan.addEventListener("select", () => this.show());
    plan.addEventListener("change", ({ detail }) => {
      if (detail.all) this.fillZones();
      this.show();
    });
    if (!mayEdit) for (const field of this.form.elements) field.disabled = true;
    this.show();
  }

  fillZones() {
    const select = this.form.elements.namedItem("zone");
    select.replaceChildren(new Option(this.words.text("no-zone"), ""), ...this.plan.zones.map((zone) => new Option(zone.name, zone.id)));
    this.root.querySelector("[data-zones]").replaceChildren(...this.plan.zones.map((zone) => {
      const row = document.createElement("li");
      const key = document.createElement("span");
      key.className = `zone-key zone-${zone.colour}`;
      row.append(key, zone.name);
      return row;
    }));
  }

  show() {
    const items = this.plan.selected;
    const booths = this.plan.selectedBooths;
    this.part("none", !items.length);
    this.part("booth", items.length > 0);
    this.part("arrange", items.length > 1);
    this.part("acts", items.length > 0);
    this.problems();
    this.figures();
    if (!items.length) return;
    this.root.querySelector("[data-selection-title]").textContent =
      items.length > 1 ? this.words.fill("selected", { n: items.length }) : booths.length ? booths[0].number : this.words.text(`kind-${items[0].kind}`);
    const holder = this.root.querySelector("[data-holder]");
    holder.hidden = items.length > 1 || !items[0].holder;
    holder.textContent = holder.hidden ? "" : this.words.fill("holder", { name: items[0].holder });
    for (const field of this.form.elements) if (field.name) this.fillField(field, items, booths);
  }

  part(name, shown) {
    const part = this.root.querySelector(`[data-panel="${name}"]`);
    if (part) part.hidden = !shown;
  }

  fillField(field, items, booths) {
    const onlyItems = ITEM_FIELDS.has(field.name);
    field.closest(".field").hidden = !onlyItems && booths.length < items.length;
    if (document.activeElement === field && !field.matches("select, [type=checkbox]")) return;
    const name = field.name === "is_blocked" ? "blocked" : field.name;
    const values = new Set(items.map((item) => this.read(item, name)));
    const [only] = values;
    const mixed = values.size > 1;
    if (field.type === "checkbox") {
      field.checked = only === true && !mixed;
      field.indeterminate = mixed;
    } else if (field.matches("select")) field.value = mixed ? "" : only;
    else {
      field.value = mixed ? "" : this.write(name, only);
      field.placeholder = mixed ? this.words.text("mixed") : "";
    }
    if (field.name === "number") field.disabled = !this.mayEdit || items.length > 1;
  }

  read(item, name) {
    if (name === "note" && "text" in item) return item.text;
    if (name === "x") return item.x - item.width / 2;
    if (name === "y") return item.y - item.depth / 2;
    return item[name] ?? "";
  }

  write(name, value) {
    if (LENGTHS.has(name)) return metres(value);
    return name === "price" ? new Intl.NumberFormat(document.documentElement.lang).format(value) : String(value);
  }

  typed(field) {
    const name = field.name === "is_blocked" ? "blocked" : field.name;
    const value = this.parse(name, field);
    const message = value === undefined ? "wrong" : "";
    field.setAttribute("aria-invalid", message ? "true" : "false");
    if (value === undefined) return;
    const pairs = [];
    for (const item of this.plan.selected) {
      const changed = this.with(item, name, value);
      if (item.holder && changed.width * changed.depth < item.width * item.depth) this.tell("taken-size", { number: item.number });
      else pairs.push([item.id, changed]);
    }
    this.plan.change(pairs);
  }

  with(item, name, value) {
    if (name === "note" && "text" in item) return { ...item, text: value };
    if (name === "x") return { ...item, x: Math.round(value + item.width / 2) };
    if (name === "y") return { ...item, y: Math.round(value + item.depth / 2) };
    if (name === "width" || name === "depth") return stretched(item, name, value);
    return { ...item, [name]: value };
  }

  parse(name, field) {
    const text = field.value.trim();
    if (name === "blocked") return field.checked;
    if (name === "number") return /^[\p{L}\p{N}_][\p{L}\p{N}_./ -]{0,19}$/u.test(text) ? text : undefined;
    if (name === "price") {
      const digits = text.replace(/[.,\s₫]/g, "");
      return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
    }
    if (name === "angle") return /^-?\d{1,3}$/.test(text) ? ((Number(text) % 360) + 360) % 360 : undefined;
    if (!LENGTHS.has(name)) return text;
    const number = Number(text.replace(",", "."));
    const least = name === "width" || name === "depth" ? 0.2 : -100;
    return Number.isFinite(number) && text && number >= least && number <= 1000 ? Math.round(number * 100) : undefined;
  }

  figures() {
    const booths = [...this.plan.booths.values()];
    const square = booths.reduce((sum, booth) => sum + Math.abs(area(cornersOf(booth))) / 10_000, 0);
    const { width, depth } = this.plan.hall;
    this.root.querySelector("[data-hall-figures]").textContent = `${metres(width)} × ${metres(depth)} m · ${this.words.fill("many", { booths: booths.length, area: Math.round(square) })}`;
  }

  problems() {
    const problems = this.plan.problems;
    const count = problems.length;
    this.root.querySelector("[data-problem-count]").textContent =
      count === 0 ? this.words.text("sound") : count === 1 ? this.words.text("problem") : this.words.fill("problems", { n: count });
    this.root.querySelector(".fp-problems").dataset.sound = count ? "" : "1";
    const list = this.root.querySelector("[data-problems]");
    list.replaceChildren(...problems.slice(0, 30).map((problem) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fp-problem";
      button.textContent = this.words.fill(problem.kind, problem);
      button.dataset.problem = problem.ids.join(" ");
      row.append(button);
      return row;
    }));
  }
}

/** A polygon is stretched with its corners. The top left corner stays where it is. */
function stretched(item, name, value) {
  const axis = name === "width" ? 0 : 1;
  const along = axis ? "y" : "x";
  const share = value / item[name];
  const points = item.points?.map((point) => point.map((each, i) => (i === axis ? Math.round(each * share) : each)));
  const moved = { ...item, [name]: value, [along]: Math.round(item[along] + (value - item[name]) / 2) };
  return points ? { ...moved, points } : moved;
}
