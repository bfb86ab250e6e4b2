// A line with a source: <a class="evidence" href="/mail/…#s3" data-evidence="/parts/evidence/…">. Resting on it or
// focusing it shows the sentence in its mail; a click, or no scripts, goes there. Escape closes. What was fetched is kept.

const REST_MS = 180;
const LEAVE_MS = 220;
const pop = document.getElementById("evidence-pop");
const held = new Map();
let owner = null;
let timer = 0;

function stand() {
  const gap = 8;
  const line = [...owner.getClientRects()].at(-1) ?? owner.getBoundingClientRect();
  const size = pop.getBoundingClientRect();
  const left = Math.min(Math.max(gap, line.left), innerWidth - size.width - gap);
  const below = line.bottom + gap;
  const top = below + size.height > innerHeight - gap ? Math.max(gap, owner.getBoundingClientRect().top - gap - size.height) : below;
  pop.style.left = `${left}px`;
  pop.style.top = `${top}px`;
}

async function fetched(url) {
  if (!held.has(url)) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    held.set(url, await answer.text());
  }
  return held.get(url);
}

async function show(link) {
  clearTimeout(timer);
  if (owner === link) return;
  hide();
  owner = link;
  pop.textContent = held.has(link.dataset.evidence) ? "" : pop.dataset.waiting;
  link.setAttribute("aria-expanded", "true");
  pop.showPopover();
  stand();
  try {
    const html = await fetched(link.dataset.evidence);
    if (owner !== link) return;
    // same-origin fragment of our own templates; scripts in it do not run, the policy of the page holds for it
    pop.innerHTML = html;
    window.htmx?.process(pop);
    link.setAttribute("aria-describedby", pop.id);
    stand();
  } catch {
    if (owner === link) hide(); // the link itself still leads there
  }
}

function hide() {
  clearTimeout(timer);
  if (!owner) return;
  owner.removeAttribute("aria-expanded");
  owner.removeAttribute("aria-describedby");
  owner = null;
  if (pop.matches(":popover-open")) pop.hidePopover();
}

const linked = (target) => target.closest?.("[data-evidence]");
const later = (what, ms) => {
  clearTimeout(timer);
  timer = setTimeout(what, ms);
};

if (pop?.showPopover) {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linked(event.target);
    if (link) later(() => show(link), REST_MS);
    else if (pop.contains(event.target)) clearTimeout(timer);
    else if (owner) later(hide, LEAVE_MS);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = linked(event.target);
    if (link?.matches(":focus-visible")) show(link);
    else if (!pop.contains(event.target)) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (linked(event.target) && !pop.contains(event.relatedTarget)) later(hide, LEAVE_MS);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) {
      event.stopPropagation();
      hide();
    }
  }, true);
  document.addEventListener("scroll", (event) => {
    if (owner && !pop.contains(event.target)) hide();
  }, { capture: true, passive: true });
  document.addEventListener("htmx:beforeSwap", hide);
}
