// Elements and sentences of a page. Every text goes into it as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const every = (selector) => [...document.querySelectorAll(selector)];

// The page's policy lets no style be set as an attribute.
function make(tag, { style = "", ...attributes }, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (style) element.style.cssText = style;
  element.append(...children);
  return element;
}

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

// A text in which what the data say in Swedish is marked, on a page in another language.
let swedish = null;
function spoken(text, quoted) {
  if (!quoted.length) return [text];
  const safe = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  swedish = swedish || new RegExp(`(${quoted.map(safe).join("|")})`);
  return text.split(swedish).filter(Boolean).map((part, i, all) =>
    (quoted.includes(part) ? make("span", { lang: "sv" }, part) : all[i]));
}

// A button that does one thing.
function button(words, act, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, words);
  element.addEventListener("click", act);
  return element;
}

// Whether a number, as it is written, asks for the form of one: in both languages 1 alone.
function isOne(written) {
  const found = /^\D*(\d{1,3}(?:\D\d{3})*|\d+)\D*$/.exec(String(written));
  return found !== null && Number(found[1].replace(/\D/g, "")) === 1;
}

// Fills {name} in a text of the page, and {name:form|forms} by what its number asks for.
function fillIn(text, values) {
  return text.replace(/\{(\w+)(?::([^{|}]*)\|([^{|}]*))?\}/g, (_, key, form, forms) => {
    if (form === undefined) return String(values[key]);
    return isOne(values[key]) ? form : forms;
  });
}

function joined(words, and) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${and} ${words[words.length - 1]}`;
}
