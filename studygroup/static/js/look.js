// How the text looks: each choice shows at once and is kept.

const form = document.querySelector("[data-look]");

form.querySelector("[data-apply]").hidden = true;
form.addEventListener("change", (event) => {
  document.documentElement.dataset[event.target.name] = event.target.value;
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
});
