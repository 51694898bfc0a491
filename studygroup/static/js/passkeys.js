// Passkeys: allauth's script speaks with the browser; this one tells it which form is meant. What
// needs passkeys is hidden until it is known that there are any.

const form = document.querySelector("[data-passkey]");
const button = "passkey-button";
const ids = {
  login: button,
  add: button,
  signup: button,
  authenticate: button,
  credential: "id_credential",
  passwordless: "id_passwordless",
  data: "passkey-data",
};

function say(words) {
  const toast = document.createElement("p");
  toast.className = "toast is-error";
  toast.textContent = words;
  document.getElementById("toasts").append(toast);
}

if (window.PublicKeyCredential) {
  if (form) {
    window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
    document.getElementById(button).hidden = false;
  }
  for (const part of document.querySelectorAll("[data-with-passkeys]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const isKnown = event.detail.exception.name === "InvalidStateError";
  say(isKnown ? form.dataset.known : form.dataset.failed);
});
