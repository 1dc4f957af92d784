// Polish only: every page works without this file.
(() => {
  "use strict";
  const all = (css, from = document) => Array.from(from.querySelectorAll(css));
  const one = (css) => document.querySelector(css);

  // Select all rows of the page.
  const boxes = () => all(".listing tbody [name=id]");
  const headBox = one('.listing thead [type="checkbox"]');
  const showSelection = () => {
    if (!headBox) return;
    const list = boxes();
    const ticked = list.filter((box) => box.checked).length;
    headBox.checked = ticked > 0 && ticked === list.length;
    headBox.indeterminate = ticked > 0 && ticked < list.length;
  };
  if (headBox) {
    headBox.addEventListener("change", () => {
      boxes().forEach((box) => { box.checked = headBox.checked; });
    });
    document.addEventListener("change", (event) => {
      if (event.target.matches("[name=id]")) showSelection();
    });
    showSelection();
  }

  // Warn before typed text is lost. A form that comes back with errors is unsaved from the start.
  let unsaved = Boolean(one("form[data-guard] [aria-invalid], .errors ~ form[data-guard]"));
  all("form[data-guard]").forEach((form) => {
    form.addEventListener("input", () => { unsaved = true; });
  });
  document.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    // Browsers ask only people who have touched the page, and complain when asked earlier.
    const touched = !navigator.userActivation || navigator.userActivation.hasBeenActive;
    if (unsaved && touched) event.preventDefault();
  });

  // Copy an id: <button data-copy="text" data-done="Copied" hidden>Copy</button>
  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    const label = button.textContent;
    button.type = "button";
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
      } catch {
        return;
      }
      button.textContent = button.dataset.done || label;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  });

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // Keyboard. Single keys can be switched off (WCAG 2.1.4); the choice stays on the device.
  const store = "sellerdesk.keys";
  const read = () => {
    try { return localStorage.getItem(store) !== "off"; } catch { return true; }
  };
  const write = (on) => {
    try { localStorage.setItem(store, on ? "on" : "off"); } catch { /* private window */ }
  };
  let single = read();
  const keys = one(".keys");
  const keySwitch = one("[data-keys-switch]");
  if (keys && keySwitch) {
    keys.hidden = false;
    keySwitch.checked = single;
    keySwitch.addEventListener("change", () => write(single = keySwitch.checked));
  }

  const places = {
    h: "/", o: "/orders", r: "/returns", p: "/products", s: "/stock", m: "/money", i: "/inbox",
  };
  const rows = () => all(".listing tbody tr");
  const rowLink = (row) => row && row.querySelector("th a, td a");
  let row = -1;
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    row = Math.max(0, Math.min(list.length - 1, row + step));
    const link = rowLink(list[row]);
    if (link) link.focus();
    list[row].scrollIntoView({ block: "nearest" });
  };
  // A key opens what only shows; what acts gets the focus and waits for Enter.
  const press = (element) => {
    if (!element) return false;
    if (element.matches("a[href], summary")) element.click();
    else element.focus();
    return true;
  };
  const actions = {
    "?": () => {
      if (!keys) return false;
      keys.open = true;
      keys.scrollIntoView({ block: "nearest" });
      return press(keySwitch);
    },
    "/": () => press(one('main input[type="search"]')),
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const box = rows()[row] && rows()[row].querySelector("[name=id]");
      if (box) box.click();
    },
    e: () => press((rows()[row] && rows()[row].querySelector('[data-key="e"]')) || one('[data-key="e"]')),
    n: () => press(one('main a[rel="next"]')),
    p: () => press(one('main a[rel="prev"]')),
    Escape: () => press(all(".crumbs a").pop()),
  };
  const typing = (element) => element.matches("textarea, select, [contenteditable]")
    || (element.matches("input") && !element.matches('[type="checkbox"], [type="radio"]'));

  let going = 0;
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const search = (event.ctrlKey || event.metaKey) && key.toLowerCase() === "k";
    if (search) {
      if (actions["/"]()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (key === "Escape") {
      const open = one("details.more[open]") || one("details.side[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
        return;
      }
    }
    if (!single || !(target instanceof Element) || typing(target)) return;
    const now = Date.now();
    if (key === "g") {
      going = now;
      return;
    }
    if (now - going < 1500) {
      going = 0;
      if (places[key] && press(one(`.nav a[href="${places[key]}"]`))) event.preventDefault();
      return;
    }
    const action = Object.hasOwn(actions, key) ? actions[key] : null;
    if (action) {
      if (action() !== false) event.preventDefault();
    } else if (/^[a-z]$/.test(key) && press(one(`[data-key="${key}"]`))) {
      event.preventDefault();
    }
  });

  // News of a page that is being looked at. A hidden page lets go of its connection: a browser has
  // few for one site.
  all("[data-live]").forEach((note) => {
    let source = null;
    const listen = () => {
      if (source) source.close();
      source = null;
      if (document.hidden || note.dataset.told) return;
      source = new EventSource(note.dataset.live);
      source.addEventListener(note.dataset.event, () => {
        note.dataset.told = "yes";
        note.append(note.querySelector("template").content.cloneNode(true));
        listen();
      });
    };
    document.addEventListener("visibilitychange", listen);
    window.addEventListener("pagehide", () => { if (source) source.close(); });
    listen();
  });

  // A click elsewhere closes open menus.
  document.addEventListener("click", (event) => {
    all("details.more[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
