// Notices go by themselves after 10 s, never while rested on or focused; a failure stays until closed. Any script, or a
// server's HX-Trigger {"toast": {"text": "..."}}, may send the event `toast` with {text, tone}.

const STAY_MS = 10_000;
const place = document.getElementById("toasts");

function fade(toast) {
  if (toast.dataset.watched) return;
  toast.dataset.watched = "1";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button is-bare";
  close.textContent = "×";
  close.setAttribute("aria-label", place.dataset.closeLabel);
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  toast.addEventListener("submit", () => setTimeout(() => toast.remove()));
  if (toast.classList.contains("is-late")) return;
  let timer = 0;
  const start = () => (timer = setTimeout(() => toast.remove(), STAY_MS));
  const stop = () => clearTimeout(timer);
  for (const [into, out] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
    toast.addEventListener(into, stop);
    toast.addEventListener(out, start);
  }
  start();
}

function add({ text, tone = "" }) {
  const toast = document.createElement("div");
  toast.className = tone ? `toast is-${tone}` : "toast";
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  place.append(toast);
}

if (place) {
  new MutationObserver(() => place.querySelectorAll("[data-toast]").forEach(fade)).observe(place, { childList: true });
  place.querySelectorAll("[data-toast]").forEach(fade);
  document.addEventListener("toast", (event) => add(event.detail));
  const failed = () => add({ text: place.dataset.failed, tone: "late" });
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", (event) => {
    const said = event.detail.xhr.getResponseHeader("X-Sentence");
    said ? add({ text: decodeURIComponent(said), tone: "late" }) : failed();
  });
}
