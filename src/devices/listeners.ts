export type Unsubscribe = () => void;

/** A set of listeners of one event. Whoever subscribes gets back the function that ends it. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();

  add(listener: (event: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(event: T): void {
    // A copy: who subscribes while the event is told hears only of the next one.
    const listeners = Array.from(this.#listeners);
    listeners.forEach((listener) => listener(event));
  }
}
