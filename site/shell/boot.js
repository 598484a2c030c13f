// Starts the explorer: compiles the WebAssembly once, runs it here, and hands the compiled module to its worker.
"use strict";
(() => {
  const script = document.currentScript;
  const text = document.getElementById("boot-text");
  const retry = document.getElementById("boot-retry");

  const fail = (message, again) => {
    if (!text.isConnected) {
      document.getElementById("live").textContent = message;
      document.body.dataset.stopped = message;
      return;
    }
    text.textContent = message;
    retry.hidden = !again;
  };
  retry.addEventListener("click", () => location.reload());

  if (typeof WebAssembly !== "object" || typeof Go !== "function") {
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

  let module;

  // summitWorker starts a worker that answers to receive; failed is called if it cannot start or stops.
  window.summitWorker = (receive, failed) => {
    try {
      const worker = new Worker(script.dataset.worker);
      worker.onmessage = (event) => receive(event);
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        failed();
      };
      worker.postMessage({ module });
      return worker;
    } catch {
      return undefined;
    }
  };

  const compile = async (url) => {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`the server answers ${response.status} for the program`);
    const type = response.headers.get("Content-Type") || "";
    return type.startsWith("application/wasm") ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
  };

  const start = async () => {
    module = await compile(document.getElementById("wasm").href);
    const go = new Go();
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    throw new Error("the program ended");
  };
  start().catch((reason) => fail(`The explorer could not start: ${reason.message}.`, true));
})();
