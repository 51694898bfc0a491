// Formatted words pasted into a discussion become Markdown; Ctrl+Shift+V pastes them plain, and so
// does pasting what has no format.

const BLOCKS = "address, article, aside, blockquote, dd, div, dl, dt, figure, footer, h1, h2, h3, h4, h5, h6, header, li, main, ol, p, pre, section, table, tbody, tr, ul";
const LEFT_OUT = "canvas, head, iframe, img, math, object, script, style, svg, template, video";
const FORMAT = "a[href], blockquote, code, h1, h2, h3, h4, h5, h6, li, pre, [data-style*=mso-list]";
const ITEM = /^(?:[-*]|\d+\.) /;

// Signs that would be read as marks; those that begin a line, if another follows at once.
const MARKS = /[\\`*]|_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_|~(?=~)|(?<=~)~|\](?=\(|$)|<(?=[^<>\s]+>|$)|&(?=#?\w+;)/gu;
const LINE = /^(\d{1,9})(?=[.)](?:\s|$))|^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|[-=:|][-=:| \t]*$)/gm;

// Without the styles and acts that a policy for content would complain of.
const parsed = (html) => {
  const tame = (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=");
  const bare = html.replace(/<(style|script)\b.*?<\/\1>/gis, "").replace(/<[^>]+>/g, tame);
  return new DOMParser().parseFromString(bare, "text/html").body;
};

const styleOf = (element) => element.dataset?.style ?? "";
const isBlock = (node) => node.nodeType === 1 && (node.matches(BLOCKS) || node.querySelector(BLOCKS) !== null);
const wrap = (words, mark) => words.replace(/[^\s].*[^\s]|[^\s]/g, `${mark}$&${mark}`);

const isBold = (element) => {
  const weight = /(?<![\w-])font-weight:\s*(\w+)/i.exec(styleOf(element))?.[1];
  return weight ? weight === "bold" || weight >= 600 : element.matches("b, strong");
};
const isItalic = (element) => {
  const slant = /(?<![\w-])font-style:\s*(\w+)/i.exec(styleOf(element))?.[1];
  return slant ? slant === "italic" : element.matches("i, em");
};

const link = (element, words) => {
  const address = element.getAttribute("href")?.trim() ?? "";
  if (!/^https?:\/\/\S/i.test(address) || !words.trim()) return words;
  const target = address.replace(/[\s()<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return element.textContent.trim() === address ? address : `[${words.trim().replace(/(?<!\\)[[\]]/g, "\\$&")}](${target})`;
};

const code = (words) => {
  const fence = "`".repeat(Math.max(0, ...(words.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return words.includes("`") ? `${fence} ${words} ${fence}` : `\`${words}\``;
};

const inline = (node) => {
  if (node.nodeType === 3) return node.data.replace(/[ \t\r\n\f\u00a0]+/g, " ").replace(MARKS, "\\$&");
  if (node.nodeType !== 1 || node.matches(LEFT_OUT) || /mso-list:\s*ignore/i.test(styleOf(node))) return "";
  if (node.matches("br")) return "\n";
  if (node.matches("code, kbd, samp, tt")) return node.textContent.trim() && code(node.textContent.trim());
  let words = [...node.childNodes].map(inline).join("");
  if (node.matches("td, th")) words = `${words} `;
  if (isItalic(node)) words = wrap(words, "*");
  if (isBold(node)) words = wrap(words.replaceAll("**", ""), "**");
  return node.matches("a") ? link(node, words) : words;
};

const paragraph = (words) => {
  const lines = words.split("\n").map((line) => line.trim().replace(/ {2,}/g, " "));
  return lines.join("\n").trim().replace(/\n{2,}/g, "\n\n").replace(LINE, "$1\\");
};

const indented = (block, mark) => mark + block.replace(/\n(?!\n)/g, `\n${" ".repeat(mark.length)}`);
const joined = (blocks, isInItem = false) =>
  blocks.reduce((text, block, at) => {
    const isNext = ITEM.test(block) && (isInItem || ITEM.test(blocks[at - 1] ?? ""));
    return text + (at ? (isNext ? "\n" : "\n\n") : "") + block;
  }, "");

const listOf = (list) => {
  const items = [];
  let number = list.start ?? 1;
  for (const child of list.children) {
    const words = joined(child.matches("ul, ol") ? [listOf(child)] : blocksOf(child), true);
    if (child.matches("ul, ol") && items.length) items.push(`${items.pop()}\n${indented(words, "   ")}`);
    else if (words) items.push(indented(words, list.matches("ol") ? `${number++}. ` : "- "));
  }
  return items.join("\n");
};

// Word's lists are paragraphs that begin with a sign of their own.
const itemOf = (element) => {
  const sign = element.querySelector("[data-style*='mso-list:ignore' i]")?.textContent ?? "";
  return indented(paragraph(inline(element)), /\d/.test(sign) ? "1. " : "- ");
};

const blockOf = (element) => {
  if (element.matches(LEFT_OUT)) return [];
  if (element.matches("pre")) return [`\`\`\`\n${element.textContent.replace(/\n$/, "")}\n\`\`\``];
  if (element.matches("ul, ol")) return [listOf(element)];
  if (element.matches("p") && /mso-list:/i.test(styleOf(element))) return [itemOf(element)];
  const blocks = blocksOf(element);
  if (element.matches("blockquote")) return [joined(blocks).replace(/^/gm, "> ").replace(/^> $/gm, ">")];
  const level = Number(/^H([1-6])$/.exec(element.tagName)?.[1] ?? 0);
  return level && blocks.length ? [`${"#".repeat(level)} ${blocks.join(" ").replace(/\n/g, " ")}`] : blocks;
};

const blocksOf = (parent) => {
  const blocks = [];
  let run = "";
  const end = () => {
    blocks.push(paragraph(run));
    run = "";
  };
  for (const node of parent.childNodes) {
    if (!isBlock(node)) {
      run += inline(node);
      continue;
    }
    end();
    blocks.push(...blockOf(node));
  }
  end();
  return blocks.filter(Boolean);
};

const isFormatted = (element) => element.matches(FORMAT) || isBold(element) || isItalic(element);

document.addEventListener("paste", (event) => {
  const field = event.target.closest?.("#discussion [data-draft] textarea");
  const html = field && event.clipboardData.getData("text/html");
  if (!html) return;
  const body = parsed(html);
  const words = [...body.querySelectorAll("*")].some(isFormatted) && joined(blocksOf(body));
  if (!words) return;
  event.preventDefault();
  document.execCommand("insertText", false, words);
});
