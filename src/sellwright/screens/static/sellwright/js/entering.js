// Chooses the browser's own time zone in a list of zones, unless one was chosen.
const list = document.querySelector("select[data-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (list && here && !list.querySelector("option[selected]:not([value='UTC'])")) {
  const option = [...list.options].find((one) => one.value === here);
  if (option) option.selected = true;
}
