/** Changes of the document in place. An element is written only when its content differs, so that focus and selection stay. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * The element with an identifier.
 *
 * @template {Element} [Kind=HTMLElement]
 * @param {string} id
 * @returns {Kind}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page must have an element #${id}`);
  }
  return /** @type {Kind} */ (/** @type {unknown} */ (element));
}

/**
 * The element of a part, marked with `data-part` in a template.
 *
 * @template {Element} [Kind=HTMLElement]
 * @param {ParentNode} root
 * @param {string} name
 * @returns {Kind}
 */
export function part(root, name) {
  const element = root.querySelector(`[data-part="${name}"]`);
  if (!element) {
    throw new Error(`the template must have a part ${name}`);
  }
  return /** @type {Kind} */ (element);
}

/**
 * A copy of a template's only element.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (byId(id));
  return /** @type {HTMLElement} */ (content.firstElementChild?.cloneNode(true));
}

/** @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** @param {Element} element @param {Readonly<Record<string, string | number | undefined>>} attributes undefined removes */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, String(value));
    }
  }
}

/**
 * An element of HTML with a class and a text.
 *
 * @param {string} name
 * @param {string} [className]
 * @param {string} [text]
 */
export function html(name, className, text) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** @param {string} name @param {Readonly<Record<string, string | number>>} [attributes] */
export function svg(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  setAttributes(element, attributes);
  return element;
}

/**
 * Makes the children of an element match a list. A child stays the same element as long as its key is in the list.
 *
 * @template Item
 * @template {Element} Child
 * @param {Element} parent
 * @param {readonly Item[]} items
 * @param {{ key: (item: Item) => string, create: (item: Item) => Child, update?: (child: Child, item: Item) => void }} how
 */
export function patchList(parent, items, { key, create, update }) {
  const known = new Map([...parent.children].map((child) => [child.getAttribute("data-key"), child]));
  const wanted = new Set(items.map(key));
  for (const [name, child] of known) {
    if (name === null || !wanted.has(name)) {
      child.remove();
    }
  }
  let next = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const existing = known.get(name);
    const child = /** @type {Child} */ (existing ?? create(item));
    child.setAttribute("data-key", name);
    update?.(child, item);
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(child, next);
    }
  }
}
