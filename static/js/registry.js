// The modules at work on this page. Each may have `start()`, called once, and `enhance(root)`, called for the page and for
// every part htmx brings in.
const modules = [];

export function register(more) {
  for (const module of more.filter((each) => !modules.includes(each))) {
    modules.push(module);
    module.start?.();
    module.enhance?.(document);
  }
}

export function enhanceAll(root) {
  for (const module of modules) module.enhance?.(root);
}
