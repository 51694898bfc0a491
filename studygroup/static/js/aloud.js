// Reads the text aloud from the paragraph in view, where the browser has a voice for its language.

const TOP = 120;
const LEFT_OUT = ".is-code, .is-table, .is-footnote";
const button = document.querySelector("[data-aloud]");
const stop = document.querySelector("[data-aloud-stop]");
const speech = globalThis.speechSynthesis;
const begin = button.ariaLabel;
// The paragraph and the sentence in it that are being read, or were when it paused.
let here = null;
let turn = 0;

const primary = (language) => language.toLowerCase().split(/[-_]/)[0];
const language = (element) => element.closest("[lang]").lang;
const voiceFor = (code) => speech.getVoices().find(({ lang }) => primary(lang) === primary(code));
const block = (paragraph) => paragraph.querySelector(".block");
const isRead = (paragraph) => paragraph && block(paragraph) && !block(paragraph).matches(LEFT_OUT);

// Sentence by sentence: some browsers fall silent in long passages, and none resumes reliably.
const sentencesOf = (paragraph) => {
  const copy = block(paragraph).cloneNode(true);
  copy.querySelectorAll("sup a").forEach((mention) => mention.remove());
  const words = copy.textContent.trim();
  const splitter = new Intl.Segmenter(language(block(paragraph)), { granularity: "sentence" });
  return [...splitter.segment(words)].map(({ segment }) => segment.trim()).filter(Boolean);
};

const after = (paragraph) => {
  const all = [...document.querySelectorAll(".paragraph")];
  return all.slice(all.indexOf(paragraph) + 1).find(isRead);
};
const atTop = () =>
  [...document.querySelectorAll(".paragraph")].find(
    (paragraph) => isRead(paragraph) && paragraph.getBoundingClientRect().bottom > TOP,
  );

const show = (isSpeaking) => {
  document.querySelectorAll(".is-spoken").forEach((paragraph) => paragraph.classList.remove("is-spoken"));
  if (isSpeaking) here.paragraph.classList.add("is-spoken");
  button.classList.toggle("is-speaking", isSpeaking);
  button.ariaLabel = isSpeaking ? button.dataset.pause : here ? button.dataset.goOn : begin;
  stop.hidden = !here;
};

const quieten = () => {
  turn += 1;
  speech.cancel();
};

const read = () => {
  const mine = ++turn;
  const sentence = sentencesOf(here.paragraph)[here.sentence];
  if (!sentence) {
    const next = after(here.paragraph);
    here = next ? { paragraph: next, sentence: 0 } : null;
    next?.scrollIntoView({ block: "center" });
    return here ? read() : show(false);
  }
  show(true);
  const spoken = new SpeechSynthesisUtterance(sentence);
  spoken.lang = language(block(here.paragraph));
  spoken.voice = voiceFor(spoken.lang) ?? null;
  spoken.onend = () => {
    if (mine !== turn) return;
    here.sentence += 1;
    read();
  };
  spoken.onerror = () => {
    if (mine === turn) show(false);
  };
  speech.speak(spoken);
};

button.addEventListener("click", () => {
  const isSpeaking = button.classList.contains("is-speaking");
  quieten();
  if (isSpeaking) return show(false);
  const first = atTop();
  here ??= first && { paragraph: first, sentence: 0 };
  if (here) read();
});

stop.addEventListener("click", () => {
  quieten();
  here = null;
  show(false);
  button.focus();
});

// Voices are known a moment after the page is there, if at all.
const appear = () => {
  button.hidden = !voiceFor(document.querySelector(".text").lang);
};
if (speech && globalThis.Intl?.Segmenter) {
  appear();
  speech.addEventListener?.("voiceschanged", appear);
  addEventListener("pagehide", quieten);
}
