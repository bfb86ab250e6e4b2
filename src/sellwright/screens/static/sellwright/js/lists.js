// Lists: ticking rows (ranges with Shift), and cells changed where they stand.
//   [data-bulk]      the form of what is ticked; it counts that
//   [data-moves]     a button that moves its line of the columns up (-1) or down (1)
//   [data-narrows]   a search over the lines of the list it names; Enter and the arrow lead to the first that is left
//   td[data-cell]    a cell that can be changed: a click opens its form, as does e for the cell or the row one is on

const list = () => document.getElementById("list");
let last = null;
let column = "";

function boxes() {
  return [...list().querySelectorAll('input[name="id"]')];
}

function count() {
  const form = list()?.querySelector("[data-bulk]");
  if (!form) return;
  const all = boxes();
  const ticked = all.filter((box) => box.checked).length;
  const every = form.querySelector("[data-all]");
  form.hidden = !ticked && !every?.checked;
  const merges = form.querySelector("[data-merges]");
  if (merges) merges.hidden = ticked < 2 || Boolean(every?.checked);
  const said = form.querySelector("[data-ticked]");
  said.textContent = ticked === 1 ? said.dataset.one : ticked ? said.dataset.many.replace("…", ticked) : "";
  const whole = list().querySelector("[data-tick-all]");
  whole.checked = ticked > 0 && ticked === all.length;
  whole.indeterminate = ticked > 0 && ticked < all.length;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.('#list input[name="id"]');
  if (box) {
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    count();
    return;
  }
  const change = event.target.closest?.("#list .row-change a");
  const row = (change ?? event.target).closest?.("#list tr[data-id]");
  if (change && row && event.detail === 0) {
    // by a key: the cell one is on, else the one last changed, else the first that can be
    const held = `td[data-cell="${CSS.escape(column)}"]`;
    const cell = row.querySelector("td[data-cell]:focus") ?? row.querySelector(held) ?? row.querySelector("td[data-cell]");
    if (!cell || cell.getClientRects().length === 0) return;
    event.preventDefault();
    open(cell);
    return;
  }
  const cell = event.target.closest?.("#list td[data-cell]");
  if (!cell || cell.classList.contains("is-open") || event.target.closest("a, label")) return;
  if (event.detail === 0 || !getSelection().toString()) open(cell); // words that are marked are to be copied
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("#list [data-tick-all]")) {
    for (const box of boxes()) box.checked = event.target.checked;
    count();
  } else if (event.target.matches?.("#list [data-all]")) {
    count();
  } else if (event.target.id === "add-column") {
    offer();
  }
});

// A column changes places with the next one that is shown; the button stays under the finger.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-moves]");
  const line = button?.closest("li");
  if (!line) return;
  const shown = [...line.parentElement.children].filter((one) => one.querySelector(":checked"));
  const at = shown.indexOf(line) + Number(button.dataset.moves);
  if (shown[at]) (button.dataset.moves === "1" ? shown[at].after(line) : shown[at].before(line));
  button.focus();
  document.getElementById("say").textContent = `${line.innerText.trim()} ${Math.max(1, Math.min(at + 1, shown.length))} / ${shown.length}`;
});

function left(search) {
  return [...document.getElementById(search.dataset.narrows).children].filter((line) => !line.hidden);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-narrows]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  const lines = [...document.getElementById(event.target.dataset.narrows).children];
  for (const line of lines) line.hidden = !line.querySelector("label").textContent.toLowerCase().includes(wanted);
  document.getElementById("say").textContent = `${left(event.target).length} / ${lines.length}`;
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-narrows]") || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  left(event.target)[0]?.querySelector("input").focus();
});

async function open(cell) {
  for (const other of list().querySelectorAll("td.is-open")) if (other !== cell) close(other);
  if (cell.classList.contains("is-open")) return;
  column = cell.dataset.cell;
  const row = cell.closest("tr");
  const url = `/lists/${list().dataset.list}/cell/${row.dataset.id}/${encodeURIComponent(column)}`;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  cell.before_ = cell.innerHTML;
  cell.classList.add("is-open");
  cell.innerHTML = await answer.text();
  htmx.process(cell);
  const field = cell.querySelector("input:not([type=hidden]), select, textarea");
  field?.focus();
  field?.select?.();
  cell.querySelector("[data-leaves]")?.addEventListener("click", () => close(cell));
}

function close(cell) {
  cell.innerHTML = cell.before_ ?? "";
  cell.classList.remove("is-open");
  cell.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".cell-form");
  if (!form || event.key !== "Enter" || event.target.matches("button") || (event.target.matches("textarea") && !event.ctrlKey)) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const cell = event.target.closest?.("td.is-open");
  if (!cell || cell.querySelector(".cell-form")) return;
  cell.classList.remove("is-open");
  cell.focus({ preventScroll: true });
});
document.addEventListener("htmx:afterSettle", count);

// Only what makes sense for a column is offered to ask of it.
function offer() {
  const chosen = document.querySelector("#add-column option:checked");
  const ways = document.getElementById("add-way");
  if (!chosen || !ways) return;
  const held = chosen.dataset.ways.split(" ");
  for (const option of ways.options) option.hidden = option.disabled = !held.includes(option.value);
  if (ways.selectedOptions[0]?.disabled) ways.value = held[0];
  document.getElementById("add-value").setAttribute("list", `values-${chosen.value}`);
}

// The view that is open stands in sight where its tabs are one line that is moved.
for (const tab of document.querySelectorAll(".list-page .tabs [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 48;
}

offer();
count();
