// The words typed during a call are kept a moment after the last key, and when the page is left: a reload, a dead battery
// or a ringing telephone loses nothing. Esc leaves a field, so that one key can say what came of the call.
//
//   <form data-call data-keep="address" data-lost="sentence"> with textarea[name=note], [data-call-saved]
//   keep: POST, Accept: application/json -> {"saved"} or 422 {"sentence"}

const PAUSE_MS = 700;
const AGAIN_MS = 4000;
const form = document.querySelector("form[data-call]");
if (form) start(form);

function start(form) {
  const area = form.elements.note;
  const said = form.querySelector("[data-call-saved]");
  let timer = 0;
  let changed = false;
  let leaving = false;

  area.addEventListener("input", () => {
    changed = true;
    soon(PAUSE_MS);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed && !leaving) keep(true);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formAction.endsWith("/keep")) {
      event.preventDefault();
      changed = true;
      keep(false);
      return;
    }
    leaving = true; // what is sent now holds the words
    clearTimeout(timer);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && event.target === form.elements.line) event.preventDefault();
  });
  form.elements.line.addEventListener("input", () => {
    const none = form.querySelector('[name=step][value=""]');
    if (none.checked && form.elements.line.value) form.querySelector('[name=step][value="task"]').checked = true;
  });

  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(() => keep(false), ms);
  }

  async function keep(last) {
    if (!changed || leaving) return;
    changed = false;
    clearTimeout(timer);
    const body = new URLSearchParams({
      note: area.value,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    });
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: last,
      });
      const told = await answer.json().catch(() => null);
      if (answer.ok) said.textContent = told.saved;
      else if (told?.sentence) said.textContent = told.sentence;
      else throw new Error();
    } catch {
      changed = true;
      said.textContent = form.dataset.lost;
      soon(AGAIN_MS);
    }
  }
}
