// The board: a card is dragged, or moved by Alt and the arrow keys, and the server is told. It stands where it was put at
// once; the answer brings the card as it is now, or, when somebody else moved it meanwhile, the whole board.
// Without this file the form on each card moves it.

const board = () => document.getElementById("board");
let lifted = null;

const cards = (column) => [...column.querySelectorAll(":scope > [data-deal]")];

/** Puts the card before another of the column (null: after the last one shown) and tells the server. */
function put(card, column, before) {
  const home = card.closest("[data-stage]");
  if (before === card || (home === column && card.nextElementSibling === before && before)) return;
  const hadFocus = card.contains(document.activeElement); // moving it in the page takes the focus away
  const last = cards(column).filter((one) => one !== card).at(-1);
  const head = column.querySelector(".column-head");
  if (before) before.before(card);
  else if (last) last.after(card);
  else head.after(card);
  const above = card.nextElementSibling?.dataset.deal ?? "";
  const below = card.previousElementSibling?.dataset?.deal ?? "";
  const values = { stage: column.dataset.stage, seen_in: card.dataset.in };
  if (above) values.above = above;
  else if (below) values.below = below;
  card.dataset.in = column.dataset.stage;
  const id = card.id;
  if (hadFocus) card.focus({ preventScroll: true });
  htmx.ajax("POST", card.dataset.move, { source: card, swap: "none", values }).then(() => {
    const fresh = document.getElementById(id);
    if (hadFocus) fresh?.focus({ preventScroll: true });
    const say = document.getElementById("say");
    if (say) say.textContent = board().dataset.saidMoved;
  });
}

function under(column, y) {
  return cards(column).find((card) => {
    if (card === lifted) return false;
    const box = card.getBoundingClientRect();
    return y < box.top + box.height / 2;
  }) ?? null;
}

function drop() {
  lifted?.classList.remove("is-lifted");
  document.querySelectorAll(".column.is-over").forEach((column) => column.classList.remove("is-over"));
  lifted = null;
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-deal][draggable=true]");
  if (!card) return;
  lifted = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector("h3")?.textContent ?? "");
  requestAnimationFrame(() => card.classList.add("is-lifted"));
});

document.addEventListener("dragover", (event) => {
  const column = lifted && event.target.closest?.("[data-stage]");
  if (!lifted) return;
  document.querySelectorAll(".column.is-over").forEach((other) => other !== column && other.classList.remove("is-over"));
  if (!column) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  column.classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const column = lifted && event.target.closest?.("[data-stage]");
  if (!column) return;
  event.preventDefault();
  const card = lifted;
  const before = under(column, event.clientY);
  drop();
  put(card, column, before);
});

document.addEventListener("dragend", drop);

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const card = document.activeElement?.closest?.("[data-deal][draggable=true]");
  const column = card?.closest("[data-stage]");
  if (!column) return;
  const columns = [...board().querySelectorAll("[data-stage]")];
  const other = columns[columns.indexOf(column) + { ArrowLeft: -1, ArrowRight: 1 }[event.key]];
  if (other) {
    event.preventDefault();
    put(card, other, cards(other)[0] ?? null);
  } else if (event.key === "ArrowUp" && card.previousElementSibling?.dataset.deal) {
    event.preventDefault();
    put(card, column, card.previousElementSibling);
  } else if (event.key === "ArrowDown" && card.nextElementSibling?.dataset.deal) {
    event.preventDefault();
    put(card, column, cards(column)[cards(column).indexOf(card) + 2] ?? null);
  }
});
