// Starts the explorer: compiles the WebAssembly once, runs it here, and hands the compiled module to its worker. Meanwhile the worker starts, and
// what both need first is on its way.
"use strict";
(() => {
  const script = document.currentScript;
  const retry = document.getElementById("boot-retry");
  let running = false;

  const fail = (message, again) => {
    if (running && document.querySelector(".page")?.dataset.phase !== "loading") {
      document.getElementById("live").textContent = message;
      document.body.dataset.stopped = message;
      return;
    }
    document.getElementById("app").inert = true;
    document.getElementById("boot").hidden = false;
    document.getElementById("boot-text").textContent = message;
    retry.hidden = !again;
    if (again) retry.focus();
  };
  retry.addEventListener("click", () => location.reload());

  if (typeof WebAssembly !== "object") {
    fail("This browser has no WebAssembly, which Summit computes its graphs with. Please use a current version of Firefox, Chrome, Edge or Safari.", false);
    return;
  }

  // Vugu evaluates its renderer's script, which vugu.js has run already; the security policy allows no eval.
  const evaluate = window.eval;
  window.eval = (source) => {
    if (source === window.summitVuguScript) {
      window.eval = evaluate;
      delete window.summitVuguScript;
      return undefined;
    }
    throw new EvalError("only Vugu's own script is expected here");
  };

  const compile = async (url) => {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`the server answers ${response.status} for the program`);
    const type = response.headers.get("Content-Type") || "";
    return type.startsWith("application/wasm") ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
  };

  const compiled = compile(document.getElementById("wasm").href);

  const launch = () => {
    const worker = new Worker(script.dataset.worker);
    compiled.then((module) => worker.postMessage({ module }), () => {});
    return worker;
  };

  // The first worker starts before it is asked for; spare is undefined where it cannot, and once it is taken.
  let spare;
  try {
    spare = launch();
    spare.onerror = (event) => {
      event.preventDefault();
      spare = undefined;
    };
  } catch {}

  // summitWorker gives a worker that answers to receive; failed is called if it cannot start or stops.
  window.summitWorker = (receive, failed) => {
    try {
      const worker = spare || launch();
      spare = undefined;
      worker.onmessage = (event) => receive(event);
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        failed();
      };
      return worker;
    } catch {
      return undefined;
    }
  };

  // summitFetch is fetch, but for what has been asked for already, once.
  const asked = new Map();
  window.summitFetch = (url, options) => {
    const answer = asked.get(url);
    asked.set(url, undefined);
    return answer || fetch(url, options);
  };

  const ask = (url) => {
    if (asked.has(url)) throw new Error("the program was faster");
    asked.set(url, fetch(url));
    return asked.get(url).then((response) => response.clone());
  };

  // The manifest of the bundle that the address names, for the program and the worker. If anything is wrong with it, the program finds out.
  const askForManifest = async () => {
    const { bundles } = await (await ask(new URL("bundles.json", document.baseURI).href)).json();
    const name = new URLSearchParams(location.search).get("bundle");
    const base = new URL((bundles.find((bundle) => bundle.name === name) || bundles[0]).path, document.baseURI).href;
    const root = new Uint8Array(await (await ask(base + "zarr.json")).arrayBuffer());
    if (spare) spare.postMessage({ root, base });
    if (running) return;
    choose = summitEarly(new TextDecoder().decode(root));
    document.getElementById("list").addEventListener("click", (event) => choose && choose(event));
    await painted();
  };

  // painted is when the next frame has been; in a hidden tab there is none.
  const painted = () => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });

  let choose; // takes a click on the list before the program does
  const early = askForManifest().catch(() => {});

  const loaded = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve)); // other scripts too

  const start = async () => {
    const [module] = await Promise.all([compiled, loaded]);
    await Promise.race([early, new Promise((resolve) => setTimeout(resolve, 1000))]); // a manifest that is slower finds the program running
    const go = new Go();
    const instance = await WebAssembly.instantiate(module, go.importObject);
    running = true;
    choose = undefined;
    await go.run(instance);
    throw new Error("the program ended");
  };
  start().catch((reason) => fail(`The explorer could not start: ${reason.message}.`, true));
})();
