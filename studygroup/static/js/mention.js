// Naming somebody: an @ and the first letters of a name open a list of members below the field.

const MOST = 6;
// As the server finds names: not within an address.
const NAMING = /(?:^|[^A-Za-z0-9_./+%@])@([^\s@][^@\n]*)$/;
const shape = document.getElementById("names");
const fold = (name) => name.normalize("NFC").toLocaleLowerCase();

let asked;
let list = null;
let field = null;
let start = 0;
// Where a name was chosen, so that the list does not come back for it.
let done = {};

// Asked for once, and again if it did not come.
const members = () =>
  (asked ??= fetch(shape.dataset.address)
    .then((answer) => answer.json())
    .then(({ names }) => names)
    .catch(() => (asked = undefined) ?? []));

const close = () => {
  list?.remove();
  list = null;
  for (const name of ["controls", "activedescendant", "autocomplete"]) field?.removeAttribute(`aria-${name}`);
};

const select = (option) => {
  for (const one of list.children) one.setAttribute("aria-selected", one === option);
  field.setAttribute("aria-activedescendant", option.id);
};

const selected = () => list.querySelector("[aria-selected=true]");
const ends = { 1: "firstElementChild", "-1": "lastElementChild" };
const move = (by) => select(selected()[by > 0 ? "nextElementSibling" : "previousElementSibling"] ?? list[ends[by]]);

const choose = (option) => {
  const name = option.textContent;
  field.setRangeText(`@${name} `, start, field.selectionEnd, "end");
  done = { field, start, name };
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const open = (names) => {
  list = shape.content.firstElementChild.cloneNode(true);
  const one = list.firstElementChild;
  list.replaceChildren(...names.map((name, index) => {
    const option = one.cloneNode(true);
    option.id = `name-${index}`;
    option.textContent = name;
    return option;
  }));
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  select(list.firstElementChild);
  list.scrollIntoView({ block: "nearest" });
};

const look = async (target) => {
  const all = NAMING.test(target.value.slice(0, target.selectionEnd)) ? await members() : [];
  close();
  field = target;
  const typed = NAMING.exec(field.value.slice(0, field.selectionEnd))?.[1];
  if (!typed || document.activeElement !== field) return;
  start = field.selectionEnd - typed.length - 1;
  if (done.field === field && done.start === start && typed.startsWith(done.name)) return;
  // A name may be known by each of its words.
  const fitting = all.filter((name) => ` ${fold(name)}`.includes(` ${fold(typed)}`));
  if (fitting.length) open(fitting.slice(0, MOST));
};

document.addEventListener("input", (event) => {
  if (event.target.matches("#discussion textarea")) look(event.target);
});

// Heard before everybody else: Escape closes the list and not the discussion.
document.addEventListener("keydown", (event) => {
  if (!list || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const acts = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => choose(selected()),
    Tab: () => choose(selected()),
    Escape: close,
  };
  if (!(event.key in acts)) return /^(Arrow|Home|End|Page)/.test(event.key) && close();
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}, { capture: true });

// The field keeps the focus while a name is tapped.
document.addEventListener("pointerdown", (event) => {
  if (list?.contains(event.target)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = list?.contains(event.target) && event.target.closest("[role=option]");
  if (option) choose(option);
  else close();
});
document.addEventListener("focusout", (event) => event.target === field && close());
