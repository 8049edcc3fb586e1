import { startMinistry } from '../../../src/ministry/start-ministry.ts';

/** Run as a process of its own, so that it can be killed: `ministry-process.ts DATA PORT`. */
const [dataDir = '', port = '0'] = process.argv.slice(2);
const ministry = await startMinistry({ dataDir, port: Number(port), sealingKey: 'classic' });
const { url, caPem, enrolmentCode } = ministry;
process.stdout.write(`${JSON.stringify({ url, port: ministry.port, caPem, enrolmentCode })}\n`);
