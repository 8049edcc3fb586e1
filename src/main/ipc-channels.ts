/** The only names that cross between page and shell. */
export const CALL_CHANNEL = 'tram:call';
export const DELIVER_FILE_CHANNEL = 'tram:deliver-file';
export const EVENT_CHANNEL = 'tram:event';

/**
 * How the preload script learns the contract's closed lists: switches on the page's process, put there
 * by the window factory. (Importing the contract would load every schema before the page starts.)
 */
export const PROCEDURES_SWITCH = '--tram-procedures=';
export const EVENTS_SWITCH = '--tram-events=';
