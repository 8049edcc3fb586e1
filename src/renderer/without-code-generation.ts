import { config } from 'zod';

/** The page's content security policy forbids code made from text; zod then interprets its schemas. */
config({ jitless: true });
