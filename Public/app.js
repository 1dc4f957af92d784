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

  // On a narrow screen the bar of tabs scrolls: the current one is in sight.
  const tab = one(".tabs [aria-current]");
  if (tab) tab.closest(".tabs").scrollLeft = tab.offsetLeft - 40;

  // Warn before typed text is lost. A form that comes back with errors is unsaved from the start.
  let unsaved = Boolean(one("form[data-guard] [aria-invalid], .errors ~ form[data-guard]"));
  all("form[data-guard]").forEach((form) => {
    form.addEventListener("input", () => { unsaved = true; });
  });
  // A button pressed twice sends once; who comes back to the page may send again.
  let sent = new WeakMap();
  window.addEventListener("pageshow", () => { sent = new WeakMap(); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (event.timeStamp - sent.get(form) < 3000) return event.preventDefault();
    sent.set(form, event.timeStamp);
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

  // Keyboard. Single keys can be switched off in the profile (WCAG 2.1.4).
  const single = document.documentElement.dataset.keys !== "off";
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

  // The list that this window showed last: its things know their neighbours, and the way back.
  const store = "sellerdesk.list";
  let last = { at: "", paths: [] };
  try { last = JSON.parse(sessionStorage.getItem(store)) || last; } catch { /* private window */ }
  const shown = rows().map(rowLink).filter(Boolean).map((link) => link.getAttribute("href"));
  if (shown.length) {
    try {
      const list = { at: location.pathname + location.search, paths: shown };
      sessionStorage.setItem(store, JSON.stringify(list));
    } catch { /* private window */ }
  }
  const place = last.paths.indexOf(location.pathname);
  const go = (path) => {
    if (!path) return false;
    location.assign(path);
    return true;
  };

  // A key opens what only shows; what acts gets the focus and waits for Enter.
  const press = (element) => {
    if (!element) return false;
    if (element.matches("a[href], summary")) element.click();
    else element.focus();
    return true;
  };
  const sheet = async () => {
    let text = "";
    try { text = await (await fetch("/keys")).text(); } catch { return; }
    const found = new DOMParser().parseFromString(text, "text/html").querySelector(".keys");
    if (!found) return;
    const dialog = document.createElement("dialog");
    dialog.className = found.className;
    dialog.setAttribute("aria-label", found.getAttribute("aria-label"));
    dialog.append(...found.childNodes);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  };
  const step = (rel, by) => press(one(`main a[rel="${rel}"]`))
    || (place >= 0 && go(last.paths[place + by]));
  const actions = {
    "?": sheet,
    "/": () => press(one('#find') || one('main input[type="search"]')),
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const box = rows()[row] && rows()[row].querySelector("[name=id]");
      if (box) box.click();
    },
    e: () => press((rows()[row] && rows()[row].querySelector('[data-key="e"]')) || one('[data-key="e"]'))
      || press(rowLink(rows()[row])),
    n: () => step("next", 1),
    p: () => step("prev", -1),
    Escape: () => (place >= 0 ? go(last.at) : press(all(".crumbs a").pop())),
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
      if (one("dialog[open]")) return;
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

  // Pictures go up one by one as they are chosen or dropped, each with a small one for the lists.
  const small = async (file) => {
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, 240 / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(16, Math.round(picture.width * scale));
      canvas.height = Math.max(16, Math.round(picture.height * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
    } catch {
      return null;
    }
  };
  all("[data-drop]").forEach((drop) => {
    const input = drop.querySelector("[type=file]");
    const meter = drop.querySelector("progress");
    const note = drop.querySelector("[role=status]");
    const list = drop.closest(".card").querySelector(".imgs");
    const send = (file, preview) => new Promise((done, fail) => {
      const body = new FormData();
      body.append("_token", input.form.elements._token.value);
      body.append("upload", file);
      if (preview) body.append("preview", preview, "preview.jpg");
      const request = new XMLHttpRequest();
      request.open("POST", drop.dataset.drop);
      request.responseType = "json";
      request.upload.onprogress = (event) => { meter.value = event.loaded / event.total; };
      request.onload = () => (request.response ? done(request.response) : fail());
      request.onerror = fail;
      request.send(body);
    });
    const add = (picture) => {
      if (all("img", list).some((image) => image.src.endsWith(picture.href))) return drop.dataset.twin;
      const index = list.children.length;
      const item = drop.querySelector("template").content.querySelector("li").cloneNode(true);
      item.querySelector("img").src = picture.href;
      const [token, alt] = item.querySelectorAll("input");
      Object.assign(token, { name: `picture_${index}`, value: picture.token });
      alt.name = `alt_${index}`;
      item.querySelector("button").value = `${index}-remove`;
      list.append(item);
      list.hidden = false;
      input.form.dispatchEvent(new Event("input"));
      return "";
    };
    const take = async (files) => {
      const problems = [];
      meter.hidden = false;
      for (const file of files) {
        meter.value = 0;
        note.textContent = file.name;
        try {
          const answer = await send(file, await small(file));
          const problem = answer.problem || add(answer);
          if (problem) problems.push(problem);
        } catch {
          problems.push(`${file.name}: ${drop.dataset.failed}`);
        }
      }
      meter.hidden = true;
      note.textContent = problems.join(" ");
      input.value = "";
    };
    input.addEventListener("change", () => take(Array.from(input.files)));
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      take(Array.from(event.dataTransfer.files));
    });
  });

  // A click elsewhere closes open menus.
  document.addEventListener("click", (event) => {
    all("details.more[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
