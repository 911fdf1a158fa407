// Keys for what a page offers: an element with data-key="e" is clicked by "e", "/" goes to the search box.
function isTyping(target) {
  return target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      return;
    }
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
}
