// Tells the sign-up form in which time zone its writer is.

const field = document.querySelector("[data-zone]");
if (field && !field.value) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}
