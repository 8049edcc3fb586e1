/** The encrypted database of a data folder. */
export const STORE_FILE = 'tram.db';
/** Copies made before migrations. */
export const BACKUPS_FOLDER = 'backups';
