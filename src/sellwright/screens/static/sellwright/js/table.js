// The arrow keys in tables. Declared in HTML; what a row is and which one is current is keyboard.js's:
//   data-walks            a table: while a row of it has the focus, the arrows walk its rows, Home and End lead to the
//                         first and last, Space is x, F2 is e
//   data-cell             what can be changed in such a row: the arrows lead to it and from there through its column,
//                         Enter and F2 click it, Escape leads back to the row; it needs tabindex="-1"

const ACROSS = { ArrowRight: 1, ArrowLeft: -1 };
const DOWN = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
const shown = (within, what) => [...within.querySelectorAll(what)].filter((one) => one.getClientRects().length);

function stand(on) {
  // What Enter does is said of the cell one stands on alone: who has the table read hears its cells as they are.
  document.querySelector("[aria-describedby=cell-hint]")?.removeAttribute("aria-describedby");
  if (on.matches("[data-cell]")) on.setAttribute("aria-describedby", "cell-hint");
  on.focus({ preventScroll: true });
  on.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const at = (all, place) => all[Math.min(all.length - 1, Math.max(0, place))];

function down(row, cell, by) {
  const all = shown(row.closest("[data-walks]"), "[data-row]");
  const next = at(all, all.indexOf(row) + by);
  stand((cell && shown(next, "[data-cell]").find((one) => one.dataset.cell === cell.dataset.cell)) ?? next);
  return true;
}

function across(row, cell, by) {
  const all = shown(row, "[data-cell]");
  const place = all.indexOf(cell) + by;
  if (all.length) stand(place < 0 ? row : at(all, place));
  return all.length > 0;
}

// While a row, a cell, or a link or box in them has the focus; never in a form that is open.
function press(key, on) {
  const row = on.closest?.("[data-walks] [data-row]");
  if (!row || on.closest("form, details")) return false;
  const cell = on.closest("[data-cell]");
  if (key in DOWN) return down(row, cell, DOWN[key]);
  if (key in ACROSS) return across(row, cell, ACROSS[key]);
  const stands = on === row || on === cell; // a link or a box has an Enter and a Space of its own
  let element = null;
  if (key === "Escape" && on === cell) stand(row);
  else if (key === "F2") element = cell ?? row.querySelector('[data-key="e"]');
  else if (stands && key === "Enter") element = cell;
  else if (stands && key === " ") element = row.querySelector('[data-key="x"]');
  element?.click();
  return Boolean(element);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  if (document.documentElement.classList.contains("keys-off") || document.querySelector("dialog[open]")) return;
  if (press(event.key, event.target)) event.preventDefault();
});
