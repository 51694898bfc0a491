// Shows how far a text is on its way to the site, and then that it is being read there.

const shown = (form) => form.querySelector(".upload");

const say = (upload, words, share) => {
  const [line, bar] = [upload.querySelector("p"), upload.querySelector("progress")];
  line.dataset.sending ??= line.textContent;
  const text = words || line.dataset.sending;
  if (line.textContent !== text) line.textContent = text;
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
};

const on = (event, act) =>
  document.addEventListener(event, ({ target, detail }) => {
    if (target.matches?.("[data-upload]")) act(shown(target), detail);
  });

on("htmx:beforeRequest", (upload) => {
  upload.hidden = false;
  delete upload.dataset.sent;
  say(upload, "", 0);
});
on("htmx:xhr:progress", (upload, { loaded, total, lengthComputable }) => {
  // Events of the answer come under the same name; all is sent by then.
  if (upload.dataset.sent || !lengthComputable) return;
  if (loaded < total) say(upload, "", loaded / total);
  else {
    upload.dataset.sent = "yes";
    say(upload, upload.dataset.reading);
  }
});
on("htmx:afterRequest", (upload, { xhr }) => {
  upload.hidden = !xhr.getResponseHeader("HX-Redirect");
});
