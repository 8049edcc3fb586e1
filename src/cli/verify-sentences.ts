import type { FolderVerdict } from '../station/index.ts';

type Contradiction = FolderVerdict['contradictions'][number];

/** The verdict on a data folder for the person at the terminal: one sentence for each thing wrong. */
export function* sentencesOf(verdict: FolderVerdict): Generator<string> {
  const { ok, balance, packets, audit, samples, contradictions } = verdict;
  if (audit.chain === 'broken') {
    yield (
      `The audit chain is broken at entry ${audit.sequence}: ${audit.cause}. ` +
      'Rows, samples and balance cannot be checked against it.'
    );
  }
  for (const { packetId, dossierNumber, cause } of packets.bad) {
    yield `Packet ${packetId} of dossier ${dossierNumber} is bad: ${cause}.`;
  }
  for (const { id, dossierId, cause } of samples.bad) {
    yield `Sample ${id} of dossier ${dossierId} is bad: ${cause}.`;
  }
  for (const contradiction of contradictions) yield sentenceOf(contradiction);
  if (balance.unaccounted.length > 0) {
    yield `Captured, acknowledged and outstanding disagree on ${balance.unaccounted.join(', ')}.`;
  }
  if (ok) {
    yield (
      `All is well: ${audit.entries} audit entries, ${packets.checked} packets, ` +
      `${samples.checked} samples, captured ${balance.captured} = acknowledged ${balance.acknowledged} + outstanding ${balance.outstanding}.`
    );
  }
}

function sentenceOf({ what, id, cause }: Contradiction): string {
  const name = `${NAMES[what]} ${id}`;
  switch (cause) {
    case 'without-entry':
      return `${name} is in the store, but the audit chain does not know it.`;
    case 'without-row':
      return `${name} is in the audit chain, but no longer in the store.`;
    case 'disabled-without-entry':
      return `${name} is disabled, but the audit chain does not know of it.`;
    case 'enabled-against-entry':
      return `${name} was disabled in the audit chain and can sign in all the same.`;
    case 'kept-after-purge':
      return `${name} still has its content, though its dossier was purged.`;
    case 'without-receipt':
      return `${name} stands as if the ministry had answered, but there is no receipt on its packet.`;
    case 'not-applied':
      return `${name} is in the store, but its dossier does not stand where it leads.`;
    case 'signature-unknown-key':
      return `${name} is signed with a key that is none of the ministry's (${cause}): of an earlier ministry, or of nobody.`;
    case 'unreadable':
      return `${name} cannot be read.`;
    default:
      return DISAGREES.test(cause)
        ? `${name} disagrees with what was recorded of it: ${cause}.`
        : `${name} does not hold: ${cause}.`;
  }
}

const DISAGREES = /-differs$/;

const NAMES: Readonly<Record<Contradiction['what'], string>> = {
  station: 'The station',
  user: 'User',
  dossier: 'Dossier',
  packet: 'Packet',
  receipt: 'The receipt on packet',
  capture: 'Sample',
  document: 'Paper',
  'finger-exception': 'The exception of finger',
  table: 'The table',
  setting: 'The setting',
};
