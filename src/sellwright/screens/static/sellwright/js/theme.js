// Day, night, or as the machine has it. The form posts and works without this; here it changes at once and tells the
// server behind. The cookie lets the next page come in the right light from its first byte.

const form = document.querySelector("[data-theme-form]");

function wear(choice) {
  const root = document.documentElement;
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  document.cookie = `theme=${choice}; path=/; max-age=${choice ? 31536000 : 0}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  for (const button of form.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const choice = event.submitter?.value ?? "";
  wear(choice);
  if (form.getAttribute("action")) {
    const body = new FormData(form);
    body.set("theme", choice);
    fetch(form.action, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
  }
});
