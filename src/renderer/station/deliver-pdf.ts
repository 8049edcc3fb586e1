import type { Answer } from '../../contract/channel.ts';

/** Hands a PDF to the shell. A closed save dialog is no failure; a printer that is not there is one. */
export async function deliverPdf(
  how: 'save' | 'print',
  { fileName, pdf }: { fileName: string; pdf: Uint8Array },
): Promise<Answer<{ readonly delivered: boolean }>> {
  const answer = await window.station.deliverPdf(how, fileName, pdf);
  if (!answer.ok || how === 'save' || answer.value.delivered) return answer;
  return { ok: false, error: { code: 'printer-none' } };
}
