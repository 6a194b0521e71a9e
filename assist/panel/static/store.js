// What is known, in one place for each matter, and the components that show it.

import { useLayoutEffect, useRef, useState } from "/pages/vendor/preact-htm.js";

export class Store {
  #listeners = new Set();

  constructor(value) {
    this.value = value;
  }

  set(change) {
    this.value = { ...this.value, ...change };
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

// A component is drawn anew only when what it picks has changed.
export function useStore(store, pick = (value) => value) {
  const [, draw] = useState(0);
  const shown = useRef();
  shown.current = pick(store.value);
  useLayoutEffect(() => {
    const look = () => {
      if (pick(store.value) !== shown.current) draw((count) => count + 1);
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return shown.current;
}
