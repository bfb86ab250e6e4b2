// A letter saves itself a moment after the last key, and when the page is left. Who saves over a newer edition is told;
// their words are kept by the server as a version. The cursor stands in the first blank while nothing was written yet.
//
//   <form data-letter> with a textarea, [name=edition], [data-letter-saved], [data-letter-taken], [data-letter-trouble]
//   save:  POST action, Accept: application/json -> {"edition", "saved"} or 409/422 {"sentence"}
//   out:   button[data-letter-out] POSTs to its formaction -> {"edition", "link", "taken"}; nothing is sent from here

const PAUSE_MS = 1200;
const AGAIN_MS = 5000;
const form = document.querySelector("form[data-letter]");
if (form) start(form);

function start(form) {
  const area = form.querySelector("textarea");
  const edition = form.elements.edition;
  const said = form.querySelector("[data-letter-saved]");
  const trouble = form.querySelector("[data-letter-trouble]");
  let timer = 0;
  let saving = null;
  let changed = false;
  let stopped = false;

  if (area.dataset.caret !== undefined && edition.value === "0") {
    const units = [...area.value].slice(0, Number(area.dataset.caret)).join("").length;
    area.focus({ preventScroll: true });
    area.setSelectionRange(units, units);
  }

  form.addEventListener("input", () => {
    changed = true;
    soon(PAUSE_MS);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) save(true);
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    clearTimeout(timer);
    if (button?.dataset.letterOut !== undefined) {
      event.preventDefault();
      out(button);
    } else if (button?.dataset.letterFile !== undefined && changed) {
      event.preventDefault(); // the page stays: it must know the edition that is taken out
      save(false).then(() => changed || stopped || form.requestSubmit(button));
    }
  });
  document.querySelector("form[data-letter-bin]")?.addEventListener("submit", (event) => {
    if (!changed) return;
    event.preventDefault(); // what was typed last goes into the bin too
    save(false).then(() => event.target.submit());
  });

  function soon(ms) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => save(false), ms);
  }

  async function save(leaving) {
    if (saving) await saving;
    if (!changed || stopped) return;
    changed = false;
    const body = new URLSearchParams(new FormData(form));
    saving = ask(form.action, body, leaving);
    const [status, answer] = await saving;
    saving = null;
    if (status === 200) {
      edition.value = answer.edition;
      said.textContent = answer.saved;
      tell("");
    } else if (answer?.sentence) {
      refused(status, answer.sentence);
    } else {
      changed = true;
      tell(form.dataset.lost);
      soon(AGAIN_MS);
    }
    if (changed) soon(PAUSE_MS);
  }

  async function out(button) {
    if (saving) await saving;
    changed = false;
    const text = area.value;
    const copied = button.value === "copy" ? navigator.clipboard?.writeText(text).then(() => true, () => false) : true;
    const body = new URLSearchParams(new FormData(form));
    body.set("how", button.value);
    const [status, answer] = await ask(button.formAction, body, false);
    if (status !== 200) {
      changed = true;
      refused(status, answer?.sentence ?? form.dataset.lost);
      return;
    }
    edition.value = answer.edition;
    tell("");
    form.querySelector("[data-letter-taken]").textContent = answer.taken;
    if (button.value === "copy" && !(await copied)) area.select(); // the browser forbids it: one key does it then
    else if (button.dataset.letterOut) say(button.dataset.letterOut);
    if (answer.link) location.href = answer.link;
  }

  async function ask(url, body, leaving) {
    try {
      const answer = await fetch(url, {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: leaving,
      });
      return [answer.status, await answer.json().catch(() => null)];
    } catch {
      return [0, null];
    }
  }

  // Written over a newer edition: what stands here is kept, and nothing more can be typed that would not be.
  function refused(status, sentence) {
    tell(sentence);
    if (status !== 409) return;
    stopped = true;
    area.readOnly = true;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = form.dataset.again;
    trouble.append(" ", link);
  }

  function tell(sentence) {
    trouble.textContent = sentence;
    trouble.hidden = !sentence;
  }
}

function say(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}
