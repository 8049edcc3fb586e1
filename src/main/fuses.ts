/**
 * The fuses of a packaged Electron, by electron-builder's names (`electronFuses`). What each does:
 * Electron's documentation, "Electron Fuses".
 */
export const PRODUCTION_FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const satisfies Readonly<Record<string, boolean>>;

export type FuseName = keyof typeof PRODUCTION_FUSES;

/** A package for the end-to-end tests differs in this alone: Playwright talks to `--inspect`. */
export const TEST_BUILD_FUSES = {
  ...PRODUCTION_FUSES,
  enableNodeCliInspectArguments: true,
} as const satisfies Readonly<Record<FuseName, boolean>>;
