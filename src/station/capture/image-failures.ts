import type { ErrorCode } from '../../contract/errors.ts';
import type { DocumentError } from '../../imaging/document.ts';
import { MAXIMUM_DOCUMENT_BYTES, MAXIMUM_DOCUMENT_INPUT_BYTES } from '../../imaging/document.ts';
import type { PortraitError } from '../../imaging/portrait.ts';
import { fail } from '../app.ts';
import type { Failure } from '../app.ts';

export const PORTRAIT_FAILURES: Readonly<Record<PortraitError, ErrorCode>> = {
  'not-an-image': 'portrait-not-an-image',
  'too-small': 'portrait-too-small',
  'too-large': 'portrait-too-large',
};

const DOCUMENT_CODES: Readonly<Record<DocumentError, ErrorCode>> = {
  'too-large': 'document-too-large',
  'unknown-type': 'document-unknown-type',
  'broken-image': 'document-broken-image',
  'broken-pdf': 'document-broken-pdf',
  'encrypted-pdf': 'document-encrypted-pdf',
  'pdf-too-large': 'document-pdf-too-large',
  'several-pages': 'document-several-pages',
  empty: 'document-empty',
};

export function documentFailure(error: DocumentError): Failure {
  switch (error) {
    case 'too-large':
      return fail(DOCUMENT_CODES[error], megabytes(MAXIMUM_DOCUMENT_INPUT_BYTES));
    case 'pdf-too-large':
      return fail(DOCUMENT_CODES[error], megabytes(MAXIMUM_DOCUMENT_BYTES));
    default:
      return fail(DOCUMENT_CODES[error]);
  }
}

function megabytes(bytes: number): { limitMegabytes: number } {
  return { limitMegabytes: bytes / 1_000_000 };
}
