// Shows times by the visitor's own clock at once; without this they choose their zone from the list.
//
//   <form data-zone="Europe/Berlin"> with a select[name=zone], GET

const form = document.querySelector("form[data-zone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const address = new URL(location.href);
if (form && own && form.dataset.zone !== own && !address.searchParams.has("zone")) {
  address.searchParams.set("zone", own);
  location.replace(address);
}
