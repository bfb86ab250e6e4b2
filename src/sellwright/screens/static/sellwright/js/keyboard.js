// Single keys. Declared in HTML, so a page needs no script of its own:
//   data-row              one thing of a list: j and k walk over these; it needs tabindex="-1" and a name
//   data-key="w"          pressed, this is clicked (a field is focused); "g t" is two keys one after the other
//   data-key-label        what is said when it is used; else its own words
//   data-opens="keys"     clicked, opens the <dialog> with this id
//   data-closes           a <details> that closes on Escape and on a click elsewhere
//   data-leaves           of a form that stands in for buttons: Escape in one of its fields clicks it
//   data-key-open="c"     pressed while the <details data-closes> it stands in is open, this is clicked
//   data-key-where="…"    a line of the list of keys that is shown where something fits this selector
// A key looks in the current row first, then outside all rows. Never while typing, in a dialog, or with Ctrl, Alt, Meta.

const root = document.documentElement;
const OFF = "sellwright-keys-off";
let place = 0;
let prefix = "";
let prefixTimer = 0;
let early = []; // keys pressed while what the key before them asked for is still on its way

root.classList.add("scripted");

function say(words) {
  const line = document.getElementById("say");
  if (!line || !words) return;
  line.textContent = "";
  requestAnimationFrame(() => (line.textContent = words));
}

function remembered() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember(off) {
  root.classList.toggle("keys-off", off);
  try {
    off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF);
  } catch {
    // private windows may refuse: then it holds for this page
  }
}

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length);

function current() {
  const focused = document.activeElement?.closest("[data-row]");
  return focused ?? document.querySelector("[data-row].is-current") ?? document.querySelector("[data-row].is-open");
}

function mark(row, { focus = true } = {}) {
  for (const other of document.querySelectorAll("[data-row].is-current")) {
    if (other !== row) other.classList.remove("is-current");
  }
  if (!row) return;
  row.classList.add("is-current");
  place = Math.max(0, rows().indexOf(row));
  if (focus) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const chosen = document.querySelector("[data-row].is-current") ?? document.activeElement?.closest("[data-row]");
  const at = chosen ? all.indexOf(chosen) : by > 0 ? -1 : all.length;
  mark(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  return true;
}

function holder(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const inRow = current()?.querySelector(named);
  if (inRow) return inRow;
  return [...document.querySelectorAll(named)].find((one) => !one.closest("[data-row]"));
}

function use(element) {
  const label = element.dataset.keyLabel ?? element.getAttribute("aria-label");
  if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) {
    element.focus();
  } else {
    if (label) say(label);
    element.click();
    if (element.matches("summary")) element.focus();
  }
}

function typing(target) {
  return target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
}

function known(key) {
  return [...document.querySelectorAll("[data-key]")].some((one) => one.dataset.key.startsWith(`${key} `));
}

function press(pressed) {
  const key = pressed.length === 1 ? pressed : pressed.toLowerCase();
  if (key.length === 1 && current()?.querySelector("[data-key].htmx-request")) {
    early.push(key);
    return true;
  }
  if (prefix) {
    const pair = `${prefix} ${key}`;
    prefix = "";
    const element = holder(pair);
    if (element) use(element);
    return Boolean(element);
  }
  // A choice that is open takes the keys: "r c" is a customer, and no slip of a finger claims or ends anything.
  const choice = [...document.querySelectorAll("details[data-closes][open]")].find((one) => one.querySelector("[data-key-open]"));
  if (choice && key.length === 1) {
    const chosen = choice.querySelector(`[data-key-open="${CSS.escape(key)}"]`);
    if (chosen) use(chosen);
    return true;
  }
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "enter") {
    const row = document.activeElement;
    if (!row?.matches?.("[data-row]")) return false;
    const element = row.querySelector('[data-key="enter"]') ?? row.querySelector("h2 a, h3 a, h4 a, a");
    if (element) use(element);
    return Boolean(element);
  }
  const element = holder(key);
  if (element) use(element);
  else if (known(key)) {
    prefix = key;
    clearTimeout(prefixTimer);
    prefixTimer = setTimeout(() => (prefix = ""), 1200);
  }
  return Boolean(element) || prefix === key;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details[data-closes][open]")) {
      const inside = open.contains(document.activeElement);
      open.open = false;
      if (inside) open.querySelector("summary").focus();
    }
    const leave = event.target.closest?.("form")?.querySelector("[data-leaves]");
    if (leave) {
      event.target.closest("[data-row]")?.focus({ preventScroll: true }); // it has an id: what takes its place is focused
      leave.click();
    }
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (root.classList.contains("keys-off") || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row) mark(row, { focus: false });
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-closes][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  if (dialog.id === "keys") fillKeys(dialog);
  dialog.showModal();
});

// A row that was swapped away hands its place to the next one, so that d d d works.
document.addEventListener("htmx:afterSettle", () => {
  const all = rows();
  if (!all.length || document.querySelector("[data-row].is-current")) return;
  if (document.activeElement === document.body) mark(all[Math.min(place, all.length - 1)]);
});

// "r c" typed at one go is a customer too, never a claim; where no answer comes, the keys after it mean nothing.
document.addEventListener("htmx:afterRequest", (event) => {
  const keys = early;
  early = [];
  if (event.detail.successful) keys.forEach(press);
});

function fillKeys(dialog) {
  const here = new Set([...document.querySelectorAll("[data-key]")].map((one) => one.dataset.key));
  for (const line of dialog.querySelectorAll("[data-key-row], [data-key-where]")) {
    const { keyRow, keyWhere } = line.dataset;
    line.hidden = !(here.has(keyRow) || (keyWhere && document.querySelector(keyWhere)));
  }
  const box = dialog.querySelector("[data-keys-switch]");
  box.checked = !root.classList.contains("keys-off");
  box.onchange = () => remember(!box.checked);
}

remember(remembered());
