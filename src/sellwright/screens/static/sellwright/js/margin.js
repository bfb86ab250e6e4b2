// The margin of a letter. Sentences others got are marked behind the text; the text area stays the browser's own.
// Typing over a marked sentence clears its mark at once; the server is asked again 120 ms after the last key.
//
//   <div data-margin data-margin-url="…">  holding .sheet-under, a textarea, .margin, [data-margin-state], [data-margin-say]
//   asks:    POST text=…
//   answer:  {"marks": [{"start", "end", "others", "tone"}], "f": 0.82 or null, "words": 143, "state": "as shown"}
// start and end count characters as Python does (code points). tone: "" or "soft" (only underlined, never announced).

const QUIET_MS = 120;
const SAY_MS = 1500;

for (const pane of document.querySelectorAll("[data-margin]")) start(pane);

function start(pane) {
  const area = pane.querySelector("textarea");
  const under = pane.querySelector(".sheet-under");
  const margin = pane.querySelector(".margin");
  const state = pane.querySelector("[data-margin-state]");
  const spoken = pane.querySelector("[data-margin-say]");
  const token = pane.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  let text = area.value;
  let marks = [];
  let asking = null;
  let timer = 0;
  let sayTimer = 0;

  area.addEventListener("input", () => {
    marks = afterTyping(marks, text, area.value, area.selectionEnd);
    text = area.value;
    draw();
    soon();
  });
  area.addEventListener("scroll", () => (under.scrollTop = area.scrollTop), { passive: true });
  document.addEventListener("selectionchange", here);
  new ResizeObserver(draw).observe(area);
  document.fonts?.ready.then(draw);
  ask();

  function soon() {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(ask, QUIET_MS);
  }

  async function ask() {
    const sent = area.value;
    asking = new AbortController();
    try {
      const answer = await fetch(pane.dataset.marginUrl, {
        method: "POST",
        body: new URLSearchParams({ text: sent }),
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        credentials: "same-origin",
        signal: asking.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (area.value !== sent) return; // typed meanwhile: the next answer is on its way
      marks = found.marks.map(inUnits(sent));
      state.textContent = found.state ?? "";
      draw();
      sayLater();
    } catch (wrong) {
      if (wrong.name !== "AbortError") state.textContent = pane.dataset.marginFailed ?? "";
    }
  }

  function draw() {
    if (!CSS.supports("field-sizing", "content")) {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight}px`;
    }
    const pieces = [];
    let at = 0;
    for (const mark of marks) {
      const element = document.createElement("mark");
      element.textContent = text.slice(mark.start, mark.end);
      element.className = mark.tone ? `is-${mark.tone}` : "";
      mark.element = element;
      pieces.push(text.slice(at, mark.start), element);
      at = mark.end;
    }
    under.replaceChildren(...pieces, `${text.slice(at)}\u200b`);
    under.scrollTop = area.scrollTop;
    notes();
    here();
  }

  function notes() {
    const shown = marks.filter((mark) => mark.tone !== "soft");
    const buttons = shown.map((mark) => {
      const note = document.createElement("button");
      note.type = "button";
      note.className = "margin-note";
      note.textContent = (mark.others === 1 ? pane.dataset.one : pane.dataset.many).replace("{n}", mark.others);
      note.addEventListener("click", () => {
        area.focus();
        area.setSelectionRange(mark.start, mark.end);
      });
      return note;
    });
    margin.replaceChildren(...buttons);
    margin.classList.add("is-placed");
    let free = 0;
    buttons.forEach((note, index) => {
      const top = Math.max(free, shown[index].element.offsetTop - under.scrollTop);
      note.style.top = `${top}px`;
      free = top + note.offsetHeight + 4;
    });
  }

  function here() {
    const focused = document.activeElement === area;
    for (const mark of marks) {
      const inside = focused && area.selectionStart >= mark.start && area.selectionStart <= mark.end;
      mark.element?.classList.toggle("is-here", inside && mark.tone !== "soft");
    }
  }

  function sayLater() {
    clearTimeout(sayTimer);
    sayTimer = setTimeout(() => {
      const count = marks.filter((mark) => mark.tone !== "soft").length;
      const words = (count === 0 ? pane.dataset.sayNone : count === 1 ? pane.dataset.sayOne : pane.dataset.sayMany) ?? "";
      const line = words.replace("{n}", count);
      if (spoken.textContent !== line) spoken.textContent = line;
    }, SAY_MS);
  }
}

// Marks after one edit: those behind it move along, those it touches are gone. `caret` tells where the edit ended, so
// that a doubled letter is not taken for another place.
function afterTyping(marks, before, after, caret) {
  let same = 0;
  const most = Math.min(before.length, after.length - caret);
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  let first = 0;
  const until = Math.min(before.length, after.length) - same;
  while (first < until && before[first] === after[first]) first += 1;
  const last = before.length - same;
  const by = after.length - before.length;
  return marks
    .filter((mark) => mark.end <= first || mark.start >= last)
    .map((mark) => (mark.start >= last ? { ...mark, start: mark.start + by, end: mark.end + by } : mark));
}

// Code points to JavaScript's units: they differ once a text holds characters beyond the first plane.
function inUnits(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (mark) => ({ ...mark });
  const units = [0];
  for (const character of text) units.push(units.at(-1) + character.length);
  return (mark) => ({ ...mark, start: units[mark.start] ?? text.length, end: units[mark.end] ?? text.length });
}
