/// <reference types="vite/client" />
import type { StationApi } from '../contract/api.ts';

declare global {
  interface Window {
    /** Put there by the preload script: the page's only way to the station. */
    readonly station: StationApi;
  }
}
