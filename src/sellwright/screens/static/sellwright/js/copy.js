// Buttons that copy the text of another part: <button data-copies="its id" hidden>. Shown only where copying works.
for (const button of document.querySelectorAll("[data-copies]")) {
  const from = document.getElementById(button.dataset.copies);
  if (!from || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(from.textContent.trim());
    button.setAttribute("aria-pressed", "true");
    button.classList.add("is-main");
  });
}
