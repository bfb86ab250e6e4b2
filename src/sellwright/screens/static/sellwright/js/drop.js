// Files dropped or chosen, with progress. The form <form data-drop enctype="multipart/form-data"> posts by itself without
// scripts. The server redirects when the file is in; otherwise it answers 4xx with one plain sentence as text.

for (const form of document.querySelectorAll("form[data-drop]")) start(form);

function start(form) {
  const field = form.querySelector("input[type=file]");
  const bar = form.querySelector("[data-drop-progress]");
  const wrong = form.querySelector("[data-drop-error]");
  const stop = form.querySelector("[data-drop-stop]");
  let under = 0;
  let request = null;

  form.addEventListener("dragenter", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    under += 1;
    form.classList.add("is-over");
  });
  form.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
  });
  form.addEventListener("dragleave", () => {
    under = Math.max(0, under - 1);
    if (!under) form.classList.remove("is-over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    under = 0;
    form.classList.remove("is-over");
    if (event.dataTransfer.files.length) send(event.dataTransfer.files);
  });
  field.addEventListener("change", () => field.files.length && send(field.files));
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    send(field.files);
  });
  stop?.addEventListener("click", () => request?.abort());

  function send(files) {
    if (request) return;
    const body = new FormData(form);
    body.delete(field.name);
    for (const file of files) body.append(field.name, file, file.name);
    wrong.hidden = true;
    bar.hidden = false;
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && told(event.loaded, event.total));
    request.addEventListener("load", arrived);
    request.addEventListener("error", () => failed(form.dataset.broken));
    request.addEventListener("abort", () => failed(""));
    request.send(body);
  }

  function told(loaded, total) {
    const progress = bar.querySelector("progress");
    progress.max = total;
    progress.value = loaded;
    const mega = (bytes) => (bytes / 1_000_000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    bar.querySelector("[data-drop-count]").textContent = `${mega(loaded)} / ${mega(total)} MB`;
  }

  function arrived() {
    if (request.status < 300) {
      location.assign(request.responseURL === form.action ? location.href : request.responseURL);
      return;
    }
    const plain = (request.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
    failed(plain ? request.responseText : form.dataset.broken);
  }

  function failed(sentence) {
    request = null;
    field.value = "";
    bar.hidden = true;
    wrong.hidden = !sentence;
    wrong.querySelector("[data-drop-sentence]").textContent = sentence;
  }
}
