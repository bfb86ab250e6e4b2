// The palette, Ctrl-K or a click into the search field of the rail. The list itself comes from the server by htmx;
// this keeps the arrows, filters the pages of the navigation at once and follows what is chosen.

const palette = document.getElementById("palette");
const input = palette?.querySelector("input[type=search]");

const options = () => [...palette.querySelectorAll('[role="option"]:not([hidden])')];

function choose(option) {
  for (const other of palette.querySelectorAll('[aria-selected="true"]')) other.setAttribute("aria-selected", "false");
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

function filter() {
  const sought = input.value.trim().toLocaleLowerCase();
  for (const page of palette.querySelectorAll("[data-go]")) {
    page.hidden = Boolean(sought) && !page.textContent.toLocaleLowerCase().includes(sought);
  }
  const group = palette.querySelector("[data-go]")?.closest('[role="group"]');
  if (group) group.hidden = ![...group.querySelectorAll("[data-go]")].some((page) => !page.hidden);
  if (!sought) document.getElementById("palette-found").replaceChildren();
  choose(options()[0]);
}

function open(words = "") {
  if (palette.open) return;
  palette.showModal();
  input.value = words;
  filter();
  input.focus();
  input.select();
  if (words) input.dispatchEvent(new Event("input", { bubbles: true }));
}

function move(event) {
  const all = options();
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 6, PageUp: at - 6 }[event.key];
  if (to === undefined || !all.length) return;
  event.preventDefault();
  const ends = event.key.startsWith("Page") ? Math.min(all.length - 1, Math.max(0, to)) : (to + all.length) % all.length;
  choose(all[ends]);
}

if (palette) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    palette.open ? palette.close() : open();
  });
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    move(event);
    if (event.key === "Escape") {
      event.preventDefault(); // else a search field only empties itself
      palette.close();
    }
    if (event.key !== "Enter" || event.isComposing) return;
    const chosen = palette.querySelector('[aria-selected="true"]:not([hidden])');
    if (!chosen) return; // the form then asks the search page
    event.preventDefault();
    chosen.click();
    palette.close();
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
  palette.addEventListener("htmx:afterSwap", () => choose(options()[0]));
  const field = document.querySelector("[data-opens-palette]");
  field?.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    open(field.value);
  });
}
